"""The page on which a house sets its limits, its chain and its opening hours."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from complaints.domain.clocks.house import HouseLimit, limits_of
from complaints.models import EscalationRule, HouseRule
from parties.domain.opening import hours_of
from parties.domain.opening_hours import read
from parties.domain.roles import Role
from parties.models import VenueHours
from tests import factories
from tests.complaints.factories import House, house, house_without_contract, logged

pytestmark = pytest.mark.django_db
WEEK = {f"day_{number}": "18:00-05:00" for number in range(7)}


@pytest.fixture
def alone() -> House:
    return house_without_contract()


def _client(of: House, role: Role = Role.VENUE_MANAGER) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(of.people[role])
    return client


def _limits(client: Client, address: str, **changes: object) -> dict[str, Any]:
    """The form as it stands, with changes."""
    form = client.get(address).context["limits_form"]
    return {name: field.initial for name, field in form.fields.items()} | changes


def test_the_only_venue_opens_at_once_and_says_whose_limits_act(alone: House) -> None:
    answer = _client(alone).get("/complaints/rules/", follow=True)
    assert answer.redirect_chain == [(f"/complaints/rules/{alone.venue.pk}/", 302)]
    assert "these limits of the house" in answer.content.decode()


def test_under_a_contract_the_page_says_that_its_terms_set_the_limits() -> None:
    ktv = house()
    assert "its terms set the limits" in _client(ktv).get(f"/complaints/rules/{ktv.venue.pk}/").content.decode()


def test_opening_hours_limits_and_chain_are_set_and_their_changes_shown(alone: House) -> None:
    client, address = _client(alone), f"/complaints/rules/{alone.venue.pk}/"
    days = {"holidays": "closed", "days": "2026-12-31 18:00-06:00"}
    assert client.post(f"{address}hours/", WEEK | days).status_code == 302
    now = hours_of(alone.venue.pk)
    assert now is not None
    assert (now.hours.week, now.hours.on_holidays, now.hours.on_make_up_days) == ((read("18:00-05:00"),) * 7, (), None)
    wanted = _limits(client, address, hours_verify=4, counts_verify="venue")
    assert client.post(f"{address}limits/", wanted).status_code == 302
    assert limits_of(alone.venue.pk)["verify"] == HouseLimit(4, "venue")
    assert HouseRule.objects.filter(set_at__isnull=False).count() == 1
    chain: dict[str, object] = {
        f"{name}_{level}": 10 * level for level in (1, 2, 3) for name in ("minutes", "minutes_major")
    }
    chain |= {"chief_1": "owner", "chief_2": "customer_service", "chief_3": "venue_manager"}
    assert client.post(f"{address}chain/", chain).status_code == 302
    assert EscalationRule.objects.count() == 3
    assert client.post(f"{address}reaching/", {"attempts": 2, "days": 3}).status_code == 422
    assert client.post(f"{address}reaching/", {"attempts": 2, "days": 1}).status_code == 302
    page = client.get(address).content.decode()
    assert "Before the close: 2 attempts on 1 days" in page
    assert "Verify: 4 h, Opening hours only" in page
    assert "Level 2: Customer service, 20 min, when major 20 min" in page
    assert 'value="18:00-05:00"' in page


def test_a_complaint_says_that_opening_hours_are_counted(alone: House) -> None:
    client, address = _client(alone), f"/complaints/rules/{alone.venue.pk}/"
    client.post(f"{address}hours/", WEEK)
    client.post(f"{address}limits/", _limits(client, address, hours_verify=4, counts_verify="venue"))
    complaint = logged(alone, at=timezone.now())
    page = client.get(f"/complaints/{complaint.pk}/").content.decode()
    assert "House rule of the venue: 4 h" in page
    assert "opening hours only" in page


def test_what_cannot_be_is_said_at_its_field_and_nothing_is_kept(alone: House) -> None:
    client, address = _client(alone), f"/complaints/rules/{alone.venue.pk}/"
    answer = client.post(f"{address}hours/", WEEK | {"day_2": "evening"})
    assert answer.status_code == 422
    assert "“evening” is no opening time." in answer.content.decode()
    assert answer.context["hours_form"].errors.keys() == {"day_2"}
    answer = client.post(f"{address}limits/", _limits(client, address, counts_verify="venue"))
    assert answer.context["limits_form"].errors.keys() == {"counts_verify"}
    assert (VenueHours.objects.count(), HouseRule.objects.filter(set_at__isnull=False).count()) == (0, 0)


def test_the_house_of_another_party_is_not_there_even_for_its_provider(alone: House) -> None:
    ktv = house()
    administrator = factories.person(ktv.provider, Role.ADMINISTRATOR)
    client = Client()
    client.force_login(administrator)
    for address in ("", "limits/", "chain/", "hours/", "reaching/"):
        ask = client.post if address else client.get
        assert ask(f"/complaints/rules/{ktv.venue.pk}/{address}").status_code == 404
    assert _client(alone).get(f"/complaints/rules/{ktv.venue.pk}/").status_code == 404
