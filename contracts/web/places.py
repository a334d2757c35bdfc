"""The contracts' places in the navigation."""

from django.utils.translation import gettext_lazy as _

from parties.web.navigation import NavEntry, register


def connect() -> None:
    """Add them, each for those who may go there."""
    register(NavEntry(_("Contracts"), "contracts:list", "file-certificate", "contracts.see", order=40))
    register(NavEntry(_("Obligations"), "contracts:obligations", "calendar-due", "obligations.see", order=44))
    register(NavEntry(_("Calendar"), "contracts:calendar", "calendar-month", "obligations.see", order=45))
    register(NavEntry(_("Seals"), "contracts:seals", "rubber-stamp", "seals.manage", order=49))
    register(NavEntry(_("Requests"), "contracts:requests", "messages", "requests.see", order=46))
    register(NavEntry(_("Breaches"), "contracts:breaches", "gavel", "breaches.see", order=48))
