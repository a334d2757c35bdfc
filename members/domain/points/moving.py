"""When two records of one person become one, the points go along, each lot with its own times; and back again."""

from collections.abc import Collection, Sequence

from django.utils import timezone

from members.domain.points.arithmetic import Taking
from members.domain.points.ledger import Brought, Held, Movement, hold_all, write
from members.models import ActKind, PointAct, PointLot


def move_points(gone_id: int, kept_id: int) -> list[int]:
    """Move all lots and the debt of one member to another; the ids of the lots that came."""
    held = hold_all([gone_id, kept_id], at=timezone.now())
    source = held[gone_id]
    return _move(source, held[kept_id], _open_lots(source), source.account.debt)


def move_points_back(lot_ids: Collection[int], gone_id: int, kept_id: int) -> None:
    """Undo it: what is left of these lots goes home. What was spent of them, or paid a debt, meanwhile stays so."""
    held = hold_all([gone_id, kept_id], at=timezone.now())
    source = held[kept_id]
    _move(source, held[gone_id], [lot for lot in _open_lots(source) if lot.pk in lot_ids], 0)


def _open_lots(held: Held) -> list[PointLot]:
    return list(PointLot.objects.filter(account=held.account, left__gt=0).order_by("pk"))


def _move(source: Held, target: Held, lots: Sequence[PointLot], debt: int) -> list[int]:
    if not (lots or debt):
        return []
    times = PointAct.objects.filter(account=source.account, kind=ActKind.MOVED_OUT).count()
    key = f"moved:{source.account.pk}:{times + 1}"
    takes = [Taking(lot.pk, lot.left) for lot in lots]
    write(source, Movement(ActKind.MOVED_OUT, key, takes=takes, adds_debt=-debt))
    brings = [Brought(lot.left, lot.earned_at, lot.settles_at, lot.expires_at, lot.pk) for lot in lots]
    act = write(target, Movement(ActKind.MOVED_IN, key, brings=brings, adds_debt=debt))
    return list(act.lots.values_list("pk", flat=True))
