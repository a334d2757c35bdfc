"""Fifty tills at once."""

import threading
import uuid

import pytest
from django.db import IntegrityError
from psycopg2 import extensions

from foundation.refusals import Refused
from members.domain.points import ledger
from members.domain.points.benefits import add_benefit, use_benefit
from members.domain.points.earning import earn_for_bills
from members.domain.points.expiring import lapse_due
from members.domain.points.verifying import verify
from members.models import BenefitUse, PointAccount, PointAct, Tier
from parties.domain.scope import SYSTEM
from tests.members.factories import NOW, enrolled
from tests.members.points.makers import DAY, House
from tests.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
TILLS = 50
LATER = NOW + 8 * DAY


def _house(yuan: int = 1_000) -> House:
    house = House()
    house.scheme()
    house.tiers()
    house.paid(yuan)
    return house


def _problems() -> list[str]:
    return [problem for finding in verify() for problem in finding.problems]


def test_fifty_tills_spend_what_there_is_and_no_point_more() -> None:
    house = _house()
    answers = at_once(TILLS, lambda _: house.spent(7, at=LATER).balance_after)
    assert sum(isinstance(answer, Refused) and answer.code == "members.too_few_points" for answer in answers) == 36
    assert sorted(answer for answer in answers if isinstance(answer, int)) == list(range(2, 100, 7))
    assert (house.holds(), _problems()) == ((2, 0), [])


def test_fifty_times_the_same_key_is_spent_once() -> None:
    house = _house()
    answers = at_once(TILLS, lambda _: house.spent(100, key="same", at=LATER).pk)
    assert (len(set(answers)), house.holds()) == (1, (0, 0))


def test_control_without_the_lock_tills_trip_over_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    house = _house()
    all_have_looked = threading.Barrier(8)

    def look_only(account_id: int) -> PointAccount:
        account = PointAccount.objects.get(pk=account_id)
        all_have_looked.wait(20)
        return account

    monkeypatch.setattr(ledger, "locked", look_only)
    answers = at_once(8, lambda _: house.spent(100, at=LATER).pk)
    assert sum(isinstance(answer, IntegrityError) for answer in answers) == 7
    assert (house.holds(), _problems()) == ((0, 0), [])


def test_control_without_lock_and_triggers_points_are_spent_twice(
    monkeypatch: pytest.MonkeyPatch, owner_connection: extensions.connection
) -> None:
    house = _house()
    all_have_looked = threading.Barrier(2)

    def look_only(account_id: int) -> PointAccount:
        account = PointAccount.objects.get(pk=account_id)
        all_have_looked.wait(20)
        return account

    monkeypatch.setattr(ledger, "locked", look_only)
    guards = ("members_pointact", "members_pointentry")
    with owner_connection.cursor() as cursor:
        for table in guards:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        try:
            answers = at_once(2, lambda _: house.spent(100, at=LATER).pk)
        finally:
            for table in guards:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    assert len({answer for answer in answers if isinstance(answer, int)}) == 2
    assert len(_problems()) > 1


def test_lapsing_and_spending_at_once_never_take_a_point_twice() -> None:
    house = _house()
    at = NOW + 370 * DAY
    answers = at_once(12, lambda n: lapse_due(at=at) if n % 2 else house.spent(10, at=at - 10 * DAY).pk)
    spent = sum(isinstance(answer, int) and n % 2 == 0 for n, answer in enumerate(answers))
    lapsed = -sum(PointAct.objects.filter(kind="lapsed").values_list("balance_change", flat=True))
    assert (spent * 10 + lapsed, house.holds(), _problems()) == (100, (0, 0), [])


def test_twenty_counters_use_a_benefit_as_often_as_granted() -> None:
    house = _house()
    tier = Tier.objects.get(rank=1)
    benefit = add_benefit(tier.pk, "果盘", granted=3, period="month", by=house.manager, at=NOW)
    answers = at_once(
        20, lambda _: use_benefit(house.member.pk, benefit.pk, key=uuid.uuid4(), by=house.floor, at=NOW).number
    )
    assert sorted(answer for answer in answers if isinstance(answer, int)) == [1, 2, 3]
    assert BenefitUse.objects.count() == 3


def test_the_first_two_bills_of_a_new_customer_at_once_reward_once() -> None:
    house = _house(yuan=100)
    guest = enrolled(house.venue, referrer_id=house.member.pk)
    bills = [house.bill(200, member=guest) for _each in range(2)]
    at_once(2, lambda n: earn_for_bills([bills[n]], by=SYSTEM, at=NOW))
    assert PointAct.objects.filter(kind="referral").count() == 1
    assert (house.holds(), _problems()) == ((510, 0), [])
