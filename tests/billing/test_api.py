"""The trace over REST."""

import pytest
from django.test import Client
from django.urls import reverse

from parties.domain.roles import Role
from parties.models import User
from tests import factories
from tests.billing.factories import Desk, desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Desk:
    return desk()


def answer(user: User, number: str | None) -> tuple[int, object]:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(reverse("api-trace", args=[number]))
    return response.status_code, response.json()


def test_trace_is_answered_link_by_link(at: Desk) -> None:
    invoice = at.invoice(2)
    status, traces = answer(at.their_finance, invoice.number)
    assert status == 200
    assert isinstance(traces, list)
    assert [(each["invoice"], each["line"], each["amount"]) for each in traces] == [
        (invoice.number, 1, "600.00"),
        (invoice.number, 2, "600.00"),
    ]
    assert [link["kind"] for link in traces[0]["links"]][:3] == ["invoice_line", "damages", "breach"]


def test_invoice_of_others_is_not_found(at: Desk) -> None:
    stranger = factories.person(factories.party(), Role.FINANCE)
    assert answer(stranger, at.invoice().number)[0] == 404


def test_floor_staff_may_not_ask(at: Desk) -> None:
    assert answer(factories.person(at.agreement.client, Role.FLOOR), at.invoice().number)[0] == 403
