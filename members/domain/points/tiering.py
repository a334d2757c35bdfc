"""Members rise at once, when a bill or new rules lift them, and are lowered only by a person, on the month's review."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final

from django.utils import timezone

from foundation.jobs import enqueue
from foundation.models import Job
from foundation.refusals import Refused
from foundation.transitions import Lifecycle
from members.domain.points.schemes import RULE
from members.domain.points.tier_figures import DOWN, UP, Standing, standings
from members.domain.points.tier_rules import rules_of, table_in_force
from members.models import (
    Bill,
    ChangeCause,
    MemberTier,
    ReviewState,
    Tier,
    TierChange,
    TierReview,
    TierTable,
)
from parties.domain.scope import Scope, writing
from parties.models import Party

REVIEW_JOB: Final = "members.review_tiers"

REVIEW: Final = Lifecycle(
    "review of a tier",
    {
        ReviewState.PROPOSED: {
            "confirm": ReviewState.CONFIRMED,
            "keep": ReviewState.KEPT,
            "lapse": ReviewState.LAPSED,
        },
        ReviewState.CONFIRMED: {},
        ReviewState.KEPT: {},
        ReviewState.LAPSED: {},
    },
    initial=ReviewState.PROPOSED,
)
"""A person lowers or keeps; who reaches the tier again meanwhile stays in it."""


def rise_after_bills(bills: Sequence[Bill], *, by: Scope, at: datetime) -> None:
    """Lift the members at once whom these bills make reach a higher tier; no two bills are one member's."""
    paid = [bill for bill in bills if not bill.is_refund and bill.member_id is not None]
    for party_id in sorted({bill.party_id for bill in paid}):
        table = table_in_force(party_id, at=at)
        if table is not None:
            ids = [bill.member_id for bill in paid if bill.party_id == party_id and bill.member_id is not None]
            with writing(by):
                _rise(table, party_id, ChangeCause.REACHED, ids, at=at)


def apply_rules(job: Job) -> None:
    """The job of a new version on its first day: who reaches a higher tier by it rises."""
    table = TierTable.objects.get(pk=job.payload["table"])
    at = timezone.now()
    if table_in_force(table.party_id, at=at) == table:
        _rise(table, table.party_id, ChangeCause.RULES, None, at=at)


def plan_reviews(*, at: datetime) -> None:
    """Ask for the review of this month of every party that has tiers, once."""
    month = timezone.localdate(at).replace(day=1)
    for party_id in Party.objects.filter(pk__in=TierTable.objects.values("party")).values_list("pk", flat=True):
        key = f"{REVIEW_JOB}:{party_id}:{month:%Y-%m}"
        enqueue(REVIEW_JOB, key, {"party": party_id, "month": month.isoformat()})


def review(job: Job) -> None:
    """The job of a month: propose to lower whoever no longer reaches their tier."""
    propose(int(job.payload["party"]), date.fromisoformat(job.payload["month"]), at=timezone.now())


def propose(party_id: int, month: date, *, at: datetime) -> int:
    """Write down who no longer reaches their tier; tell how many. Needs ``writing`` around it."""
    table = table_in_force(party_id, at=at)
    if table is None:
        return 0
    tiers, waiting = _tiers(party_id), TierReview.objects.filter(state=ReviewState.PROPOSED, member__party=party_id)
    open_already = set(waiting.values_list("member", flat=True))
    found = standings(party_id, rules_of(table), at=at, question=DOWN)
    rows = [
        TierReview(
            member_id=each.member_id,
            month=month,
            from_tier=tiers[each.rank],
            to_tier=tiers.get(each.reached),
            table=table,
            proposed_at=at,
            **each.figures,
        )
        for each in found
        if each.member_id not in open_already
    ]
    TierReview.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def decide(review_id: int, verb: str, *, by: Scope, at: datetime) -> TierReview:
    """Lower the member as proposed, or keep them where they are; who reaches the tier again stays whatever is said.

    Refused: ``parties.not_yours``, ``foundation.not_allowed_now``.
    """
    if by.user_id is None or verb not in ("confirm", "keep"):
        raise Refused("parties.not_yours")
    with writing(by):
        seen = TierReview.objects.within(by, verb=RULE).select_related("member", "from_tier")
        row = seen.filter(pk=review_id).first()
        if row is None or not by.may_for(RULE, row.member.party_id):
            raise Refused("parties.not_yours")
        hold_tiers([row.member_id])
        row.refresh_from_db(fields=["state"])
        if verb == "confirm":
            REVIEW.next_state(row.state, verb)
            verb = _lower(row, user_id=by.user_id, at=at)
        return REVIEW.move(TierReview, row.pk, verb, decided_by_id=by.user_id, decided_at=at)


def tier_of(member_id: int) -> MemberTier | None:
    """The member's row with their tier; ``None`` when they never reached one."""
    return MemberTier.objects.select_related("tier", "personal_manager").filter(member=member_id).first()


def _rise(
    table: TierTable, party_id: int, cause: ChangeCause, ids: list[int] | None, *, at: datetime
) -> list[TierChange]:
    if ids is not None:
        hold_tiers(ids)
    found = standings(party_id, rules_of(table), at=at, ids=ids, question=UP)
    if ids is None:
        hold_tiers(each.member_id for each in found)
        found = standings(party_id, rules_of(table), at=at, ids=[each.member_id for each in found], question=UP)
    changes = write_changes(table, found, cause, user_id=None, at=at)
    lapse_reviews(found, at=at)
    return changes


def lapse_reviews(found: Sequence[Standing], *, at: datetime) -> None:
    """Close the open reviews of these members as far as they reach again what they were to lose."""
    reached = {each.member_id: each.reached for each in found}
    open_ones = TierReview.objects.filter(member__in=reached, state=ReviewState.PROPOSED)
    for row in open_ones.select_related("from_tier"):
        if reached[row.member_id] >= row.from_tier.rank:
            REVIEW.move(TierReview, row.pk, "lapse", decided_at=at)


def _lower(row: TierReview, *, user_id: int, at: datetime) -> str:
    """Lower the member to what they reach now; tells the verb that came of it."""
    table = table_in_force(row.member.party_id, at=at) or row.table
    lower = standings(row.member.party_id, rules_of(table), at=at, ids=[row.member_id], question=DOWN)
    if not lower:
        return "lapse"
    write_changes(table, lower, ChangeCause.REVIEWED, user_id=user_id, at=at)
    return "confirm"


def write_changes(
    table: TierTable, found: Iterable[Standing], cause: ChangeCause, *, user_id: int | None, at: datetime
) -> list[TierChange]:
    """Write down that these members are in the tiers now that they reach; who calls has locked them."""
    tiers = _tiers(table.party_id)
    return TierChange.objects.bulk_create(
        TierChange(
            member_id=each.member_id,
            from_tier=tiers.get(each.rank),
            to_tier=tiers.get(each.reached),
            cause=cause,
            table=table,
            by_id=user_id,
            at=at,
            **each.figures,
        )
        for each in found
    )


def hold_tiers(member_ids: Iterable[int]) -> None:
    """Lock the members' tiers until the transaction ends, in one order; who has no row yet gets one."""
    ids = sorted(member_ids)
    MemberTier.objects.bulk_create((MemberTier(member_id=each) for each in ids), ignore_conflicts=True)
    list(MemberTier.objects.select_for_update(no_key=True).filter(member__in=ids).order_by("member_id"))


def _tiers(party_id: int) -> dict[int, Tier]:
    return {tier.rank: tier for tier in Tier.objects.filter(party=party_id)}
