"""The house's own limits: in hours of the clock or of opening, set by its own people, never changed behind a clock."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from complaints.domain.clocks.house import HouseLimit, limits_of, set_limits
from complaints.models import Clock, Counting, HouseRule
from foundation.refusals import Refused
from parties.domain.opening import hours_of, set_hours
from parties.domain.opening_hours import OpeningHours, read
from parties.domain.roles import Role
from tests.complaints.factories import HOUR, NOW, House, house, house_without_contract, logged

pytestmark = pytest.mark.django_db
NIGHTLY = OpeningHours(week=(read("18:00-05:00"),) * 7)
OPENING = Counting.VENUE.value


@pytest.fixture
def alone() -> House:
    return house_without_contract()


def open_nightly(of: House, hours: OpeningHours = NIGHTLY) -> None:
    set_hours(of.venue.pk, hours, by=of.scope(Role.VENUE_MANAGER), at=NOW - HOUR)


def _set(of: House, role: Role = Role.VENUE_MANAGER, **limits: HouseLimit) -> list[HouseRule]:
    return set_limits(of.venue.pk, limits, by=of.scope(role), at=NOW)


def test_a_limit_of_the_house_counts_opening_hours_and_keeps_them(alone: House) -> None:
    """NOW is 02:00 in Shanghai: three hours until closing, then from 18:00."""
    open_nightly(alone)
    _set(alone, verify=HouseLimit(4, OPENING))
    clock = logged(alone).clocks.get()
    assert clock.deadline.due_at == NOW + 17 * HOUR
    open_nightly(alone, OpeningHours(week=(read("20:00-05:00"),) * 7))
    kept = Clock.objects.select_related("opening").get(pk=clock.pk)
    assert kept.opening is not None
    assert kept.opening.hours.due_at(NOW, timedelta(hours=4)) == kept.deadline.first_due_at
    assert logged(alone).clocks.get().deadline.due_at == NOW + 19 * HOUR


def test_a_changed_limit_is_for_new_clocks_alone(alone: House) -> None:
    before = logged(alone).clocks.get()
    assert [row.number for row in _set(alone, verify=HouseLimit(6), plan=HouseLimit(48))] == [2]
    assert logged(alone).clocks.get().deadline.due_at == NOW + 6 * HOUR
    kept = Clock.objects.select_related("house_rule", "deadline").get(pk=before.pk)
    assert kept.house_rule is not None
    assert (kept.house_rule.hours, kept.deadline.due_at) == (24, NOW + 24 * HOUR)
    assert _set(alone, verify=HouseLimit(6)) == []


def test_a_house_can_do_without_a_limit_and_add_one(alone: House) -> None:
    _set(alone, verify=HouseLimit(0), reply=HouseLimit(2))
    assert [(clock.name, clock.deadline.due_at) for clock in logged(alone).clocks.all()] == [("reply", NOW + 2 * HOUR)]
    assert limits_of(alone.venue.pk)["verify"] == HouseLimit(0)


def test_terms_of_a_contract_count_hours_of_the_clock_whatever_the_house_does() -> None:
    ktv = house()
    open_nightly(ktv)
    _set(ktv, verify=HouseLimit(4, OPENING))
    clock = logged(ktv).clocks.get()
    assert (clock.opening, clock.deadline.due_at) == (None, NOW + 24 * HOUR)


@pytest.mark.parametrize(
    ("limit", "code"),
    [
        (HouseLimit(-1), "complaints.hours_wrong"),
        (HouseLimit(721), "complaints.hours_wrong"),
        (HouseLimit(4, "moons"), "complaints.hours_wrong"),
        (HouseLimit(4, OPENING), "complaints.hours_not_set"),
    ],
)
def test_limits_that_make_no_sense_are_refused(alone: House, limit: HouseLimit, code: str) -> None:
    with pytest.raises(Refused) as refused:
        _set(alone, verify=limit)
    assert refused.value.code == code


def test_a_provider_sets_no_rules_of_its_clients_house() -> None:
    ktv = house()
    for role in (Role.ACCOUNT_MANAGER, Role.MARKETING, Role.CONTRACT_OWNER):
        with pytest.raises(Refused) as refused:
            _set(ktv, role, verify=HouseLimit(6))
        assert refused.value.code == "parties.not_your_venue"
        with pytest.raises(Refused) as refused:
            set_hours(ktv.venue.pk, NIGHTLY, by=ktv.scope(role), at=NOW)
        assert refused.value.code == "parties.not_your_venue"


def test_hours_are_kept_each_time_they_change_and_a_venue_opens_sometimes(alone: House) -> None:
    open_nightly(alone)
    open_nightly(alone)
    assert alone.venue.hours.count() == 1
    with pytest.raises(Refused) as refused:
        open_nightly(alone, OpeningHours(week=((),) * 7))
    assert refused.value.code == "parties.never_open"
    now = hours_of(alone.venue.pk)
    assert now is not None
    assert now.hours == NIGHTLY


@pytest.mark.database
def test_the_database_refuses_limits_that_make_no_sense(alone: House) -> None:
    _set(alone, verify=HouseLimit(6))
    for changes, constraint in (
        ({"number": 1}, "house_rule_once"),
        ({"hours": 721}, "house_rule_hours"),
        ({"counts": "moons"}, "house_rule_counts"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            HouseRule.objects.create(**({"venue": alone.venue, "clock": "verify", "number": 9, "hours": 1} | changes))


@pytest.mark.database
def test_a_clock_of_a_contract_has_no_opening_hours() -> None:
    ktv = house()
    open_nightly(ktv)
    logged(ktv)
    with pytest.raises(IntegrityError, match="clock_opening_hours_of_the_house"), transaction.atomic():
        Clock.objects.update(opening=hours_of(ktv.venue.pk))
