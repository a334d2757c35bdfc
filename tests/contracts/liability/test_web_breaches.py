from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from contracts.models import Breach
from parties.domain.roles import Role
from parties.models import User
from tests import factories
from tests.contracts.liability.test_breaches import STARTED, breach_of
from tests.factories import Agreement

pytestmark = pytest.mark.django_db
SIGNED = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)


@pytest.fixture
def agreement() -> Agreement:
    return factories.effective_contract(at=SIGNED)


def browser(user: User, *, language: str = "zh-hans") -> Client:
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = language
    return client


def answer(user: User, breach: Breach, verb: str, text: str = "") -> int:
    return browser(user).post(f"/breaches/{breach.pk}/{verb}/", {"text": text}).status_code


def test_the_injured_party_confirms_on_the_page(agreement: Agreement) -> None:
    breach = breach_of(agreement)
    assert answer(agreement.owner, breach, "confirm") == 302
    page = browser(agreement.owner).get(f"/breaches/{breach.pk}/").content.decode()
    assert "3,000.00" in page


def test_the_party_at_fault_is_told_no_and_keeps_its_words(agreement: Agreement) -> None:
    breach = breach_of(agreement)
    response = browser(agreement.account_manager).post(f"/breaches/{breach.pk}/confirm/", {"text": "我方认为属实"})
    assert response.status_code == 422
    assert "我方认为属实" in response.content.decode()
    assert Breach.objects.get(pk=breach.pk).state == "proposed"


def test_a_stranger_finds_nothing(agreement: Agreement) -> None:
    breach = breach_of(agreement)
    stranger = factories.person(factories.party(), Role.CONTRACT_OWNER)
    assert browser(stranger).get(f"/breaches/{breach.pk}/").status_code == 404
    assert answer(stranger, breach, "confirm") == 404
    assert str(breach.obligation) not in browser(stranger).get("/breaches/").content.decode()


def test_what_was_said_is_shown_as_text_and_not_run(agreement: Agreement) -> None:
    breach = breach_of(agreement)
    answer(agreement.account_manager, breach, "contest", "<script>alert(1)</script>{% now 'Y' %}")
    page = browser(agreement.owner).get(f"/breaches/{breach.pk}/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{% now &#x27;Y&#x27; %}" in page


def test_the_list_costs_the_same_for_one_and_for_many(
    agreement: Agreement, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = browser(agreement.owner)
    for _each in range(2):
        breach_of(agreement)
    client.get("/breaches/")
    for expected_rows in (2, 5):
        while Breach.objects.count() < expected_rows:
            breach_of(agreement)
        with django_assert_num_queries(6):
            client.get("/breaches/")


def test_open_obligations_are_listed_by_time_left(agreement: Agreement) -> None:
    agreement.owe(started_at=STARTED)
    page = browser(agreement.account_manager).get("/obligations/").content.decode()
    assert "核实投诉" in page
    missed = browser(agreement.account_manager).get("/obligations/?show=missed").content.decode()
    assert "核实投诉" not in missed
