"""What members are written by SMS goes out by the provider of complaints, and its receipt finds the way back."""

from typing import Any

import pytest

from complaints.domain.channels.provider_news import take_news
from foundation.carrying import Parcel, Turned
from members.domain.care import carriers
from members.domain.care.planning import plan_rule
from members.domain.care.sending import send_message
from members.models import CareMessage
from tests import factories
from tests.complaints.channels import provider as providers
from tests.complaints.refused import refused
from tests.members.care.factories import friend, rule_of

pytestmark = pytest.mark.django_db


def test_a_greeting_is_carried_by_the_provider_and_its_receipt_comes_back(settings: Any) -> None:
    venue = factories.venue(factories.party())
    member = friend(venue)
    with providers.running() as provider:
        settings.CUSTOMER_GATEWAYS = provider.settings()
        plan_rule(rule_of(venue, channels=["sms"]), at=member.created_at)
        message = CareMessage.objects.get()
        send_message(message.key, at=message.send_at)
        (asked,) = provider.asked
        assert (asked["key"], asked["to"], asked["is_signed"]) == (str(message.key), "+8613800001234", True)
        receipt = {"kind": "receipt", "id": str(message.key), "status": "delivered"}
        with refused("complaints.message_unknown"):
            take_news(receipt, provider.gateway("wechat"), at=message.send_at)
        take_news(receipt, provider.gateway(), at=message.send_at)
    message.refresh_from_db()
    assert message.state == "delivered"


def test_without_a_provider_nothing_is_set_up(settings: Any) -> None:
    settings.CUSTOMER_GATEWAYS = {}
    assert [carriers.is_set_up(channel) for channel in ("sms", "wechat", "email")] == [False, False, True]
    with pytest.raises(Turned):
        carriers.carry("sms", Parcel("1", "+8613800001234", "?"))
