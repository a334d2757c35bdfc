"""The door of the providers: what is signed comes in once, and nothing else comes in."""

import json
import uuid
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from complaints.domain.channels.conversation import lines_of
from complaints.domain.channels.provider_news import take_news
from complaints.gateways.configured import Gateway, gateway_of
from complaints.gateways.signatures import HEADER, TOLERANCE, sign
from complaints.models import Complaint, CustomerMessage, MessageDelivery
from complaints.web.channels.gateway import LARGEST_BODY
from tests.complaints.channels.provider import KEY, Provider
from tests.complaints.channels.talks import NUMBER, reachable, say
from tests.complaints.factories import NOW, House
from tests.complaints.refused import refused

DOOR = "/gateways/sms/"
LINE = "10690001"


@pytest.fixture
def door(ktv: House, settings: Any) -> House:
    settings.CUSTOMER_GATEWAYS = {"sms": {"url": "http://127.0.0.1:1/", "key": KEY, "numbers": {LINE: ktv.venue.pk}}}
    return ktv


def _post(said: Any, *, key: str = KEY, late: float = 0, signed: Any = None) -> tuple[int, str]:
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    at = timezone.now() - late * TOLERANCE
    header = sign(body if signed is None else signed, key=key, at=at)
    answer = Client(enforce_csrf_checks=True).post(
        DOOR, body, content_type="application/json", headers={HEADER.lower(): header}
    )
    return answer.status_code, answer.json()["code"]


def _gateway() -> Gateway:
    gateway = gateway_of("sms")
    assert gateway is not None
    return gateway


def _text(**changes: Any) -> dict[str, Any]:
    plain = {"kind": "message", "id": "p1", "from": f"+86 {NUMBER}", "to": LINE, "text": "麦克风坏了"}
    return {**plain, **changes}


def test_a_text_becomes_a_complaint_and_the_next_one_joins_it(door: House) -> None:
    assert _post(_text()) == (200, "taken")
    assert _post(_text()) == (200, "taken")  # the provider did not hear that we have it
    assert _post(_text(id="p2", text="还没人来\u200b")) == (200, "taken")
    complaint = Complaint.objects.get()
    assert (complaint.channel, complaint.venue, complaint.subject) == ("sms", door.venue, "facilities")
    assert [line.text for line in lines_of(list(complaint.messages.all()))] == ["麦克风坏了", "还没人来"]


def test_a_receipt_tells_how_far_a_message_has_come(door: House, provider: Provider, settings: Any) -> None:
    message = say(door, reachable(door))
    receipt = {"kind": "receipt", "id": str(message.key), "status": "delivered"}
    assert [_post(receipt), _post(receipt)] == [(200, "taken")] * 2
    assert MessageDelivery.objects.get().state == "delivered"


def test_a_receipt_is_taken_from_the_messages_own_provider_alone(
    door: House, provider: Provider, settings: Any
) -> None:
    message = say(door, reachable(door))
    other = replace(_gateway(), channel="wechat")
    with refused("complaints.message_unknown"):
        take_news({"kind": "receipt", "id": str(message.key), "status": "delivered"}, other, at=NOW)
    assert MessageDelivery.objects.get().state == "queued"


def test_the_key_of_a_text_cannot_be_made_from_its_providers_number(door: House, settings: Any) -> None:
    _post(_text())
    key = CustomerMessage.objects.get().key
    settings.SECRET_KEY = "x" * 50
    take_news(_text(), _gateway(), at=NOW)
    assert CustomerMessage.objects.exclude(key=key).exists()


def test_nothing_unsigned_old_or_altered_comes_in(door: House) -> None:
    assert _post(_text(), key="guessed") == (403, "not_signed")
    assert _post(_text(), late=1.1) == (403, "not_signed")
    assert _post(_text(), signed=b"{}") == (403, "not_signed")
    answer = Client().post(DOOR, json.dumps(_text()), content_type="application/json")
    assert (answer.status_code, answer.json()) == (403, {"code": "not_signed"})
    assert not Complaint.objects.exists()


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        (b"no json", 400, "not_json"),
        (b"\xff", 400, "not_json"),
        ([], 422, "complaints.news_unknown"),
        ({"kind": "gossip"}, 422, "complaints.news_unknown"),
        (_text(id=""), 422, "complaints.news_unknown"),
        (_text(text=5), 422, "complaints.news_unknown"),
        (_text(to="10690002"), 422, "complaints.number_unknown"),
        (_text(**{"from": "a b"}), 422, "complaints.contact_wrong"),
        (_text(text=" \u200b"), 422, "complaints.nothing_said"),
        ({"kind": "receipt", "id": str(uuid.UUID(int=0)), "status": "delivered"}, 422, "complaints.message_unknown"),
        ({"kind": "receipt", "id": "x", "status": "delivered"}, 422, "complaints.message_unknown"),
        ({"kind": "receipt", "id": "x", "status": "lost"}, 422, "complaints.news_unknown"),
        (b" " * (LARGEST_BODY + 1), 413, "too_large"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_reason(door: House, said: Any, status: int, code: str) -> None:
    assert _post(said) == (status, code)
    assert not CustomerMessage.objects.exists()


def test_a_channel_that_is_not_set_up_has_no_door(door: House, settings: Any) -> None:
    settings.CUSTOMER_GATEWAYS = {}
    assert _post(_text()) == (404, "not_found")
