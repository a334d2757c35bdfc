"""Billing's places in the navigation and on the page of a contract."""

from django.utils.translation import gettext_lazy as _

from contracts.web.tabs import Tab, register_tab
from parties.web.navigation import MONEY, NavEntry, register


def connect() -> None:
    """Add them, each for those who may go there."""
    register(NavEntry(_("Invoices"), "billing:list", "receipt", "billing.see", order=60, area=MONEY))
    register(NavEntry(_("Books"), "billing:books", "book-2", "ledger.see", order=70, area=MONEY))
    register_tab(Tab("fee_plan", _("Fee plan"), "coin-yuan", "billing:fee_plan", "contracts.see", 35, of_drafts=True))
