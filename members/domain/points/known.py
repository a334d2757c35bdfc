"""What has to be known before bills earn or take back points, asked for all of them together."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, Min, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from foundation.refusals import Refused
from members.domain.bills.whose import roots_of
from members.domain.points.ledger import Held
from members.domain.points.schemes import Rates, rates_at_moments
from members.domain.registry.referring import Lines
from members.models import ActKind, Bill, Member, PointAct, PointLot

EARNED = (ActKind.BILL, ActKind.REFERRAL)


class KnownOfBills:
    """Of new bills: their rates, and who is rewarded for them. Of refunds: what their bill earned, and has left."""

    def __init__(self, bills: Sequence[Bill]) -> None:
        self._bills = [bill for bill in bills if not bill.is_refund and bill.member_id is not None]
        self._refunds = [bill for bill in bills if bill.is_refund]
        self._rates = _rates_of(self._bills)
        self.referrers = self._referrers()
        """Bill (by id) → who is to be rewarded for it."""
        self._earned = _earned_by([bill.refund_of_id for bill in self._refunds])
        self._roots = roots_of(act.account.member_id for acts in self._earned.values() for act in acts)
        self._done = set[tuple[int, str]]()
        self._rewarded = set[int | None]()
        self._left: dict[int | None, int] = {}
        self._lots: dict[int, frozenset[int]] = {}
        self._taken: dict[int, int] = {}

    @property
    def whose_accounts(self) -> Collection[int]:
        """All members whose points may move."""
        own = {bill.member_id for bill in self._bills if bill.member_id is not None}
        return own | set(self.referrers.values()) | set(self._roots.values())

    def look_again(self, held: Mapping[int, Held]) -> None:
        """What may have happened before the accounts were held: what was followed, rewarded, given and taken back."""
        ids = [bill.pk for bill in (*self._bills, *self._refunds)]
        before = PointAct.objects.filter(bill__in=ids, account__in=[each.account.pk for each in held.values()])
        self._done = set(before.values_list("account", "key"))
        self._rewarded = _rewarded([bill.member_id for bill in self._bills if bill.pk in self.referrers])
        acts = [act.pk for acts in self._earned.values() for act in acts]
        self._left = _left_of([bill.refund_of_id for bill in self._refunds])
        self._lots, self._taken = _lots_of(acts), _taken_from(acts)

    def is_done(self, held: Held, key: str) -> bool:
        """Whether this was written already: who asks again gets nothing again."""
        return (held.account.pk, key) in self._done

    def rates(self, bill: Bill) -> Rates:
        """By what it earns."""
        return self._rates[bill.venue_id, bill.happened_at]

    def is_rewarded(self, member_id: int | None) -> bool:
        """Whether somebody has a reward for this member that was not taken back."""
        return member_id in self._rewarded

    def earned_by(self, refund: Bill) -> list[tuple[PointAct, int]]:
        """What the bill of this refund earned, with who has it by now."""
        return [(act, self._roots[act.account.member_id]) for act in self._earned.get(refund.refund_of_id, [])]

    def left_fen(self, refund: Bill) -> int:
        """What of its bill stays paid."""
        return self._left[refund.refund_of_id]

    def lots_of(self, act: PointAct) -> frozenset[int]:
        """The lots that the act brought, and where they went when members were merged."""
        return self._lots.get(act.pk, frozenset())

    def taken_from(self, act: PointAct) -> int:
        """How many of its points were taken back before."""
        return self._taken.get(act.pk, 0)

    def _referrers(self) -> dict[int, int]:
        """The direct referrer of each member, where this is the first bill by which they really spent something."""
        asked = [bill for bill in self._bills if (rate := self.rates(bill).per_referral) and rate.points]
        members = {bill.member_id for bill in asked if bill.member_id is not None}
        referred = Member.objects.filter(pk__in=members, referrer__isnull=False).values_list("pk", "referrer_id")
        of_member: dict[int, Any] = dict(referred)
        if not of_member:
            return {}
        spent = _first_spending(of_member)
        first = [
            bill for bill in asked if bill.member_id in of_member and bill.pk <= spent.get(bill.member_id, bill.pk)
        ]
        roots = roots_of(of_member[bill.member_id] for bill in first if bill.member_id is not None)
        lines, found = Lines(roots.values()), dict[int, int]()
        for bill in first:
            assert bill.member_id is not None  # noqa: S101 - they are members' bills alone
            referrer = roots[of_member[bill.member_id]]
            try:
                lines.check(bill.party_id, bill.member_id, referrer)
            except Refused:  # merged into the member, erased, or in a circle by a merge
                continue
            found[bill.pk] = referrer
        return found


def _rates_of(bills: Sequence[Bill]) -> dict[tuple[int, datetime], Rates]:
    found: dict[tuple[int, datetime], Rates] = {}
    for party_id, venue_id in {(bill.party_id, bill.venue_id) for bill in bills}:
        moments = {bill.happened_at for bill in bills if bill.venue_id == venue_id}
        rates = rates_at_moments(party_id, venue_id, moments)
        found.update(((venue_id, at), each) for at, each in rates.items())
    return found


def _first_spending(member_ids: Collection[int]) -> dict[int | None, int]:
    """The first bill of each member of which something stays paid."""
    back = Bill.objects.filter(refund_of=OuterRef("pk")).order_by().values("refund_of").annotate(fen=Sum("amount_fen"))
    paid = Bill.objects.filter(member__in=member_ids, refund_of=None)
    left = paid.alias(back=Coalesce(Subquery(back.values("fen")), 0)).filter(amount_fen__gt=F("back"))
    return dict(left.order_by().values_list("member").annotate(first=Min("pk")))


def _rewarded(member_ids: Collection[int | None]) -> set[int | None]:
    if not member_ids:
        return set()
    rewards = PointAct.objects.filter(kind=ActKind.REFERRAL, referred__in=member_ids, reversals=None)
    return set(rewards.values_list("referred", flat=True))


def _earned_by(bill_ids: Collection[int | None]) -> dict[int | None, list[PointAct]]:
    found: dict[int | None, list[PointAct]] = {}
    if bill_ids:
        earned = PointAct.objects.filter(bill__in=bill_ids, kind__in=EARNED).order_by("pk")
        for act in earned.select_related("account"):
            found.setdefault(act.bill_id, []).append(act)
    return found


def _taken_from(act_ids: Collection[int]) -> dict[int, int]:
    if not act_ids:
        return {}
    worth = Sum(F("debt_change") - F("balance_change"))
    rows = PointAct.objects.filter(reverses__in=act_ids).order_by().values_list("reverses").annotate(points=worth)
    return dict(rows)


def _left_of(bill_ids: Iterable[int | None]) -> dict[int | None, int]:
    wanted = {bill_id for bill_id in bill_ids if bill_id is not None}
    if not wanted:
        return {}
    rows = Bill.objects.filter(pk__in=wanted).annotate(back=Sum("refunds__amount_fen")).order_by()
    return {pk: fen - (back or 0) for pk, fen, back in rows.values_list("pk", "amount_fen", "back")}


def _lots_of(act_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """By act: its lots, and those of another record that came out of them."""
    found: dict[int, set[int]] = {}
    if act_ids:
        lots = PointLot.objects.filter(act__in=act_ids).values_list("act", "pk")
        of_lot = {lot_id: act_id for act_id, lot_id in lots}
        moved = PointLot.objects.filter(origin__in=of_lot).values_list("origin", "pk")
        for lot_id, act_id in of_lot.items():
            found.setdefault(act_id, set()).add(lot_id)
        for origin_id, lot_id in moved:
            if origin_id is not None:
                found[of_lot[origin_id]].add(lot_id)
    return {act_id: frozenset(lots) for act_id, lots in found.items()}
