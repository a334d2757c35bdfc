"""The complaints' places in the navigation."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parties.web.navigation import NavEntry, register


def connect() -> None:
    """Add them, each for those who may go there."""
    register(NavEntry(_("New complaint"), "complaints:log", "message-plus", "complaints.log", order=20))
    register(NavEntry(_("Complaints"), "complaints:list", "message-exclamation", "complaints.see", order=30))
    register(NavEntry(pgettext_lazy("navigation", "Costs"), "complaints:claims", "wallet", "costs.read", order=80))
    register(NavEntry(_("Report"), "complaints:report", "chart-bar", "reports.see", order=35))
    register(NavEntry(_("House rules"), "complaints:rules", "clock-cog", "venues.set_rules", order=86))
    register(NavEntry(_("My tasks"), "complaints:my-tasks", "list-check", "complaints.see", order=32))
    register(NavEntry(_("Compensation"), "complaints:compensation-list", "gift", "compensation.see", order=34))
    register(NavEntry(_("Causes and repeats"), "complaints:causes", "bulb", "complaints.causes", order=36))
    register(NavEntry(_("Phone desk"), "complaints:phone", "phone", "complaints.tell", order=35))
    register(NavEntry(_("Parked mails"), "complaints:parked-mails", "mail-exclamation", "complaints.tell", order=90))
    register(NavEntry(_("Room codes"), "complaints:room-codes", "qrcode", "complaints.room_codes", order=35))
