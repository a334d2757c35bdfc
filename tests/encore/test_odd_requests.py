"""Requests that no page of ours makes are answered, never a crash."""

import pytest
from django.test import Client
from django.urls import reverse

from parties.domain.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db


def browser(role: Role) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(factories.person(factories.party(), role))
    return client


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/books/?month=0001-01", 404),
        ("/books/?month=9999-12", 404),
        ("/books/?month=2026-13", 404),
        ("/books/?month=0002-01", 200),
        ("/books/?month=9998-12", 200),
    ],
)
def test_months_at_the_ends_of_the_calendar(address: str, status: int) -> None:
    assert browser(Role.FINANCE).get(address).status_code == status


@pytest.mark.parametrize("address", ["/parties/?q=%00", "/api/v1/trace/%00/", "/%00", "/login/?next=%00"])
def test_nul_characters(address: str) -> None:
    assert browser(Role.ACCOUNT_MANAGER).get(address).status_code == 400


@pytest.mark.parametrize("cursor", ["cD0%3D", "cD0yMDI2LTEzLTAx", "cD0yMDI2LTAxLTAxVDAwOjAw", "cD14", "%ff"])
def test_cursors_that_we_did_not_make(cursor: str) -> None:
    answer = browser(Role.ACCOUNT_MANAGER).get(f"/api/v1/complaints/?cursor={cursor}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


def test_json_deeper_than_anyone_needs() -> None:
    client = browser(Role.ACCOUNT_MANAGER)
    answer = client.post("/api/v1/complaints/", "[" * 100_000, content_type="application/json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")


def test_pages_for_somebody_are_kept_nowhere_and_public_files_as_before() -> None:
    client = browser(Role.ACCOUNT_MANAGER)
    for address in (reverse("home"), "/nothing-here/", "/api/v1/complaints/"):
        assert client.get(address).headers["Cache-Control"] == "private, no-store"
    static = client.get("/static/encore/css/components.css")
    static.close()
    assert static.status_code == 200
    assert "no-store" not in static.headers.get("Cache-Control", "")
    assert "no-store" not in Client().get(reverse("contracts:verify")).headers.get("Cache-Control", "")
