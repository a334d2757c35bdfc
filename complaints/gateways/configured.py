"""Which providers and mailboxes this installation has, as its settings name them (docs/operations.md)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

GATEWAY_CHANNELS: Final = ("sms", "wechat")


@dataclass(frozen=True)
class Gateway:
    """A provider that carries texts of one channel. ``key`` signs what goes out and proves what comes in.

    ``numbers`` says which venue is meant by the number, or account, that a customer wrote to.
    """

    channel: str
    url: str
    key: str = field(repr=False)
    template: str = ""
    numbers: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Mailbox:
    """A mailbox whose mails are complaints of one venue. ``url`` holds its password."""

    address: str
    url: str = field(repr=False)
    venue_id: int


def gateway_of(channel: str) -> Gateway | None:
    """The provider of a channel; ``None`` where none is configured. Raises ImproperlyConfigured for a wrong one."""
    wanted: Mapping[str, Any] = settings.CUSTOMER_GATEWAYS.get(channel) or {}
    if channel not in GATEWAY_CHANNELS or not wanted:
        return None
    try:
        numbers = {str(number): int(venue) for number, venue in wanted.get("numbers", {}).items()}
        gateway = Gateway(channel, wanted["url"], wanted["key"], wanted.get("template", ""), numbers)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ImproperlyConfigured(f"CUSTOMER_GATEWAYS: {channel} needs a url, a key and numbers") from error
    if not gateway.key or not gateway.url.startswith(("https://", "http://")):
        raise ImproperlyConfigured(f"CUSTOMER_GATEWAYS: {channel} needs an address of the web and a key")
    return gateway


def mailboxes() -> list[Mailbox]:
    """Every mailbox that is read. Raises ImproperlyConfigured for a wrong one."""
    try:
        named = settings.COMPLAINT_MAILBOXES
        return [Mailbox(each["address"].lower(), each["url"], int(each["venue"])) for each in named]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ImproperlyConfigured("COMPLAINT_MAILBOXES: each needs an address, a url and a venue") from error


def mailbox_of(venue_id: int) -> Mailbox | None:
    """The mailbox to which the customers of a venue answer."""
    return next((mailbox for mailbox in mailboxes() if mailbox.venue_id == venue_id), None)
