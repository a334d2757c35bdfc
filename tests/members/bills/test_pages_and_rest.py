"""Bills as the till sends them and as people see them."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from members.models import Bill
from members.web.registry import reach
from parties.domain.roles import Role
from parties.models import Venue
from tests import factories
from tests.members.bills.factories import NIGHT, billed
from tests.members.factories import PHONE, at_work, enrolled

pytestmark = pytest.mark.django_db
ALL = "/api/v1/bills/"


def caller(venue: Venue, role: Role = Role.VENUE_MANAGER) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.person(venue.party, role, language="en"))
    return client


def post(client: Client, sent: dict[str, Any], **headers: str) -> Any:
    return client.post(ALL, json.dumps(sent), content_type="application/json", headers=headers)


def test_the_till_may_send_a_bill_as_often_as_it_likes() -> None:
    venue = factories.venue(factories.party())
    enrolled(venue, number="V1")
    client = caller(venue)
    sent = {
        "venue": venue.pk,
        "number": "A1",
        "amount_fen": 128_000,
        "happened_at": NIGHT.isoformat(),
        "phone": PHONE,
        "room": "888",
        "items": [{"name": "果盘", "fen": 8_800}],
    }
    first = post(client, sent, **{"Idempotency-Key": "a"})
    again, replayed = post(client, sent), post(client, sent, **{"Idempotency-Key": "a"})
    assert [answer.status_code for answer in (first, again, replayed)] == [201, 200, 201]
    body = first.json()
    assert first["Location"] == f"{ALL}{body['id']}/"
    assert (body["member"], body["amount_fen"], body["business_date"], body["items"]) == (
        "V1",
        128_000,
        "2026-11-20",
        [{"name": "果盘", "count": 1, "fen": 8_800}],
    )
    assert replayed.json() == client.get(first["Location"]).json() == body
    other = post(client, {**sent, "amount_fen": 1})
    assert (other.status_code, other.json()["code"]) == (409, "members.bill_differs")
    refund = post(client, {**sent, "number": "R1", "amount_fen": 28_000, "refund_of": "A1"})
    assert (refund.status_code, refund.json()["refund_of"], refund.json()["member"]) == (201, "A1", "V1")
    assert post(client, {**sent, "number": "R2", "refund_of": "A1"}).status_code == 422
    assert post(client, {"venue": venue.pk}).status_code == 400
    listed = client.get(ALL, {"number": "A1"}).json()["results"]
    assert [bill["id"] for bill in listed] == [body["id"]]
    assert client.get(ALL, {"cursor": "cD14"}).status_code in (400, 404)
    assert Bill.objects.count() == 2


def test_bills_of_others_are_not_there() -> None:
    venue, other = (factories.venue(factories.party()) for _each in range(2))
    bill = billed(venue, by=at_work(venue))
    stranger = caller(other)
    assert stranger.get(ALL).json()["results"] == []
    assert stranger.get(f"{ALL}{bill.pk}/").status_code == 404
    assert stranger.get(reverse("members:bill", args=[bill.pk])).status_code == 404
    assert stranger.post(reverse("members:bill-refund", args=[bill.pk]), {}).status_code == 404
    sent = {"venue": venue.pk, "number": "X", "amount_fen": 1, "happened_at": NIGHT.isoformat()}
    assert post(stranger, sent).json()["code"] == "members.venue_unknown"
    assert post(caller(venue, Role.MARKETING), sent).status_code == 403


def test_a_bill_is_written_down_found_and_given_back_in_part() -> None:
    venue = factories.venue(factories.party())
    enrolled(venue, number="V1")
    client = caller(venue)
    said = {"venue": venue.pk, "number": "A1", "amount": "¥1,280.00", "happened_at": "2026-11-20T02:30", "room": "888"}
    wrong = client.post(reverse("members:bill-new"), {**said, "card": "V9"})
    assert (wrong.status_code, "No member has this card number" in wrong.content.decode()) == (422, True)
    assert client.post(reverse("members:bill-new"), {**said, "amount": "0.001"}).status_code == 422
    answer = client.post(reverse("members:bill-new"), {**said, "card": "v1"})
    bill = Bill.objects.get()
    assert (answer["Location"], bill.amount_fen, bill.happened_at) == (
        reverse("members:bill", args=[bill.pk]),
        128_000,
        NIGHT,
    )
    back = {"number": "R1", "amount": "1280.01", "happened_at": "2026-11-20T03:00"}
    refused = client.post(reverse("members:bill-refund", args=[bill.pk]), back)
    assert (refused.status_code, "¥1,280.00 can still be given back" in refused.content.decode()) == (422, True)
    client.post(reverse("members:bill-refund", args=[bill.pk]), {**back, "amount": "80"})
    shown = client.get(reverse("members:bill", args=[bill.pk])).content.decode()
    assert ("R1" in shown, "张*" in shown, "张三" in shown) == (True, True, False)
    listed = client.get(reverse("members:bills")).content.decode()
    assert (listed.count("张*"), "张三" in listed) == (2, False)
    asked: list[tuple[dict[str, Any], set[str]]] = [
        ({}, {"A1", "R1"}),
        ({"kind": "refund"}, {"R1"}),
        ({"kind": "paid", "q": "v1"}, {"A1"}),
        ({"kind": "nobody"}, set()),
        ({"venue": venue.pk, "first": "2026-11-20", "last": "2026-11-20"}, {"A1", "R1"}),
        ({"last": "2026-11-19"}, set()),
    ]
    for query, numbers in asked:
        page = client.get(reverse("members:bills"), query).context["page"]
        assert {row.number for row in page.rows} == numbers, query
    floor = caller(venue, Role.FLOOR)
    answer = floor.post(reverse("members:bill-new"), {**said, "number": "A2"})
    assert answer["Location"] == reverse("members:bill-new")
    assert floor.get(reverse("members:bills")).status_code == 403


def test_telephone_numbers_cannot_be_tried_out_by_writing_bills_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "NUMBERS", 2)
    venue = factories.venue(factories.party())
    enrolled(venue, number="V1")
    floor = caller(venue, Role.FLOOR)
    said = {"venue": venue.pk, "number": "A1", "amount": "1", "happened_at": "2026-11-20T02:30"}
    for number in ("139 0000 0001", "139 0000 0002"):
        tried = floor.post(reverse("members:bill-new"), {**said, "phone": number})
        assert "No member, or more than one" in tried.content.decode()
    braked = floor.post(reverse("members:bill-new"), {**said, "phone": PHONE})
    assert braked.context["form"].errors["phone"] == ["Too many attempts. Wait ten minutes, then try again."]
    assert not Bill.objects.exists()
    assert floor.post(reverse("members:bill-new"), {**said, "card": "V1"}).status_code == 302
