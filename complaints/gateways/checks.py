"""A provider or mailbox that is set up wrongly is found when Encore starts, not when the first customer is answered."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from complaints.gateways.configured import GATEWAY_CHANNELS, gateway_of, mailboxes


@register
def gateways_and_mailboxes(**_: Any) -> list[CheckMessage]:
    """An error for each that cannot work; it names the setting, never a secret in it."""
    errors: list[CheckMessage] = []
    looks: list[Callable[[], object]] = [partial(gateway_of, channel) for channel in GATEWAY_CHANNELS]
    for look in (*looks, mailboxes):
        try:
            look()
        except ImproperlyConfigured as error:
            errors.append(Error(str(error), id="complaints.E001"))
    return errors
