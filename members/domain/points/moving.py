"""When two records of one person become one, the points go along, each lot with its own times; and back again.

Either record has points or a debt, never both: what goes over are lots, or a debt. Whatever paid a debt between the two
is given back when they part, so that each stands as if they had never been one.
"""

from collections.abc import Collection, Sequence
from typing import Final

from django.utils import timezone

from foundation.refusals import Refused
from members.domain.points.arithmetic import Taking
from members.domain.points.ledger import Brought, Held, Movement, hold_all, lapse, write
from members.models import ActKind, PointAct, PointEntry, PointLot

PAYS_ONLY: Final = (ActKind.BILL, ActKind.REFERRAL, ActKind.MOVED_IN)
"""Acts that take out of a lot for one purpose alone: to pay a debt."""


def move_points(gone_id: int, kept_id: int) -> list[int]:
    """Move all lots of one member to another; the ids of the lots that came."""
    held = hold_all([gone_id, kept_id], at=timezone.now())
    source, target = held[gone_id], held[kept_id]
    lots = list(PointLot.objects.filter(account=source.account, left__gt=0).order_by("pk"))
    if not lots:
        return []
    arrival = _move(source, target, [(lot, lot.left) for lot in lots])
    return list(arrival.lots.order_by("pk").values_list("pk", flat=True))


def move_points_back(lot_ids: Collection[int], gone_id: int, kept_id: int) -> None:
    """Undo it: these lots go home, with what they paid of the other's debt, which is owed again.

    Refused: ``members.merge_points_used`` when somebody used or adjusted them meanwhile, or a refund took from them.
    """
    held = hold_all([gone_id, kept_id], at=timezone.now())
    source, target = held[kept_id], held[gone_id]
    _check_earnings(source, target)
    lots = list(PointLot.objects.filter(pk__in=lot_ids, account=source.account).order_by("pk"))
    if not lots:
        return
    arrival = lots[0].act
    taken = PointEntry.objects.filter(lot__in=lots).exclude(act=arrival).exclude(act__kind=ActKind.LAPSED)
    _check_since(source, arrival, is_used=taken.exists())
    paid = {entry.lot_id: entry.points for entry in PointEntry.objects.filter(lot__in=lots, act=arrival)}
    home = [(lot, lot.left + paid.get(lot.pk, 0)) for lot in lots if lot.left or lot.pk in paid]
    if home:
        _move(source, target, home, owed_again=sum(paid.values()))


def move_debt(gone_id: int, kept_id: int) -> list[int]:
    """Move the debt of one member to another, who pays it with what there is; the id of the act with which it came."""
    held = hold_all([gone_id, kept_id], at=timezone.now())
    source, target = held[gone_id], held[kept_id]
    debt = source.account.debt
    if not debt:
        return []
    key = _key(source)
    write(source, Movement(ActKind.MOVED_OUT, key, adds_debt=-debt))
    return [write(target, Movement(ActKind.MOVED_IN, key, adds_debt=debt)).pk]


def move_debt_back(act_ids: Collection[int], gone_id: int, kept_id: int) -> None:
    """Undo it: all of that debt goes home. Refused: ``members.merge_points_used`` after an adjustment."""
    held = hold_all([gone_id, kept_id], at=timezone.now())
    source, target = held[kept_id], held[gone_id]
    _check_earnings(source, target)
    arrival = PointAct.objects.filter(pk__in=act_ids, account=source.account).first()
    if arrival is None:
        return
    _check_since(source, arrival)
    came = PointAct.objects.filter(account=target.account, key=arrival.key, kind=ActKind.MOVED_OUT).get()
    debt, key = -came.debt_change, _key(source)
    still_owed = min(debt, source.account.debt)
    write(source, Movement(ActKind.MOVED_OUT, key, adds_debt=-still_owed))
    brings = _paid_since(source, arrival, debt - still_owed)
    write(source, Movement(ActKind.MOVED_IN, key.replace("moved", "returned"), brings=brings))
    lapse(source)
    write(target, Movement(ActKind.MOVED_IN, key, adds_debt=debt))


def _check_since(source: Held, arrival: PointAct, *, is_used: bool = False) -> None:
    since = PointAct.objects.filter(account=source.account, pk__gt=arrival.pk)
    if is_used or since.filter(kind=ActKind.ADJUSTED).exists():
        raise Refused("members.merge_points_used")


def _check_earnings(source: Held, target: Held) -> None:
    """What the one earned must not have been taken back from the other."""
    if PointAct.objects.filter(account=source.account, reverses__account=target.account).exists():
        raise Refused("members.merge_points_used")


def _paid_since(source: Held, arrival: PointAct, points: int) -> list[Brought]:
    """The lots that last paid a debt here, as far as so many points, to be given back with their own times."""
    found = []
    acts = PointAct.objects.filter(account=source.account, pk__gte=arrival.pk, kind__in=PAYS_ONLY)
    for entry in PointEntry.objects.filter(act__in=acts).select_related("lot").order_by("-pk"):
        part = min(entry.points, points)
        if part:
            lot = entry.lot
            found.append(Brought(part, lot.earned_at, lot.settles_at, lot.expires_at, lot.pk))
            points -= part
    return found


def _move(source: Held, target: Held, lots: Sequence[tuple[PointLot, int]], *, owed_again: int = 0) -> PointAct:
    """What is left of the lots leaves; so many points of each arrive. Returns the act of arriving."""
    key = _key(source)
    write(
        source, Movement(ActKind.MOVED_OUT, key, takes=[Taking(lot.pk, lot.left) for lot, _points in lots if lot.left])
    )
    if owed_again:
        write(source, Movement(ActKind.MOVED_IN, key.replace("moved", "returned"), adds_debt=owed_again))
    brings = [Brought(points, lot.earned_at, lot.settles_at, lot.expires_at, lot.pk) for lot, points in lots]
    arrival = write(target, Movement(ActKind.MOVED_IN, key, brings=brings))
    lapse(target)
    return arrival


def _key(source: Held) -> str:
    times = PointAct.objects.filter(account=source.account, kind=ActKind.MOVED_OUT).count()
    return f"moved:{source.account.pk}:{times + 1}"
