"""The one writer of points: locks a member's account, lets lapse what has lapsed, and writes acts, lots and entries.

Whoever moves points holds the account's row until commit, so fifty tills at once queue up. Should somebody forget, the
database refuses the act: it states what the account holds after it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from foundation.inserting import insert
from members.domain.points.arithmetic import Lot, Taking, lapses_at, soonest_first, take
from members.models import ActKind, PointAccount, PointAct, PointEntry, PointLot


@dataclass
class Held:
    """A locked account with its open lots, as they stand after what has lapsed is gone."""

    account: PointAccount
    lots: list[Lot]
    at: datetime

    def spendable(self) -> list[Lot]:
        """What can be spent now, in the order in which it is used."""
        return soonest_first(lot for lot in self.lots if lot.can_be_spent(self.at))

    def all_of_it(self, first: frozenset[int] = frozenset()) -> list[Lot]:
        """Whatever there is: these lots, then the settled ones, then what is still to settle."""
        order = sorted(soonest_first(self.lots), key=lambda lot: not lot.can_be_spent(self.at))
        return sorted(order, key=lambda lot: lot.pk not in first)


@dataclass(frozen=True)
class Brought:
    """A lot that an act brings."""

    points: int
    earned_at: datetime
    settles_at: datetime
    expires_at: datetime | None
    origin_id: int | None = None

    @classmethod
    def earned(cls, points: int, at: datetime, *, settle_days: int, valid_months: int | None) -> "Brought":
        """Points earned at a moment, by the days and months of the scheme."""
        return cls(points, at, at + timedelta(days=settle_days), lapses_at(at, valid_months))


@dataclass(frozen=True)
class Movement:
    """What an act does: lots that it brings, what it takes out of which lot, and what it adds to the debt."""

    kind: ActKind
    key: str
    brings: Sequence[Brought] = ()
    takes: Sequence[Taking] = ()
    adds_debt: int = 0
    notes: dict[str, Any] = field(default_factory=dict)


def locked(account_id: int) -> PointAccount:
    """The account, held until the transaction ends."""
    return PointAccount.objects.select_for_update(no_key=True).get(pk=account_id)


def hold(member_id: int, *, at: datetime) -> Held:
    """Lock a member's account, open it when there is none, and let lapse what has lapsed by now.

    Needs ``writing`` around it. Who needs several accounts holds them in the order of :func:`hold_all`.
    """
    accounts = PointAccount.objects.filter(member=member_id).values_list("pk", flat=True)
    if not accounts:
        insert([PointAccount(member_id=member_id, balance=0, debt=0)], ignore_conflicts=True)
    held = Held(locked(accounts.all()[0]), [], at)
    rows = PointLot.objects.filter(account=held.account, left__gt=0)
    held.lots = [Lot(*row) for row in rows.values_list("pk", "left", "settles_at", "expires_at")]
    lapse(held)
    return held


def hold_all(member_ids: Iterable[int], *, at: datetime) -> dict[int, Held]:
    """Several accounts, by a handful of questions, locked in one order whoever asks, so that two never wait for each
    other."""
    ids = sorted(set(member_ids))
    if not ids:
        return {}
    accounts = PointAccount.objects.filter(member__in=ids)
    missing = sorted(set(ids) - set(accounts.values_list("member", flat=True)))
    insert([PointAccount(member_id=member_id, balance=0, debt=0) for member_id in missing], ignore_conflicts=True)
    rows = accounts.select_for_update(no_key=True).order_by("member")
    held = {account.pk: Held(account, [], at) for account in rows}
    lots = PointLot.objects.filter(account__in=held, left__gt=0)
    for account_id, pk, left, settles_at, expires_at in lots.values_list(
        "account", "pk", "left", "settles_at", "expires_at"
    ):
        held[account_id].lots.append(Lot(pk, left, settles_at, expires_at))
    for each in held.values():
        lapse(each)
    return {each.account.member_id: each for each in held.values()}


def done_before(held: Held, key: str) -> PointAct | None:
    """The act that was written under this key: who asks again gets it again."""
    return PointAct.objects.filter(account=held.account, key=key).first()


def lapse(held: Held) -> int:
    """Write off what has lapsed, a lot at a time; tell how many points."""
    gone = [lot for lot in held.lots if lot.has_lapsed(held.at)]
    for lot in gone:
        write(held, Movement(ActKind.LAPSED, f"lapsed:{lot.pk}", takes=[Taking(lot.pk, lot.left)]))
    return sum(lot.left for lot in gone)


def write(held: Held, movement: Movement) -> PointAct:
    """Write an act with its lots and entries; a debt is paid at once with whatever there is, new points first."""
    account, brought = held.account, sum(lot.points for lot in movement.brings)
    rest = account.balance - sum(taking.points for taking in movement.takes)
    pays = min(account.debt + movement.adds_debt, brought + rest)
    act = _act(held, movement, balance_change=brought + rest - pays - account.balance, pays=pays)
    made = _lots(act, movement.brings)
    _draw(held, movement.takes)
    takes = [*movement.takes, *take([*soonest_first(made), *held.all_of_it()], pays)[0]]
    held.lots = [*held.lots, *made]
    _draw(held, takes[len(movement.takes) :])
    insert([PointEntry(act=act, lot_id=taking.lot, points=taking.points) for taking in takes])
    return act


def _act(held: Held, movement: Movement, *, balance_change: int, pays: int) -> PointAct:
    account, debt_change = held.account, movement.adds_debt - pays
    account.balance += balance_change
    account.debt += debt_change
    act = PointAct(
        account=account,
        key=movement.key,
        kind=movement.kind,
        balance_change=balance_change,
        debt_change=debt_change,
        balance_after=account.balance,
        debt_after=account.debt,
        at=held.at,
        **movement.notes,
    )
    return insert([act])[0]


def _lots(act: PointAct, brings: Sequence[Brought]) -> list[Lot]:
    rows = insert(
        [PointLot(account_id=act.account_id, act=act, left=lot.points, **vars(lot)) for lot in brings if lot.points]
    )
    return [Lot(row.pk, row.left, row.settles_at, row.expires_at) for row in rows]


def _draw(held: Held, takings: Sequence[Taking]) -> None:
    """What is left of the lots in hand."""
    taken = {taking.lot: taking.points for taking in takings}
    left = [Lot(lot.pk, lot.left - taken.get(lot.pk, 0), lot.settles_at, lot.expires_at) for lot in held.lots]
    held.lots = [lot for lot in left if lot.left]
