"""The members' places in the navigation, under a heading of their own; parts of a member's page."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.web.tabs import PageAct, Tab, register_act, register_tab
from parties.web.navigation import MEMBERS, NavEntry, register

PLACES: Final[tuple[NavEntry, ...]] = (
    NavEntry(_("Members"), "members:list", "users", "members.see", 50, MEMBERS),
    NavEntry(_("Bills"), "members:bills", "receipt", "bills.see", 51, MEMBERS),
    NavEntry(pgettext_lazy("navigation", "Tiers and points"), "members:tiers", "crown", "points.see", 52, MEMBERS),
    NavEntry(_("Care"), "members:care", "heart", "care.see", 53, MEMBERS),
    NavEntry(_("Return visits"), "members:visits", "phone-call", "visits.do", 54, MEMBERS),
    NavEntry(_("Offers"), "members:offers", "ticket", "offers.see", 55, MEMBERS),
    NavEntry(_("Take a voucher"), "members:redeem", "qrcode", "vouchers.redeem", 56, MEMBERS),
    NavEntry(pgettext_lazy("figure", "Retention"), "members:retention", "chart-line", "retention.see", 57, MEMBERS),
    NavEntry(_("Imports"), "members:imports", "file-import", "members.import", 58, MEMBERS),
    NavEntry(_("Duplicates"), "members:duplicates", "git-merge", "members.merge", 59, MEMBERS),
    NavEntry(pgettext_lazy("navigation", "Privacy"), "members:privacy", "shield-lock", "members.erase", 60, MEMBERS),
)
TABS: Final[tuple[Tab, ...]] = (
    Tab(pgettext_lazy("part of a member's page", "Profile"), "members:member", "id", "members.see", 10),
    Tab(pgettext_lazy("part of a member's page", "Points"), "members:points", "coins", "points.see", 30),
    Tab(pgettext_lazy("part of a member's page", "Tier and benefits"), "members:tier", "crown", "points.see", 32),
    Tab(pgettext_lazy("part of a member's page", "Vouchers"), "members:member-vouchers", "ticket", "offers.see", 34),
)
ACTS: Final[tuple[PageAct, ...]] = (PageAct(_("Give a voucher"), "members:member-vouchers", "ticket", "offers.make"),)


def connect() -> None:
    """Add them, each for those who may go there."""
    for place in PLACES:
        register(place)
    for tab in TABS:
        register_tab(tab)
    for act in ACTS:
        register_act(act)
