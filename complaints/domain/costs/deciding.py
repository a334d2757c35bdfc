"""Deciding a claim: within one's limit, never one's own, and beyond the budget only by a chief who says why (C9)."""

from datetime import date, datetime
from decimal import Decimal

from django.db.models import Max
from django.utils import timezone

from complaints.domain.costs.acting import person
from complaints.domain.costs.budgets import left_for
from complaints.domain.costs.claims import note_step, refuse_settled
from complaints.domain.costs.lifecycle import CLAIM
from complaints.domain.costs.limits import VERB, limit_of
from complaints.domain.costs.months import month_for, take_turns
from complaints.models import ExpenseClaim
from foundation.money import shown
from foundation.refusals import Refused
from foundation.text import clean_line
from parties.domain.messages import Telling, tell
from parties.domain.scope import Scope, writing

LONGEST_NOTE = 300


def decide_claim(claim_id: int, verb: str, *, note: str = "", by: Scope, at: datetime) -> ExpenseClaim:
    """Approve or reject a claim that was handed in; the asker is told.

    Approved, it counts in the month of its last line or, where that is locked, in the first one that is open.
    Refused: ``complaints.own_claim``, ``.above_limit``, ``.over_budget``, ``.overrun_reason_missing``,
    ``.reason_missing``, ``.claim_settled``, ``foundation.not_allowed_now``.
    """
    note = clean_line(note, LONGEST_NOTE, "note")
    party_id = ExpenseClaim.objects.values_list("party", flat=True).get(pk=claim_id)
    with writing(by):
        take_turns(party_id)
        # With everybody else held back: what it goes beyond cannot change under our hands.
        claim = ExpenseClaim.objects.select_for_update(no_key=True).get(pk=claim_id)
        refuse_settled(claim)
        changes: dict[str, object] = {"decided_by_id": person(by), "decided_at": at}
        overrun = Decimal(0)
        if verb == "approve":
            month = month_for(party_id, last_day(claim))
            overrun = overrun_of(claim, year=month.month.year)
            changes |= {"overrun": overrun, "month": month}

        def check(row: ExpenseClaim) -> None:
            _check(row, verb, note=note, overrun=overrun, by=by)

        claim = CLAIM.move(ExpenseClaim, claim_id, verb, check, **changes)
        step = note_step(claim, verb, note, by=by, at=at)
        told = Telling(
            user_id=claim.asked_by_id,
            kind="complaints.claim_decided",
            key=f"claim-step:{step.pk}",
            params={"claim": claim.pk, "verb": verb, "amount": str(claim.amount)},
        )
        tell([told], at=at)
    return claim


def last_day(claim: ExpenseClaim) -> date:
    """The day of its last line; for an empty draft the day on which it was begun."""
    latest: date | None = claim.lines.aggregate(last=Max("spent_date"))["last"]
    return latest or timezone.localdate(claim.asked_at)


def overrun_of(claim: ExpenseClaim, *, year: int) -> Decimal:
    """By how much a claim goes beyond what is left of its budgets in a year, yuan; zero where none was set."""
    left = left_for(claim, year=year)
    return Decimal(0) if left is None else max(Decimal(0), claim.amount - left)


def deciding_verbs(claim: ExpenseClaim, *, by: Scope) -> list[str]:
    """What this person may decide about the claim now; above their limit they may still reject."""
    if not claim.is_submitted or claim.asked_by_id == by.user_id:
        return []
    limit = limit_of(by, party_id=claim.party_id, venue_id=claim.venue_id)
    if limit == 0:
        return []
    return ["approve", "reject"] if limit is None or claim.amount <= limit else ["reject"]


def _check(claim: ExpenseClaim, verb: str, *, note: str, overrun: Decimal, by: Scope) -> None:
    by.require_for(VERB, claim.party_id)
    if claim.asked_by_id == by.user_id:
        raise Refused("complaints.own_claim")
    limit = limit_of(by, party_id=claim.party_id, venue_id=claim.venue_id)
    if limit == 0:
        raise Refused("parties.not_yours")
    if verb == "reject":
        if not note:
            raise Refused("complaints.reason_missing", "note")
        return
    if limit is not None and claim.amount > limit:
        raise Refused("complaints.above_limit", limit=shown(limit))
    if overrun and limit is not None:
        raise Refused("complaints.over_budget", overrun=shown(overrun))
    if overrun and not note:
        raise Refused("complaints.overrun_reason_missing", "note", overrun=shown(overrun))
