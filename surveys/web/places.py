"""The places of surveys in the navigation, under a heading of their own."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts.web.tabs import Tab, register_tab
from parties.web.navigation import SURVEYS, NavEntry, register

PLACES: Final[tuple[NavEntry, ...]] = (
    NavEntry(_("Survey waves"), "surveys:waves", "calendar-stats", "surveys.see", 70, SURVEYS),
    NavEntry(_("Questionnaires"), "surveys:questionnaires", "clipboard-list", "surveys.see", 71, SURVEYS),
    NavEntry(_("Ask guests"), "surveys:doors", "messages", "surveys.interview", 72, SURVEYS),
    NavEntry(_("Survey codes"), "surveys:room-codes", "qrcode", "surveys.run", 73, SURVEYS),
    NavEntry(pgettext_lazy("survey", "Results"), "surveys:all-results", "chart-bar", "surveys.results", 74, SURVEYS),
)


def connect() -> None:
    """Add them, each for those who may go there."""
    for place in PLACES:
        register(place)
    register_tab(Tab("surveys", _("Surveys"), "messages", "surveys:waves", "surveys.see", 45, is_list=True))
