"""A house with members who have bills, and rules of points and tiers."""

import itertools
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from members.domain.points.earning import earn_for_bills
from members.domain.points.schemes import NewScheme, make_scheme
from members.domain.points.spending import spend_points
from members.domain.points.tier_rules import NewTier, make_table
from members.domain.points.tiering import rise_after_bills
from members.models import Bill, BillWay, Member, PointAccount, PointAct, PointScheme, TierTable
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, Scope
from parties.models import User, Venue
from tests import factories
from tests.members.factories import NOW, at_work, enrolled

DAY = timedelta(days=1)
SCHEME = NewScheme(per_hundred_yuan=10, per_referral=500, settle_days=7, valid_months=12, free_adjustment=100)
TIERS = (
    NewTier("银卡", spend_fen=100_000),
    NewTier("金卡", spend_fen=500_000, visits=5),
    NewTier("钻石", spend_fen=2_000_000, is_exclusive=True),
)
_numbers = itertools.count(1)


class House:
    """A venue without a contract, its people, and one member."""

    def __init__(self) -> None:
        self.venue: Venue = factories.venue(factories.party())
        self.till: User = factories.person(self.venue.party, Role.FLOOR)
        self.manager: Scope = at_work(self.venue)
        self.floor: Scope = factories.scope(self.till)
        self.member: Member = enrolled(self.venue)

    def scheme(self, *, at: datetime = NOW, **changes: Any) -> PointScheme:
        return make_scheme(
            self.venue.party_id,
            NewScheme(**{**vars(SCHEME), **changes}),
            starts_date=timezone.localdate(at),
            by=self.manager,
            at=at,
        )

    def tiers(self, *tiers: NewTier, at: datetime = NOW, window_months: int = 12) -> TierTable:
        return make_table(
            self.venue.party_id,
            tiers or TIERS,
            window_months=window_months,
            starts_date=timezone.localdate(at),
            by=self.manager,
            at=at,
        )

    def bill(
        self,
        yuan: int,
        *,
        member: Member | None = None,
        at: datetime = NOW,
        entered_at: datetime | None = None,
        refund_of: Bill | None = None,
    ) -> Bill:
        """A bill as it stands in the table, without what follows from it."""
        return Bill.objects.create(
            party=self.venue.party,
            venue=self.venue,
            member=refund_of.member if refund_of else member or self.member,
            number=f"B{next(_numbers)}",
            amount_fen=yuan * 100,
            refund_of=refund_of,
            happened_at=at,
            business_date=timezone.localdate(at),
            way=BillWay.HAND,
            entered_by=self.till,
            entered_at=entered_at or at,
        )

    def paid(self, yuan: int, *, member: Member | None = None, at: datetime = NOW) -> Bill:
        """A bill with the points and tiers that follow from it."""
        bill = self.bill(yuan, member=member, at=at)
        earn_for_bills([bill], by=SYSTEM, at=at)
        rise_after_bills([bill], by=SYSTEM, at=at)
        return bill

    def refunded(self, bill: Bill, yuan: int, *, at: datetime = NOW) -> Bill:
        refund = self.bill(yuan, at=at, refund_of=bill)
        earn_for_bills([refund], by=SYSTEM, at=at)
        return refund

    def spent(self, points: int, *, key: str = "", at: datetime = NOW, member: Member | None = None) -> PointAct:
        member_id = (member or self.member).pk
        return spend_points(member_id, points, key=key or str(uuid.uuid4()), what_for="果盘", by=self.floor, at=at)

    def holds(self, member: Member | None = None) -> tuple[int, int]:
        """Balance and debt."""
        return PointAccount.objects.values_list("balance", "debt").get(member=member or self.member)
