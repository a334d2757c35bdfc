"""Points given or taken by hand: always with a reason, and above the scheme's limit by two people.

Small parts of a large adjustment are judged together: what one person gave or took alone in the last days counts.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from foundation.refusals import Refused
from foundation.text import clean_text
from foundation.transitions import Lifecycle
from members.domain.points.arithmetic import take
from members.domain.points.ledger import Brought, Held, Movement, hold, write
from members.domain.points.schemes import Rates, scheme_in_force
from members.domain.points.spending import reachable
from members.domain.privacy.showing import without_numbers
from members.models import ActKind, AdjustmentState, Member, PointAct, PointAdjustment
from parties.domain.scope import Scope, writing

VERB: Final = "points.adjust"
LONGEST_REASON: Final = 200
MOST: Final = 1_000_000
TOGETHER: Final = timedelta(days=30)

ADJUSTMENT: Final = Lifecycle(
    "adjustment of points",
    {
        AdjustmentState.WAITING: {"approve": AdjustmentState.DONE, "refuse": AdjustmentState.REFUSED},
        AdjustmentState.DONE: {},
        AdjustmentState.REFUSED: {},
    },
    initial=AdjustmentState.WAITING,
    also=(AdjustmentState.DONE,),
)
"""Small ones are done at once; of the others somebody else decides."""


@dataclass(frozen=True)
class NewAdjustment:
    """So many points (less than nothing: taken), and why. ``key`` comes with the form: sent twice, it counts once."""

    key: UUID
    points: int
    reason: str


def adjust(member_id: int, asked: NewAdjustment, *, by: Scope, at: datetime) -> PointAdjustment:
    """Give or take points, or ask for it where it takes a second person.

    Refused: ``parties.not_yours``, ``members.not_active``, ``members.points_wrong``, ``members.reason_missing``,
    ``members.too_few_points``, ``members.key_taken``, ``members.number_in_text``.
    """
    reason = without_numbers(clean_text(asked.reason, LONGEST_REASON, "reason"), "reason")
    if not reason:
        raise Refused("members.reason_missing", "reason")
    if asked.points == 0 or abs(asked.points) > MOST:
        raise Refused("members.points_wrong", "points")
    if by.user_id is None:
        raise Refused("parties.not_yours")
    with writing(by):
        member = reachable(member_id, VERB, by=by)
        held = hold(member.pk, at=at)
        earlier = PointAdjustment.objects.filter(key=asked.key).first()
        if earlier is not None:
            return _same(earlier, member.pk, asked)
        row = PointAdjustment(
            key=asked.key, member=member, points=asked.points, reason=reason, asked_by_id=by.user_id, asked_at=at
        )
        row.needs_second = _needs_second(member, row, at=at)
        row.state = AdjustmentState.WAITING
        if not row.needs_second:
            row.act = _move(held, row, user_id=by.user_id)
            row.state, row.decided_at = AdjustmentState.DONE, at
        row.save(force_insert=True)
    return row


def decide(adjustment_id: int, verb: str, *, by: Scope, at: datetime) -> PointAdjustment:
    """Approve or refuse what somebody else asked for; only the house whose members they are, which honours the points.

    Refused: ``parties.not_yours``, ``members.own_adjustment``, ``members.not_active``, ``members.too_few_points``,
    ``foundation.not_allowed_now``.
    """
    with writing(by):
        asked = PointAdjustment.objects.filter(pk=adjustment_id).select_related("member").first()
        if asked is None or not may_decide(asked.member, by=by):
            raise Refused("parties.not_yours")
        if asked.asked_by_id == by.user_id:
            raise Refused("members.own_adjustment")
        member = reachable(asked.member_id, VERB, by=by)
        held = hold(member.pk, at=at)
        asked.refresh_from_db()
        ADJUSTMENT.next_state(asked.state, verb)
        act = _move(held, asked, user_id=asked.asked_by_id) if verb == "approve" else None
        return ADJUSTMENT.move(
            PointAdjustment, asked.pk, verb, act_id=act.pk if act else None, decided_by_id=by.user_id, decided_at=at
        )


def may_decide(member: Member, *, by: Scope) -> bool:
    """Whether this person decides for the member's house."""
    return by.user_id is not None and by.may_for(VERB, member.party_id)


def _needs_second(member: Member, row: PointAdjustment, *, at: datetime) -> bool:
    scheme = scheme_in_force(member.party_id, at=at)
    alone = PointAdjustment.objects.filter(member=member, needs_second=False, asked_at__gt=at - TOGETHER)
    together = sum(abs(points) for points in alone.values_list("points", flat=True)) + abs(row.points)
    return together > (scheme.free_adjustment if scheme else 0)


def _move(held: Held, row: PointAdjustment, *, user_id: int) -> PointAct:
    notes = {"reason": row.reason, "by_id": user_id}
    key = f"adjust:{row.key}"
    if row.points > 0:
        scheme = scheme_in_force(row.member.party_id, at=held.at)
        times = {**Rates(None, None, scheme).times, "settle_days": 0}
        lot = Brought.earned(row.points, held.at, **times)
        return write(held, Movement(ActKind.ADJUSTED, key, brings=[lot], notes=notes))
    takes, missing = take(held.all_of_it(), -row.points)
    if missing:
        raise Refused("members.too_few_points", "points", left=held.account.balance)
    return write(held, Movement(ActKind.ADJUSTED, key, takes=takes, notes=notes))


def _same(earlier: PointAdjustment, member_id: int, asked: NewAdjustment) -> PointAdjustment:
    if (earlier.member_id, earlier.points) != (member_id, asked.points):
        raise Refused("members.key_taken")
    return earlier
