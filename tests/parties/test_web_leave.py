"""The page on which people enter leave."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from parties.domain.roles import Role
from parties.models import Absence, Party, User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def party() -> Party:
    return factories.party()


def _client(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def _days(length: int = 2, **others: object) -> dict[str, object]:
    first = timezone.localdate()
    return {"from_date": first.isoformat(), "until_date": (first + timedelta(days=length)).isoformat(), **others}


def test_a_person_enters_and_calls_off_their_own_leave(party: Party) -> None:
    marketing, colleague = factories.person(party, Role.MARKETING), factories.person(party, Role.HR)
    client = _client(marketing)
    assert client.post("/leave/", _days(substitute=colleague.pk)).status_code == 302
    absence = Absence.objects.get()
    assert (absence.user, absence.substitute) == (marketing, colleague)
    page = client.get("/leave/").content.decode()
    assert "away today" in page
    assert colleague.name in page
    client.post(f"/leave/{absence.pk}/call-off/")
    assert "Everybody is there" in client.get("/leave/").content.decode()


def test_a_chief_enters_leave_of_their_people_and_a_colleague_does_not_see_it(party: Party) -> None:
    marketing, chief, other = (factories.person(party, role) for role in (Role.MARKETING, Role.HR, Role.PROMOTIONS))
    assert _client(chief).post("/leave/", _days(person=marketing.pk)).status_code == 302
    assert Absence.objects.get().user == marketing
    assert "Everybody is there" in _client(other).get("/leave/").content.decode()
    assert _client(other).post(f"/leave/{Absence.objects.get().pk}/call-off/").status_code == 404


def test_somebody_elses_leave_cannot_be_entered_by_a_made_up_form(party: Party) -> None:
    marketing, other = factories.person(party, Role.MARKETING), factories.person(party, Role.PROMOTIONS)
    answer = _client(other).post("/leave/", _days(person=marketing.pk))
    assert (answer.status_code, Absence.objects.count()) == (422, 0)


def test_days_that_make_no_sense_are_said_at_their_field(party: Party) -> None:
    answer = _client(factories.person(party, Role.FLOOR)).post("/leave/", _days(length=-1))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["until_date"])
