"""Spending points: the soonest-expiring first, never more than there is, and once for each key."""

from datetime import datetime
from typing import Final

from foundation.refusals import Refused
from foundation.text import clean_text
from members.domain.points.arithmetic import take
from members.domain.points.ledger import Movement, done_before, hold, write
from members.domain.privacy.showing import without_numbers
from members.models import ActKind, Member, PointAct
from members.models.points import MOST_POINTS
from parties.domain.scope import Scope, writing

VERB: Final = "points.spend"
LONGEST_REASON: Final = 200
LONGEST_KEY: Final = 80


def spend_points(member_id: int, points: int, *, key: str, what_for: str, by: Scope, at: datetime) -> PointAct:
    """Take points for something that the member gets. The same key again gives the first act back, whatever is left.

    Refused: ``parties.not_yours``, ``members.not_active``, ``members.points_wrong``, ``members.too_few_points``,
    ``members.key_taken``, ``members.number_in_text``.
    """
    what_for = without_numbers(clean_text(what_for, LONGEST_REASON, "what_for"), "what_for")
    if not 0 < points <= MOST_POINTS:
        raise Refused("members.points_wrong", "points")
    if not 0 < len(key) <= LONGEST_KEY:
        raise Refused("foundation.bad_idempotency_key")
    with writing(by):
        member = reachable(member_id, VERB, by=by)
        held = hold(member.pk, at=at)
        earlier = done_before(held, f"spend:{key}")
        if earlier is not None:
            return _same(earlier, points)
        takes, missing = take(held.spendable(), points)
        if missing:
            raise Refused("members.too_few_points", "points", left=points - missing)
        notes = {"reason": what_for, "by_id": by.user_id}
        return write(held, Movement(ActKind.SPENT, f"spend:{key}", takes=takes, notes=notes))


def reachable(member_id: int, verb: str, *, by: Scope) -> Member:
    """The member, within reach and active. Refused: ``parties.not_yours``, ``members.not_active``."""
    member = Member.objects.within(by, verb=verb).filter(pk=member_id).first()
    if member is None:
        raise Refused("parties.not_yours")
    if not member.is_active:
        raise Refused("members.not_active")
    return member


def _same(earlier: PointAct, points: int) -> PointAct:
    if earlier.balance_change != -points:
        raise Refused("members.key_taken")
    return earlier
