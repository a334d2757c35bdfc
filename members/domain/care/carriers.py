"""Who carries a message to a member: the mail of this house, and what floors above register for SMS and WeChat."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from foundation.carrying import Parcel, Turned
from members.domain.privacy.personal import Personal
from members.models import CareChannel

Carry = Callable[[Parcel], str]
"""Hands it over and gives the provider's id of it. Raises ``Away``, ``Turned``."""

ADDRESS_FIELD: Final = {CareChannel.SMS: "phone", CareChannel.WECHAT: "phone", CareChannel.EMAIL: "email"}
"""By which of a member's data a channel finds them; a provider of WeChat knows the account of a telephone number."""


@dataclass(frozen=True)
class Carrier:
    """``is_set_up`` is asked each time: an installation may name its provider later."""

    carry: Carry
    is_set_up: Callable[[], bool]


_carriers: dict[str, Carrier] = {}


def register(channel: str, carry: Carry, *, is_set_up: Callable[[], bool]) -> None:
    """This carries what is sent by a channel other than the mail."""
    _carriers[channel] = Carrier(carry, is_set_up)


def is_set_up(channel: str) -> bool:
    """Whether messages of this channel can leave the house. Mail always can."""
    carrier = _carriers.get(channel)
    return channel == CareChannel.EMAIL or (carrier is not None and carrier.is_set_up())


def carry(channel: str, parcel: Parcel) -> str:
    """Hand a parcel over to whoever carries this channel. Raises ``Away``, ``Turned``."""
    carrier = _carriers.get(channel)
    if carrier is None or not carrier.is_set_up():
        raise Turned("not_set_up")
    return carrier.carry(parcel)


def address_of(channel: str, personal: Personal) -> str:
    """Where this channel finds the member; empty where they left nothing of the kind."""
    return str(getattr(personal, ADDRESS_FIELD[CareChannel(channel)]))
