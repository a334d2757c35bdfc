"""Compensation for one customer: proposed by one person, approved by another, then given (C6).

The money is one side's own: the other side sees neither amounts nor rules. What was given counts for the month of its
day; :func:`paid_in` hands it to the accounts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from complaints.domain.handling.compensation_rules import may_approve
from complaints.domain.handling.news import tell_of_compensation
from complaints.domain.handling.sides import locked
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
GIVEN: Final = (CompensationState.APPROVED, CompensationState.PAID)
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


Approved = Mapping[tuple[int, int], tuple[Decimal, Decimal]]
"""Complaint and party → what one person approved: in all, and beyond the rules; yuan."""
NOTHING: Final = (Decimal(0), Decimal(0))


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
        if not _reaches(row, _approved_by([row], by=by), by=by):
            raise Refused("complaints.above_your_limit")
        if not words and (verb == "reject" or row.is_beyond):
            raise Refused("complaints.reason_missing", "words")

    with writing(by):
        # What one person approves for a complaint is summed: two of theirs at once wait for each other.
        locked(Compensation.objects.values_list("complaint", flat=True).get(pk=compensation_id))
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
    [(_row, verbs)] = with_verbs([row], by=by)
    return verbs


def with_verbs(rows: Iterable[Compensation], *, by: Scope) -> list[tuple[Compensation, list[str]]]:
    """Each with what this person may do with it now."""
    rows = list(rows)
    approved = _approved_by(rows, by=by)
    return [(row, [verb for verb in COMPENSATION.verbs(row.state) if _may(row, verb, approved, by=by)]) for row in rows]


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
        rows = loaded(Compensation.objects.within(scope, verb=verb).filter(state=state)).order_by("asked_at", "pk")
        for row, verbs in with_verbs(rows[:MOST_WAITING], by=scope):
            if set(verbs) - {"withdraw"}:
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


def _may(row: Compensation, verb: str, approved: Approved, *, by: Scope) -> bool:
    if by.user_id is None:
        return False
    if verb == "withdraw":
        return row.asked_by_id == by.user_id
    if verb == "pay":
        return acts_for(row.party_id, row.complaint.venue_id, PAY, by=by)
    return row.asked_by_id != by.user_id and _reaches(row, approved, by=by)


def _reaches(row: Compensation, approved: Approved, *, by: Scope) -> bool:
    """Whether the person's limit reaches: for this one together with all that they approved for the complaint before.

    Else a large sum in small parts would need nobody's higher limit. Beyond the rules, those beyond are summed too.
    """
    roles = _roles(row, by)
    whole, beyond = approved.get((row.complaint_id, row.party_id), NOTHING)
    whole, beyond = whole + row.amount, beyond + (row.amount if row.is_beyond else 0)
    if not may_approve(row.table, roles, row.amount, is_beyond=row.is_beyond):
        return False
    if not beyond:
        return may_approve(row.table, roles, whole, is_beyond=False)
    fits = any(may_approve(row.table, roles, whole, is_beyond=each) for each in (True, False))
    return fits and may_approve(row.table, roles, beyond, is_beyond=True)


def _approved_by(rows: Iterable[Compensation], *, by: Scope) -> Approved:
    """What this person approved for the complaints of these rows so far: one question for all of them."""
    about = {row.complaint_id for row in rows if row.state == CompensationState.PROPOSED}
    if by.user_id is None or not about:
        return {}
    mine = Compensation.objects.filter(complaint__in=about, decided_by=by.user_id, state__in=GIVEN).order_by()
    sums = mine.values_list("complaint", "party").annotate(
        whole=Sum("amount"), beyond=Sum("amount", filter=Q(is_beyond=True), default=Decimal(0))
    )
    return {(complaint, party): (whole, beyond) for complaint, party, whole, beyond in sums}
