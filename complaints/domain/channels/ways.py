"""By which ways the customer of a complaint can be answered now."""

from dataclasses import dataclass
from typing import Final

from complaints.gateways.configured import GATEWAY_CHANNELS, gateway_of
from complaints.models import ContactKind, CustomerContact, MessageChannel

SPOKEN: Final = (MessageChannel.PHONE.value, MessageChannel.IN_PERSON.value)
"""A person says it; what is kept is the note of it."""
CARRIED: Final = (*GATEWAY_CHANNELS, MessageChannel.EMAIL.value)
"""A provider or the mail carries it."""

_WAYS_OF: Final[dict[str, tuple[str, ...]]] = {
    ContactKind.PHONE: (MessageChannel.SMS.value,),
    ContactKind.SMS: (MessageChannel.SMS.value,),
    ContactKind.WECHAT: (MessageChannel.WECHAT.value,),
    ContactKind.EMAIL: (MessageChannel.EMAIL.value,),
}


@dataclass(frozen=True)
class Ways:
    """``carried`` are those that work, ``missing`` those that would reach this customer and are not set up here."""

    carried: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Whatever may be chosen, the customer's own channel first."""
        return self.carried + SPOKEN


def is_set_up(channel: str) -> bool:
    """Whether messages of this channel can leave the house. Mail always can."""
    return channel == MessageChannel.EMAIL or gateway_of(channel) is not None


def ways_to(contact: CustomerContact | None) -> Ways:
    """The ways to a customer; to one who left no address only a spoken word leads."""
    fitting = _WAYS_OF[contact.kind] if contact is not None else ()
    carried = tuple(channel for channel in fitting if is_set_up(channel))
    return Ways(carried, tuple(channel for channel in fitting if channel not in carried))
