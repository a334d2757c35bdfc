import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from members.domain.imports.merging import merge_members, take_apart
from members.domain.points.adjusting import NewAdjustment, adjust
from members.domain.points.earning import earn_for_bills
from members.domain.points.expiring import lapse_due
from members.domain.points.spending import spend_points
from members.domain.points.verifying import verify
from members.models import ActKind, Member, PointAct, PointLot
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM
from tests import factories
from tests.complaints.refused import refused
from tests.members.factories import NOW, enrolled
from tests.members.points.makers import DAY, House

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    made = House()
    made.scheme()
    return made


def test_a_bill_earns_by_its_full_hundreds_and_settles_after_a_week(house: House) -> None:
    bill = house.paid(1_234)
    lot = PointLot.objects.get()
    assert (lot.points, lot.settles_at - lot.earned_at) == (120, timedelta(days=7))
    assert house.holds() == (120, 0)
    with refused("members.too_few_points"):
        house.spent(1, at=NOW + 7 * DAY - timedelta(seconds=1))
    assert house.spent(120, at=NOW + 7 * DAY).balance_after == 0
    earn_for_bills([bill], by=SYSTEM, at=NOW + 8 * DAY)
    assert PointAct.objects.filter(kind=ActKind.BILL).count() == 1


def test_without_rules_or_member_nothing_is_earned() -> None:
    bare = House()
    bare.paid(500)
    assert not PointAct.objects.exists()


def test_the_term_of_the_contract_acts_before_the_scheme() -> None:
    agreed = factories.effective_contract(
        at=NOW - 30 * DAY, form_id="loyalty", points_per_hundred_yuan="3", points_per_referral="80"
    )
    house = House()
    house.venue, house.till = agreed.venue, factories.person(agreed.client, Role.FLOOR)
    house.member = enrolled(agreed.venue)
    guest = enrolled(agreed.venue, referrer_id=house.member.pk)
    house.paid(450, member=guest)
    acts = PointAct.objects.order_by("pk")
    assert [(act.kind, act.balance_change, act.rate) for act in acts] == [("bill", 12, 3), ("referral", 80, 80)]
    assert {act.term.name for act in acts if act.term} == {"points_per_hundred_yuan", "points_per_referral"}


def test_a_referral_is_paid_with_the_first_real_spending_once_and_taken_back_with_it(house: House) -> None:
    guest = enrolled(house.venue, referrer_id=house.member.pk)
    first = house.paid(80, member=guest)
    house.paid(900, member=guest)
    assert house.holds() == (500, 0)
    house.refunded(first, 30)
    assert house.holds() == (500, 0)
    house.refunded(first, 50)
    assert house.holds() == (0, 0)
    third = enrolled(house.venue, referrer_id=guest.pk)
    house.paid(100, member=third)
    assert house.holds(guest) == (590, 0)
    assert house.holds() == (0, 0)  # nothing climbs to who referred the referrer


def test_a_referrer_found_later_a_merged_self_or_an_erased_one_earns_nothing(house: House) -> None:
    guest = enrolled(house.venue)
    house.paid(300, member=guest)
    Member.objects.filter(pk=guest.pk).update(referrer=house.member)
    house.paid(300, member=guest)
    assert not PointAct.objects.filter(kind=ActKind.REFERRAL).exists()
    twin = enrolled(house.venue, referrer_id=house.member.pk)
    Member.objects.filter(pk=house.member.pk).update(state="merged", merged_into=twin)
    house.paid(300, member=twin)
    assert not PointAct.objects.filter(kind=ActKind.REFERRAL).exists()


def test_a_refund_after_spending_becomes_a_debt_that_later_points_pay_first(house: House) -> None:
    bill = house.paid(1_000)
    at = NOW + 8 * DAY
    house.spent(70, at=at)
    house.refunded(bill, 1_000, at=at)
    assert house.holds() == (0, 70)
    house.paid(500, at=at)
    assert house.holds() == (0, 20)
    house.paid(500, at=at)
    assert house.holds() == (30, 0)
    last = PointAct.objects.order_by("-pk")[0]
    assert (last.balance_change, last.debt_change, last.worth) == (30, -20, 50)


def test_refunds_in_parts_take_back_what_one_refund_would(house: House) -> None:
    bill = house.paid(990)
    for part in (95, 95, 300, 500):
        house.refunded(bill, part)
    assert house.holds() == (0, 0)
    taken = PointAct.objects.filter(kind=ActKind.TAKEN_BACK).values_list("balance_change", flat=True)
    assert list(taken.order_by("pk")) == [-10, -30, -50]


def test_what_lapses_is_written_off_and_never_what_was_spent(house: House) -> None:
    house.paid(1_000)
    house.spent(60, at=NOW + 20 * DAY)
    house.paid(200, at=NOW + 60 * DAY)
    assert lapse_due(at=NOW + 370 * DAY) == 1
    assert lapse_due(at=NOW + 370 * DAY) == 0
    assert PointAct.objects.get(kind=ActKind.LAPSED).balance_change == -40
    assert house.holds() == (20, 0)


def test_a_key_gives_the_first_answer_again_even_at_zero(house: House) -> None:
    house.paid(1_000)
    at = NOW + 8 * DAY
    first = house.spent(100, key="till-7", at=at)
    again = house.spent(100, key="till-7", at=at + DAY)
    assert (again.pk, again.balance_after) == (first.pk, 0)
    with refused("members.key_taken"):
        house.spent(99, key="till-7", at=at)
    with refused("members.too_few_points"):
        house.spent(1, at=at)
    with refused("members.points_wrong"):
        house.spent(0, at=at)


def test_nobody_spends_another_house_s_points(house: House) -> None:
    house.paid(1_000)
    stranger = House()
    with refused("parties.not_yours"):
        spend_points(house.member.pk, 10, key="x", what_for="果盘", by=stranger.floor, at=NOW + 8 * DAY)


def test_merged_records_take_their_points_along_with_their_times_and_back(house: House) -> None:
    other, now = enrolled(house.venue), timezone.now()
    house.scheme(at=now - 60 * DAY)
    house.paid(1_000, at=now)
    bill = house.paid(500, member=other, at=now)
    merge = merge_members(house.member.pk, other.pk, by=house.manager, at=now)
    assert (house.holds(), house.holds(other)) == ((150, 0), (0, 0))
    moved = PointLot.objects.get(origin__account__member=other)
    assert (moved.points, moved.settles_at) == (50, bill.happened_at + 7 * DAY)
    take_apart(merge.pk, by=house.manager, at=now)
    assert (house.holds(), house.holds(other)) == ((100, 0), (50, 0))
    again = merge_members(house.member.pk, other.pk, by=house.manager, at=now)
    assert (house.holds(), len(again.moved["points"])) == ((150, 0), 1)
    bill.refresh_from_db()
    house.refunded(bill, 300, at=now)
    assert house.holds() == (120, 0)
    with refused("members.merge_refunded"):
        take_apart(again.pk, by=house.manager, at=now)


def test_a_debt_that_moves_is_paid_by_what_is_there(house: House) -> None:
    other, now = enrolled(house.venue), timezone.now()
    house.scheme(at=now - 60 * DAY)
    house.paid(1_000, at=now)
    bill = house.paid(500, member=other, at=now - 8 * DAY)
    house.spent(50, member=other, at=now)
    house.refunded(bill, 500, at=now)
    merge_members(house.member.pk, other.pk, by=house.manager, at=now)
    assert (house.holds(), house.holds(other)) == ((50, 0), (0, 0))
    connection.check_constraints()
    assert [finding for finding in verify() if finding.problems] == []


def test_a_debt_goes_home_whole_and_what_paid_it_is_given_back(house: House) -> None:
    """Else merging and parting again would wipe a debt out."""
    debtor, now = enrolled(house.venue), timezone.now()
    house.scheme(at=now - 60 * DAY)
    house.paid(300, at=now)
    bill = house.paid(800, member=debtor, at=now - 8 * DAY)
    house.spent(80, member=debtor, at=now)
    house.refunded(bill, 800, at=now)
    merge = merge_members(house.member.pk, debtor.pk, by=house.manager, at=now)
    assert (house.holds(), house.holds(debtor)) == ((0, 50), (0, 0))
    house.paid(200, at=now)
    take_apart(merge.pk, by=house.manager, at=now)
    assert (house.holds(), house.holds(debtor)) == ((50, 0), (0, 80))
    given = PointLot.objects.filter(account__member=house.member, left__gt=0).order_by("origin")
    assert [(lot.left, lot.settles_at, lot.origin.points) for lot in given if lot.origin] == [
        (30, now + 7 * DAY, 30),
        (20, now + 7 * DAY, 20),
    ]
    other_way = merge_members(debtor.pk, house.member.pk, by=house.manager, at=now)
    assert (house.holds(), house.holds(debtor)) == ((0, 0), (0, 30))
    house.paid(400, member=debtor, at=now)
    take_apart(other_way.pk, by=house.manager, at=now)
    assert (house.holds(), house.holds(debtor)) == ((50, 0), (0, 40))
    connection.check_constraints()
    assert [finding for finding in verify() if finding.problems] == []


@pytest.mark.parametrize("how", ["spent", "adjusted"])
def test_points_that_were_used_or_adjusted_since_hold_a_merge_together(house: House, how: str) -> None:
    other, now = enrolled(house.venue), timezone.now()
    house.scheme(at=now - 60 * DAY)
    house.paid(500, member=other, at=now - 8 * DAY)
    merge = merge_members(house.member.pk, other.pk, by=house.manager, at=now)
    if how == "spent":
        house.spent(1, at=now)
    else:
        adjust(house.member.pk, NewAdjustment(uuid.uuid4(), 5, "多给"), by=house.manager, at=now)
    with refused("members.merge_points_used"):
        take_apart(merge.pk, by=house.manager, at=now)
    other.refresh_from_db()
    assert (other.merged_into, house.holds(other)) == (house.member, (0, 0))


def test_a_reward_that_was_taken_back_from_who_was_kept_holds_a_merge_together(house: House) -> None:
    referrer, now = enrolled(house.venue), timezone.now()
    house.scheme(at=now - 60 * DAY)
    friend = enrolled(house.venue, referrer_id=referrer.pk)
    bill = house.paid(100, member=friend, at=now - 8 * DAY)
    house.spent(500, member=referrer, at=now)
    merge = merge_members(house.member.pk, referrer.pk, by=house.manager, at=now)
    house.refunded(bill, 100, at=now)
    assert (house.holds(), house.holds(referrer)) == ((0, 500), (0, 0))
    with refused("members.merge_points_used"):
        take_apart(merge.pk, by=house.manager, at=now)


def test_a_bill_written_down_with_an_earlier_day_settles_from_now_on() -> None:
    house = House()
    house.scheme(at=NOW - 30 * DAY)
    earn_for_bills([house.bill(1_000, at=NOW - 20 * DAY, entered_at=NOW)], by=SYSTEM, at=NOW)
    lot = PointLot.objects.get()
    assert (lot.earned_at, lot.settles_at) == (NOW - 20 * DAY, NOW + 7 * DAY)
    with refused("members.too_few_points"):
        house.spent(1)
    assert house.spent(1, at=NOW + 7 * DAY).worth == -1
