"""The complaints' places in the navigation."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parties.web.navigation import HANDLING, HOUSE, MONEY, NavEntry, register

PLACES: Final = (
    NavEntry(_("New complaint"), "complaints:log", "message-plus", "complaints.log", 20),
    NavEntry(_("Complaints"), "complaints:list", "message-exclamation", "complaints.see", 22),
    NavEntry(_("My tasks"), "complaints:my-tasks", "list-check", "complaints.own_work", 24),
    NavEntry(_("Phone desk"), "complaints:phone", "phone", "complaints.tell", 30, HANDLING),
    NavEntry(_("Compensation"), "complaints:compensation-list", "gift", "compensation.see", 32, HANDLING),
    NavEntry(_("Causes and repeats"), "complaints:causes", "bulb", "complaints.causes", 34, HANDLING),
    NavEntry(_("Report"), "complaints:report", "chart-bar", "reports.see", 36, HANDLING),
    NavEntry(_("Parked mails"), "complaints:parked-mails", "mail-exclamation", "complaints.tell", 38, HANDLING),
    NavEntry(pgettext_lazy("navigation", "Costs"), "complaints:claims", "wallet", "costs.read", 68, MONEY),
    NavEntry(_("Room codes"), "complaints:room-codes", "qrcode", "complaints.room_codes", 82, HOUSE),
    NavEntry(_("House rules"), "complaints:rules", "clock-cog", "venues.set_rules", 84, HOUSE),
    NavEntry(_("Shared tablets"), "complaints:tablets", "device-tablet", "tablets.manage", 86, HOUSE),
)


def connect() -> None:
    """Add them, each for those who may go there."""
    for place in PLACES:
        register(place)
