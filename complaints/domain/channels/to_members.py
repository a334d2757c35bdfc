"""The providers of SMS and WeChat carry what members are written, too: members stand below, and do not know them."""

from django.utils import timezone

from complaints.gateways.configured import gateway_of
from complaints.gateways.sending import hand_over
from foundation.carrying import Parcel, Turned


def carry(channel: str, parcel: Parcel) -> str:
    """Hand a parcel over to the provider of a channel; its id of it. Raises ``Away``, ``Turned``."""
    gateway = gateway_of(channel)
    if gateway is None:
        raise Turned("not_set_up")
    return hand_over(parcel, gateway, at=timezone.now())
