"""The limits of a house, and leave, over REST."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from complaints.domain.clocks.house import HouseLimit, limits_of
from complaints.models import HouseRule
from parties.domain.roles import Role
from parties.models import Absence
from tests.complaints.factories import House, house_without_contract

pytestmark = pytest.mark.django_db
LEAVE = "/api/v1/leave/"


def caller(of: House, role: Role) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(of.people[role])
    return client


def put(client: Client, address: str, said: Any) -> Any:
    return client.put(address, json.dumps(said), content_type="application/json")


def post(client: Client, address: str, said: Any) -> Any:
    return client.post(address, json.dumps(said), content_type="application/json")


def test_limits_are_read_and_set_by_the_house_alone() -> None:
    ktv = house_without_contract()
    address = f"/api/v1/venues/{ktv.venue.pk}/limits/"
    manager = caller(ktv, Role.VENUE_MANAGER)
    was = {each["clock"]: each["hours"] for each in manager.get(address).json()}
    said = [{"clock": "verify", "hours": was["verify"] + 1}]
    answers = [put(manager, address, said) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    now = {each["clock"]: each["hours"] for each in answers[0].json()}
    assert now == was | {"verify": was["verify"] + 1}
    assert limits_of(ktv.venue.pk)["verify"] == HouseLimit(was["verify"] + 1)
    # Sent twice, set once.
    assert HouseRule.objects.filter(venue=ktv.venue, set_at__isnull=False).count() == 1
    no_hours = put(manager, address, [{"clock": "verify", "hours": 1, "counts": "venue"}])
    assert (no_hours.status_code, no_hours.json()["code"]) == (422, "complaints.hours_not_set")
    assert put(manager, address, [{"clock": "lunch", "hours": 1}]).status_code == 400
    stranger = caller(house_without_contract(), Role.VENUE_MANAGER)
    assert [stranger.get(address).status_code, put(stranger, address, said).status_code] == [404, 404]
    assert caller(ktv, Role.FLOOR).get(address).status_code == 403


def test_leave_is_entered_listed_and_called_off() -> None:
    ktv = house_without_contract()
    today = timezone.localdate()
    days = {"from_date": f"{today}", "until_date": f"{today + timedelta(days=2)}"}
    marketing, floor = ktv.people[Role.MARKETING], ktv.people[Role.FLOOR]
    person = caller(ktv, Role.MARKETING)
    entered = post(person, LEAVE, {**days, "substitute": ktv.people[Role.PROMOTIONS].pk})
    assert (entered.status_code, entered.json()["user"]) == (201, marketing.pk)
    twice = post(person, LEAVE, days)
    assert (twice.status_code, twice.json()["code"]) == (422, "parties.leave_overlaps")
    assert post(person, LEAVE, {**days, "user": floor.pk}).status_code == 403
    manager = caller(ktv, Role.VENUE_MANAGER)
    assert post(manager, LEAVE, {**days, "user": floor.pk}).status_code == 201
    assert [row["user"] for row in person.get(LEAVE).json()] == [marketing.pk]
    assert sorted(row["user"] for row in manager.get(LEAVE).json()) == sorted([marketing.pk, floor.pk])
    off = f"{LEAVE}{entered.json()['id']}/call-off/"
    stranger = caller(house_without_contract(), Role.VENUE_MANAGER)
    assert post(stranger, off, {}).status_code == 404
    assert post(person, off, {}).json()["called_off_at"] is not None
    assert [absence.user for absence in Absence.objects.standing()] == [floor]
