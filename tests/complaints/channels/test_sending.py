"""Handing a text to a provider over real HTTP, and proving that it came from us."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from complaints.gateways.configured import Gateway
from complaints.gateways.sending import hand_over
from complaints.gateways.signatures import TOLERANCE, is_signed, sign
from foundation.carrying import Away, NotCarried, Parcel, Turned
from tests.complaints.channels import provider as providers
from tests.complaints.channels.provider import KEY, Provider

AT = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
PARCEL = Parcel("k-1", "13800138000", "您好")


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with providers.running() as running:
        yield running


@pytest.fixture
def provider(running: Provider) -> Provider:
    running.asked.clear()
    running.answers.clear()
    return running


def test_a_text_is_handed_over_signed_with_its_key_and_the_providers_id_comes_back(provider: Provider) -> None:
    assert hand_over(PARCEL, provider.gateway(), at=datetime.now(UTC)) == "p-k-1"
    sent = {"id": "k-1", "channel": "sms", "to": "13800138000", "text": "您好", "key": "k-1", "is_signed": True}
    assert provider.asked == [sent]


@pytest.mark.parametrize(
    ("status", "error", "code"),
    [
        (500, Away, "http_500"),
        (503, Away, "http_503"),
        (429, Away, "http_429"),
        (400, Turned, "http_400"),
        (401, Turned, "http_401"),
        (302, Turned, "http_302"),
    ],
)
def test_what_may_pass_is_tried_again_and_what_will_not_is_not(
    provider: Provider, status: int, error: type[NotCarried], code: str
) -> None:
    provider.answers[:] = [status]
    with pytest.raises(error) as raised:
        hand_over(PARCEL, provider.gateway(), at=AT)
    assert raised.value.code == code
    assert len(provider.asked) == 1  # a redirect is not followed: the signature was for one address


def test_a_provider_that_never_answers_is_away_after_the_time_is_up(provider: Provider) -> None:
    provider.answers[:] = [None]
    with pytest.raises(Away) as raised:
        hand_over(PARCEL, provider.gateway(), at=AT, timeout=0.05)
    assert raised.value.code == "timeouterror"


def test_a_provider_that_is_not_there_is_away_and_the_error_names_nobody(provider: Provider) -> None:
    gateway = Gateway("sms", "http://127.0.0.1:1/", KEY)
    with pytest.raises(Away) as raised:
        hand_over(PARCEL, gateway, at=AT)
    assert PARCEL.to not in repr(raised.value) + repr(raised.value.__cause__) + repr(PARCEL) + repr(gateway)
    assert KEY not in repr(gateway)


@pytest.mark.parametrize(
    ("body", "key", "late", "holds"),
    [
        (b"{}", KEY, timedelta(0), True),
        (b"{}", KEY, TOLERANCE, True),
        (b"{}", KEY, -TOLERANCE, True),
        (b"{}", KEY, TOLERANCE + timedelta(seconds=1), False),
        (b"{}", KEY, -TOLERANCE - timedelta(seconds=1), False),
        (b"{} ", KEY, timedelta(0), False),
        (b"{}", "another", timedelta(0), False),
        (b"{}", "", timedelta(0), False),
    ],
)
def test_a_signature_holds_for_its_body_its_key_and_five_minutes(
    body: bytes, key: str, late: timedelta, holds: bool
) -> None:
    assert is_signed(body, sign(b"{}", key=KEY, at=AT), key=key, at=AT + late) is holds


@pytest.mark.parametrize("header", ["", "t=1,v1=", "v1=" + "0" * 64, "t=９,v1=" + "0" * 64, "t=1,v1=" + "0" * 65])
def test_what_is_no_signature_proves_nothing(header: str) -> None:
    assert is_signed(b"{}", header, key=KEY, at=AT) is False
