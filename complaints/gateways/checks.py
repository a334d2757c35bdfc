"""A provider or mailbox that is set up wrongly is found when Encore starts, not when the first customer is answered."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from complaints.gateways.configured import GATEWAY_CHANNELS, gateway_of, mailboxes


@register
def gateways_and_mailboxes(**_: Any) -> list[CheckMessage]:
    """An error for each that cannot work; it names the setting, never a secret in it."""
    errors: list[CheckMessage] = []
    for look in (*((gateway_of, channel) for channel in GATEWAY_CHANNELS), (mailboxes,)):
        try:
            look[0](*look[1:])
        except ImproperlyConfigured as error:
            errors.append(Error(str(error), id="complaints.E001"))
    return errors
