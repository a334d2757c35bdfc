"""The parties' places in the navigation."""

from django.utils.translation import gettext_lazy as _

from parties.web.navigation import HOUSE, NavEntry, register


def connect() -> None:
    """Add them, each for those who may go there."""
    register(NavEntry(_("Parties"), "parties", "building", "parties.see", order=80, area=HOUSE))
    register(NavEntry(_("Leave"), "leave", "calendar-off", "people.leave", order=85, area=HOUSE))
