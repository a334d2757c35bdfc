import uuid

import pytest

from members.domain.points.adjusting import NewAdjustment, adjust, decide
from members.domain.points.spending import spend_points
from members.models import PointAct, PointAdjustment
from parties.domain.roles import Role
from tests import factories
from tests.complaints.refused import refused
from tests.members.factories import NOW, at_work, enrolled
from tests.members.points.makers import DAY, House

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    made = House()
    made.scheme()
    return made


def asked(points: int) -> NewAdjustment:
    return NewAdjustment(uuid.uuid4(), points, "补记上周的账单")


def test_small_ones_are_done_at_once_and_small_parts_are_judged_together(house: House) -> None:
    first = adjust(house.member.pk, asked(60), by=house.manager, at=NOW)
    assert (first.state, house.holds()) == ("done", (60, 0))
    second = adjust(house.member.pk, asked(-41), by=house.manager, at=NOW)
    assert (second.state, second.act, house.holds()) == ("waiting", None, (60, 0))
    later = adjust(house.member.pk, asked(-41), by=house.manager, at=NOW + 31 * DAY)
    assert (later.state, house.holds()) == ("done", (19, 0))


def test_no_telephone_number_stands_in_what_points_were_for(house: House) -> None:
    with refused("members.number_in_text"):
        adjust(house.member.pk, NewAdjustment(uuid.uuid4(), 10, "给 138 0000 1234"), by=house.manager, at=NOW)
    with refused("members.number_in_text"):
        spend_points(house.member.pk, 1, key="k", what_for="张三13800001234", by=house.floor, at=NOW)


def test_above_the_limit_somebody_else_of_the_house_decides_once(house: House) -> None:
    row = adjust(house.member.pk, asked(5_000), by=house.manager, at=NOW)
    with refused("members.own_adjustment"):
        decide(row.pk, "approve", by=house.manager, at=NOW)
    with refused("parties.not_yours"):
        decide(row.pk, "approve", by=house.floor, at=NOW)
    second = at_work(house.venue, Role.MARKETING)
    done = decide(row.pk, "approve", by=second, at=NOW)
    assert (done.state, done.decided_by_id, house.holds()) == ("done", second.user_id, (5_000, 0))
    with refused("foundation.not_allowed_now"):
        decide(row.pk, "refuse", by=second, at=NOW)
    no = adjust(house.member.pk, asked(-3_000), by=second, at=NOW)
    assert decide(no.pk, "refuse", by=house.manager, at=NOW).act is None
    assert house.holds() == (5_000, 0)


def test_the_provider_asks_and_the_house_decides() -> None:
    agreed = factories.effective_contract(at=NOW - 30 * DAY, form_id="loyalty")
    house = House()
    house.venue = agreed.venue
    house.member = enrolled(agreed.venue)
    theirs = factories.scope(factories.person(agreed.provider, Role.MARKETING))
    row = adjust(house.member.pk, asked(10), by=theirs, at=NOW)
    assert row.needs_second
    with refused("parties.not_yours"):
        decide(row.pk, "approve", by=factories.scope(factories.person(agreed.provider, Role.MARKETING)), at=NOW)
    assert decide(row.pk, "approve", by=at_work(house.venue), at=NOW).state == "done"


def test_the_same_key_counts_once_and_needs_a_reason(house: House) -> None:
    said = asked(50)
    first = adjust(house.member.pk, said, by=house.manager, at=NOW)
    assert adjust(house.member.pk, said, by=house.manager, at=NOW) == first
    assert (PointAdjustment.objects.count(), PointAct.objects.count()) == (1, 1)
    with refused("members.key_taken"):
        adjust(house.member.pk, NewAdjustment(said.key, 51, "x"), by=house.manager, at=NOW)
    with refused("members.reason_missing"):
        adjust(house.member.pk, NewAdjustment(uuid.uuid4(), 5, " "), by=house.manager, at=NOW)
    with refused("members.too_few_points"):
        adjust(house.member.pk, asked(-51), by=house.manager, at=NOW + 31 * DAY)
