"""How messages about conversations read."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from complaints.models import complaint_number
from parties.domain.messages import Rendered

Params = Mapping[str, int | str]


def customer_wrote(params: Params) -> Rendered:
    """The customer of a complaint you answer for has written."""
    return _about(
        params,
        _("The customer has written: %(number)s"),
        _("Please read it and answer."),
    )


def undelivered(params: Params) -> Rendered:
    """What you wrote to a customer did not arrive."""
    return _about(
        params,
        _("Your message did not arrive: %(number)s"),
        _("The customer has not got it. Call them, or send it again."),
    )


def _about(params: Params, subject: str, body: str) -> Rendered:
    number = complaint_number(int(params["complaint"]))
    path = reverse("complaints:detail", args=[params["complaint"]]) + "#conversation"
    return Rendered(subject=subject % {"number": number}, body=body, path=path)
