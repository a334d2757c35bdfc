"""How messages about costs read."""

from collections.abc import Mapping
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from complaints.models.claims import claim_number
from foundation.money import shown
from parties.domain.messages import Rendered


def claim_decided(params: Mapping[str, int | str]) -> Rendered:
    """Somebody approved or rejected your claim."""
    gaps = {"number": claim_number(int(params["claim"])), "amount": shown(Decimal(params["amount"]))}
    if params["verb"] == "approve":
        subject, body = _("%(number)s is approved"), _("%(amount)s will be settled with the costs of the month.")
    else:
        subject, body = _("%(number)s is rejected"), _("The reason stands there. You can mend it and hand it in again.")
    return Rendered(subject % gaps, body % gaps, reverse("complaints:claim", args=[params["claim"]]))
