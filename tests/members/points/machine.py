"""Random lives of a member's points: whatever happens in whatever order, the ledger and the oracle agree."""

import uuid
from datetime import timedelta
from typing import Any, ClassVar

from django.db import connection
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from members.domain.points.adjusting import NewAdjustment, adjust
from members.domain.points.arithmetic import lapses_at
from members.domain.points.earning import earn_for_bills
from members.domain.points.expiring import lapse_due
from members.domain.points.ledger import hold
from members.domain.points.verifying import verify
from members.models import Bill, PointLot
from parties.domain.scope import SYSTEM, writing
from tests.complaints.refused import refused
from tests.members.factories import NOW, enrolled
from tests.members.points.makers import House
from tests.members.points.oracle import Oracle

RATE, SETTLE_DAYS, VALID_MONTHS = 1, 7, 1
"""One point a hundred yuan, so that the oracle's heap stays small; a life of some months sees them settle and lapse."""


class PointLife(RuleBasedStateMachine):
    """One member of a house that has rules of points."""

    house: ClassVar[House]

    @initialize()
    def begin(self) -> None:
        self.now = NOW
        self.member = enrolled(self.house.venue)
        self.oracle = Oracle()
        self.bills: dict[int, Bill] = {}
        self.left: dict[int, int] = {}
        self.keys: dict[str, tuple[int, int]] = {}
        self.sources: dict[int, int] = {}
        self.made = 0

    @rule(days=st.integers(1, 20))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)
        self.oracle.at(self.now)

    @rule()
    def lapse(self) -> None:
        lapse_due(at=self.now)

    @rule(yuan=st.integers(50, 1200), late=st.integers(0, 9))
    def pay(self, yuan: int, late: int) -> None:
        happened_at = self.now - timedelta(days=late)
        bill = self.house.bill(yuan, member=self.member, at=happened_at)
        self.bills[bill.pk], self.left[bill.pk], self.sources[bill.pk] = bill, yuan, self._next()
        self._follow(bill)
        expires_at = lapses_at(happened_at, VALID_MONTHS)
        settles_at = happened_at + timedelta(days=SETTLE_DAYS)
        self.oracle.earn(self.sources[bill.pk], yuan // 100, settles_at=settles_at, expires_at=expires_at)

    @rule(pick=st.integers(0, 99), part=st.integers(1, 1200))
    def refund(self, pick: int, part: int) -> None:
        chosen = [pk for pk, left in self.left.items() if left]
        if not chosen:
            return
        pk = chosen[pick % len(chosen)]
        before, part = self.left[pk], min(part, self.left[pk])
        self._follow(self.house.bill(part, at=self.now, refund_of=self.bills[pk]))
        self.left[pk] -= part
        self.oracle.take(before // 100 - self.left[pk] // 100, now=self.now, source=self.sources[pk])

    @rule(points=st.integers(1, 15), key=st.sampled_from("abcdef"))
    def spend(self, points: int, key: str) -> None:
        if key in self.keys:
            self._replay(key)
        elif self.oracle.spend(points, now=self.now):
            act = self.house.spent(points, key=key, at=self.now, member=self.member)
            self.keys[key] = (act.pk, points)
        else:
            self._refused("members.too_few_points", lambda: self._spend(points, key))

    @rule(points=st.integers(-8, 8).filter(bool))
    def adjust(self, points: int) -> None:
        asked = NewAdjustment(uuid.uuid4(), points, "更正")

        def give() -> object:
            return adjust(self.member.pk, asked, by=self.house.manager, at=self.now)

        if points > 0:
            give()
            expires_at = lapses_at(self.now, VALID_MONTHS)
            self.oracle.earn(self._next(), points, settles_at=self.now, expires_at=expires_at)
        elif self.oracle.take(-points, now=self.now, owes=False):
            give()
        else:
            self._refused("members.too_few_points", give)

    @invariant()
    def agree(self) -> None:
        if not hasattr(self, "oracle"):
            return
        with writing(SYSTEM):
            held = hold(self.member.pk, at=self.now)
        connection.check_constraints()
        left = PointLot.objects.filter(account=held.account, left__gt=0).values_list("left", flat=True)
        settled = sum(point.settles_at <= self.now for point in self.oracle.points)
        assert (held.account.balance, held.account.debt) == (len(self.oracle.points), self.oracle.debt)
        assert list(left.order_by("pk")) == list(self.oracle.open_lots().values())
        assert sum(lot.left for lot in held.spendable()) == settled

    def teardown(self) -> None:
        assert [finding for finding in verify() if finding.problems] == []

    def _next(self) -> int:
        self.made += 1
        return self.made

    def _spend(self, points: int, key: str) -> Any:
        return self.house.spent(points, key=key, at=self.now, member=self.member)

    def _replay(self, key: str) -> None:
        """The first answer again, whatever is left; with another number of points the key is refused."""
        act_pk, points = self.keys[key]
        assert self._spend(points, key).pk == act_pk
        self._refused("members.key_taken", lambda: self._spend(points + 1, key))

    def _follow(self, bill: Bill) -> None:
        for _twice in range(2):
            earn_for_bills([bill], by=SYSTEM, at=self.now)

    def _refused(self, code: str, act: Any) -> None:
        with refused(code):
            act()
