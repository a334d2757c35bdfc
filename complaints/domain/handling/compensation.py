"""Compensation for one customer: proposed by one person, approved by another, then given (C6).

The money is one side's own: the other side sees neither amounts nor rules. What was given counts for the month of its
day; :func:`paid_in` hands it to the accounts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from complaints.domain.handling.compensation_rules import may_approve
from complaints.domain.handling.news import tell_of_compensation
from complaints.domain.people import acts_for
from complaints.models import (
    Compensation,
    CompensationState,
    Complaint,
)
from foundation.accepted_files import DOCUMENTS, LARGEST_FILE
from foundation.files import Upload, store_uploads
from foundation.refusals import Refused
from foundation.text import clean_text
from foundation.transitions import Lifecycle
from parties.domain.roles import Role
from parties.domain.scope import Scope, writing

DECIDE: Final = "compensation.decide"
PAY: Final = "compensation.pay"
MOST_WAITING: Final = 100
LONGEST: Final = 1000
COMPENSATION: Final = Lifecycle(
    "compensation",
    {
        CompensationState.PROPOSED: {
            "approve": CompensationState.APPROVED,
            "reject": CompensationState.REJECTED,
            "withdraw": CompensationState.WITHDRAWN,
        },
        CompensationState.APPROVED: {"pay": CompensationState.PAID, "withdraw": CompensationState.WITHDRAWN},
        CompensationState.REJECTED: {},
        CompensationState.PAID: {},
        CompensationState.WITHDRAWN: {},
    },
    initial=CompensationState.PROPOSED,
)
"""Who asks does not approve; what the rules allow without approval starts as approved."""


@dataclass(frozen=True)
class PaidCompensation:
    """One compensation as the accounts need it: what was given, in yuan, on which day, where, under which contract."""

    compensation_id: int
    complaint_id: int
    party_id: int
    venue_id: int
    contract_id: int | None
    kind: str
    amount: Decimal
    paid_date: date


def decide(compensation_id: int, verb: str, *, by: Scope, at: datetime, words: str = "") -> Compensation:
    """Approve or reject what somebody else asked for. Beyond the rules it takes a higher limit, and a reason.

    Refused: ``foundation.not_allowed_now``, ``complaints.asked_yourself``, ``.above_your_limit``, ``.reason_missing``.
    """
    words = clean_text(words, LONGEST, "words")

    def check(row: Compensation) -> None:
        if by.user_id is None or not acts_for(row.party_id, row.complaint.venue_id, DECIDE, by=by):
            raise Refused("complaints.not_your_step")
        if row.asked_by_id == by.user_id:
            raise Refused("complaints.asked_yourself")
        if not may_approve(row.table, _roles(row, by), row.amount, is_beyond=row.is_beyond):
            raise Refused("complaints.above_your_limit")
        if not words and (verb == "reject" or row.is_beyond):
            raise Refused("complaints.reason_missing", "words")

    with writing(by):
        said = {"decided_by_id": by.user_id, "decided_at": at, "decision": words}
        row = COMPENSATION.move(Compensation, compensation_id, verb, check, **said)
        tell_of_compensation(row, "answered", [row.asked_by_id], actor_id=by.user_id, at=at)
    return row


def pay(compensation_id: int, *, by: Scope, at: datetime, receipt: Sequence[Upload] = ()) -> Compensation:
    """The customer got it, today; the signed slip or the proof of payment may be kept with it.

    Refused: ``foundation.not_allowed_now``, ``complaints.not_your_step``, and what a file is refused for.
    """

    def check(row: Compensation) -> None:
        if by.user_id is None or not acts_for(row.party_id, row.complaint.venue_id, PAY, by=by):
            raise Refused("complaints.not_your_step")

    with writing(by):
        kept = store_uploads(receipt[:1], kinds=DOCUMENTS, max_bytes=LARGEST_FILE, field="receipt")
        paid = {"ended_by_id": by.user_id, "ended_at": at, "paid_date": timezone.localdate(at)}
        row = COMPENSATION.move(
            Compensation, compensation_id, "pay", check, **paid, receipt_id=kept[0].pk if kept else None
        )
        tell_of_compensation(row, "paid", [row.asked_by_id], actor_id=by.user_id, at=at)
    return row


def withdraw(compensation_id: int, *, by: Scope, at: datetime) -> Compensation:
    """Who asked takes it back before it is given. Refused: ``foundation.not_allowed_now``,
    ``complaints.not_your_step``."""

    def check(row: Compensation) -> None:
        if by.user_id is None or row.asked_by_id != by.user_id:
            raise Refused("complaints.not_your_step")

    with writing(by):
        return COMPENSATION.move(Compensation, compensation_id, "withdraw", check, ended_by_id=by.user_id, ended_at=at)


def verbs_for(row: Compensation, *, by: Scope) -> list[str]:
    """What this person may do with it now."""
    return [verb for verb in COMPENSATION.verbs(row.state) if _may(row, verb, by=by)]


def paid_in(month: date, party_id: int) -> list[PaidCompensation]:
    """What a party gave to customers in the month of that day, in the order of the days: for its monthly settlement."""
    return _paid(party_id, Q(paid_date__year=month.year, paid_date__month=month.month))


def paid_before(day: date, party_id: int) -> list[PaidCompensation]:
    """All that a party gave on days before ``day``: for a settlement that also takes what came late."""
    return _paid(party_id, Q(paid_date__lt=day))


def _paid(party_id: int, when: Q) -> list[PaidCompensation]:
    given = Compensation.objects.filter(when, party=party_id, state=CompensationState.PAID)
    return [
        PaidCompensation(
            compensation_id=row.pk,
            complaint_id=row.complaint_id,
            party_id=row.party_id,
            venue_id=row.complaint.venue_id,
            contract_id=row.complaint.contract_id,
            kind=row.kind,
            amount=row.amount,
            paid_date=row.paid_date,
        )
        for row in given.select_related("complaint").order_by("paid_date", "pk")
        if row.paid_date is not None
    ]


def of_complaint(complaint: Complaint, scope: Scope) -> QuerySet[Compensation]:
    """What one's own side asked for this complaint, oldest first."""
    return loaded(Compensation.objects.within(scope, verb="compensation.see").filter(complaint=complaint))


def waiting_for(scope: Scope) -> list[Compensation]:
    """What this person could approve or hand out now, the oldest first, ``MOST_WAITING`` of each at most."""
    states = {DECIDE: CompensationState.PROPOSED, PAY: CompensationState.APPROVED}
    found: dict[int, Compensation] = {}
    for verb, state in states.items():
        for row in loaded(Compensation.objects.within(scope, verb=verb).filter(state=state)).order_by("asked_at", "pk")[
            :MOST_WAITING
        ]:
            if set(verbs_for(row, by=scope)) - {"withdraw"}:
                found[row.pk] = row
    return list(found.values())


def loaded(rows: QuerySet[Compensation]) -> QuerySet[Compensation]:
    """With all that a line about it shows."""
    people = ("asked_by", "decided_by", "ended_by", "party", "receipt")
    return rows.select_related("complaint__venue", "complaint__room", "rule", *people).prefetch_related("table__limits")


def _roles(row: Compensation, by: Scope) -> frozenset[Role]:
    venue_id = row.complaint.venue_id
    hats = [hat for hat in by.hats_for(DECIDE) if hat.party_id == row.party_id]
    return frozenset(hat.role for hat in hats if not hat.venue_ids or venue_id in hat.venue_ids)


def _may(row: Compensation, verb: str, *, by: Scope) -> bool:
    if by.user_id is None:
        return False
    if verb == "withdraw":
        return row.asked_by_id == by.user_id
    if verb == "pay":
        return acts_for(row.party_id, row.complaint.venue_id, PAY, by=by)
    reaches = may_approve(row.table, _roles(row, by), row.amount, is_beyond=row.is_beyond)
    return row.asked_by_id != by.user_id and reaches
