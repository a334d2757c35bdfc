"""The contracts' places in the navigation."""

from django.utils.translation import gettext_lazy as _

from parties.web.navigation import CONTRACTS, NavEntry, register


def connect() -> None:
    """Add them, each for those who may go there."""
    register(NavEntry(_("Contracts"), "contracts:list", "file-certificate", "contracts.see", 40, CONTRACTS))
    register(NavEntry(_("Obligations"), "contracts:obligations", "calendar-due", "obligations.see", 44, CONTRACTS))
    register(NavEntry(_("Calendar"), "contracts:calendar", "calendar-month", "obligations.see", 45, CONTRACTS))
    register(NavEntry(_("Seals"), "contracts:seals", "rubber-stamp", "seals.manage", 49, CONTRACTS))
    register(NavEntry(_("Requests"), "contracts:requests", "messages", "requests.see", 46, CONTRACTS))
    register(NavEntry(_("Breaches"), "contracts:breaches", "gavel", "breaches.see", 48, CONTRACTS))
