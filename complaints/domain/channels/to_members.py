"""The providers of SMS and WeChat carry what members are written, too: members stand below, and do not know them."""

from collections.abc import Callable
from functools import partial

from django.utils import timezone

from complaints.domain.channels.ways import is_set_up
from complaints.gateways.configured import GATEWAY_CHANNELS, gateway_of
from complaints.gateways.sending import hand_over
from foundation.carrying import Parcel, Turned


def register_with(register: Callable[..., None]) -> None:
    """Register every channel that a provider can be set up for."""
    for channel in GATEWAY_CHANNELS:
        register(channel, partial(_carry, channel), is_set_up=partial(is_set_up, channel))


def _carry(channel: str, parcel: Parcel) -> str:
    gateway = gateway_of(channel)
    if gateway is None:
        raise Turned("not_set_up")
    return hand_over(parcel, gateway, at=timezone.now())
