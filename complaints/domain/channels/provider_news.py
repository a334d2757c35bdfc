"""What a provider of SMS or WeChat sends us: texts of customers, and receipts of ours. Twice is once (C2)."""

import uuid
from datetime import datetime
from typing import Final

from complaints.domain.channels.addressing import named_complaint
from complaints.domain.channels.delivering import RECEIPTS, take_receipt
from complaints.domain.channels.incoming import Incoming, take_in
from complaints.gateways.configured import Gateway
from complaints.gateways.mails import visible
from complaints.models import CustomerMessage, MessageDelivery
from foundation.enciphering import keyed_hash
from foundation.refusals import Refused
from members.domain.care import sending
from members.models import CareMessage
from parties.domain.scope import Scope

LONGEST_ID: Final = 200
LONGEST_CHAT: Final = 4000


def take_news(said: object, gateway: Gateway, *, at: datetime) -> CustomerMessage | MessageDelivery | CareMessage:
    """A ``message`` (``id``, ``from``, ``to``, ``text``, ``name``) or a ``receipt`` (``id`` that we gave, ``status``,
    ``reason``), whose signature was proven before.

    Refused: ``complaints.news_unknown``, ``.number_unknown``, and what a message is refused for.
    """
    if not isinstance(said, dict):
        raise Refused("complaints.news_unknown")
    door = Scope(label=f"gateway {gateway.channel}", source="gateway")
    if said.get("kind") == "receipt":
        return _receipt(said, gateway, by=door, at=at)
    if said.get("kind") != "message":
        raise Refused("complaints.news_unknown", "kind")
    text = visible(_text(said, "text", LONGEST_CHAT))
    incoming = Incoming(
        key=_key(_text(said, "id", LONGEST_ID, is_needed=True), gateway),
        channel=gateway.channel,
        venue_id=_venue(said, gateway),
        sender=_text(said, "from", LONGEST_ID, is_needed=True),
        sender_name=visible(_text(said, "name", LONGEST_ID)).replace("\n", " "),
        text=text,
        named_id=named_complaint(text),
    )
    return take_in(incoming, by=door, at=at)


def _receipt(said: dict[str, object], gateway: Gateway, *, by: Scope, at: datetime) -> MessageDelivery | CareMessage:
    status = _text(said, "status", LONGEST_ID)
    if status not in RECEIPTS:
        raise Refused("complaints.news_unknown", "status")
    try:
        key = uuid.UUID(_text(said, "id", LONGEST_ID))
        reason = _text(said, "reason", LONGEST_ID)
        if not CustomerMessage.objects.filter(key=key, channel=gateway.channel).exists():  # a member's, or another's
            return sending.take_receipt(key, status, reason, channel=gateway.channel, by=by, at=at)
        return take_receipt(key, status, reason, by=by, at=at)
    except (ValueError, MessageDelivery.DoesNotExist, CareMessage.DoesNotExist):
        raise Refused("complaints.message_unknown", "id") from None


def _key(id_: str, gateway: Gateway) -> uuid.UUID:
    """Keyed, so that nobody who knows how the provider counts can take the key of the next message first."""
    return uuid.UUID(hex=keyed_hash(f"{gateway.channel} {id_}", purpose="complaints.gateway")[:32])


def _venue(said: dict[str, object], gateway: Gateway) -> int:
    venue_id = gateway.numbers.get(_text(said, "to", LONGEST_ID))
    if venue_id is None:
        raise Refused("complaints.number_unknown", "to")
    return venue_id


def _text(said: dict[str, object], name: str, longest: int, *, is_needed: bool = False) -> str:
    value = said.get(name, "")
    if not isinstance(value, str) or len(value) > longest or (is_needed and not value):
        raise Refused("complaints.news_unknown", name)
    return value
