"""Claims over REST: begun, proven, handed in, decided, and nobody else's."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from complaints.models import ExpenseClaim
from parties.domain.roles import Role
from tests.complaints.costs.factories import OVER, handed_in, receipt, with_finance
from tests.complaints.factories import House, house, logged

pytestmark = pytest.mark.django_db
ALL = "/api/v1/claims/"


@pytest.fixture
def ktv(monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(timezone, "now", lambda: OVER)
    return with_finance(house())


def caller(of: House, role: Role) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(of.people[role])
    return client


def sent(client: Client, address: str, said: Any, **headers: str) -> Any:
    return client.post(address, json.dumps(said), content_type="application/json", headers=headers)


def wanted(of: House, **changes: Any) -> dict[str, Any]:
    lines = [
        {"spent_date": "2026-11-10", "text": "果盘", "amount": "1088.00"},
        {"spent_date": "2026-11-11", "text": "饮料", "amount": "12.50"},
    ]
    return {"venue": of.venue.pk, "kind": "compensation", "purpose": "果盘", "lines": lines, **changes}


def test_a_claim_is_begun_proven_handed_in_and_decided(ktv: House) -> None:
    complaint, floor = logged(ktv), caller(ktv, Role.FLOOR)
    said = wanted(ktv, complaint=complaint.pk)
    begun, again = (sent(floor, ALL, said, **{"idempotency-key": "c1"}) for _ in range(2))
    assert (begun.status_code, again.json(), ExpenseClaim.objects.count()) == (201, begun.json(), 1)
    body = begun.json()
    assert (body["state"], body["complaint"], [line["amount"] for line in body["lines"]]) == (
        "draft",
        complaint.pk,
        ["1088.00", "12.50"],
    )
    one = begun["Location"]
    early = sent(floor, f"{one}steps/", {"verb": "submit"})
    assert (early.status_code, early.json()["code"]) == (422, "complaints.receipt_missing")
    paper = receipt()
    proven = floor.post(f"{one}receipts/", {"receipts": [paper]}, headers={"idempotency-key": "r1"})
    assert (proven.status_code, [each["name"] for each in proven.json()["receipts"]]) == (201, ["r.jpg"])
    submitted = sent(floor, f"{one}steps/", {"verb": "submit"}).json()
    assert (submitted["state"], submitted["amount"]) == ("submitted", "1100.50")
    own = sent(floor, f"{one}steps/", {"verb": "approve"})
    assert own.status_code == 403
    approved = sent(caller(ktv, Role.CONTRACT_OWNER), f"{one}steps/", {"verb": "approve"}).json()
    assert (approved["state"], approved["month"], approved["decided_by"]) == (
        "approved",
        "2026-11",
        ktv.people[Role.CONTRACT_OWNER].pk,
    )
    assert floor.get(one).json() == approved


def test_the_list_holds_ones_own_and_what_ones_role_opens(ktv: House) -> None:
    mine, theirs = handed_in(ktv, "10.00"), handed_in(ktv, "20.00", role=Role.VENUE_MANAGER)

    def listed(role: Role, query: str = "", of: House = ktv) -> list[int]:
        return [row["id"] for row in caller(of, role).get(f"{ALL}{query}").json()["results"]]

    assert (listed(Role.FLOOR), listed(Role.CONTRACT_OWNER)) == ([mine.pk], [theirs.pk, mine.pk])
    assert listed(Role.CONTRACT_OWNER, f"?state=approved&venue={ktv.venue.pk}") == []
    other = house()
    assert listed(Role.CONTRACT_OWNER, of=other) == []
    stranger = caller(other, Role.CONTRACT_OWNER)
    assert stranger.get(f"{ALL}{mine.pk}/").status_code == 404
    assert sent(stranger, f"{ALL}{mine.pk}/steps/", {"verb": "approve"}).status_code == 404
    assert stranger.post(f"{ALL}{mine.pk}/receipts/", {"receipts": [receipt()]}).status_code == 404
    assert caller(ktv, Role.CONTRACT_OWNER).get(f"{ALL}?state=lost").status_code == 400


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"venue": 999999999}, 422, "venue"),
        ({"complaint": 999999999}, 422, "complaint"),
        ({"lines": []}, 400, "lines"),
        ({"kind": "party"}, 400, "kind"),
        ({"lines": [{"spent_date": "2999-01-01", "text": "x", "amount": "1"}]}, 422, "spent_date"),
        ({"lines": [{"spent_date": "2026-11-10", "text": "x", "amount": "0"}]}, 422, "amount"),
    ],
)
def test_what_is_wrong_is_told_as_a_problem(ktv: House, changes: dict[str, Any], status: int, field: str) -> None:
    answer = sent(caller(ktv, Role.FLOOR), ALL, wanted(ktv, **changes))
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["field"].startswith(field)
    assert not ExpenseClaim.objects.exists()


def test_the_interface_is_described(ktv: House) -> None:
    paths = caller(ktv, Role.FLOOR).get("/api/v1/schema/?format=json").json()["paths"]
    described = {(path, method) for path, methods in paths.items() for method in methods}
    assert {
        (ALL, "get"),
        (ALL, "post"),
        (f"{ALL}{{claim_id}}/", "get"),
        (f"{ALL}{{claim_id}}/receipts/", "post"),
        (f"{ALL}{{claim_id}}/steps/", "post"),
        ("/api/v1/venues/{venue_id}/limits/", "get"),
        ("/api/v1/venues/{venue_id}/limits/", "put"),
        ("/api/v1/leave/", "get"),
        ("/api/v1/leave/", "post"),
        ("/api/v1/leave/{absence_id}/call-off/", "post"),
    } <= described
