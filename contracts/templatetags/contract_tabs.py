"""The way between the pages of one contract: the same row of tabs on each of them."""

from dataclasses import dataclass
from typing import Any, Final

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contracts.models import Contract

register = template.Library()


@dataclass(frozen=True)
class Tab:
    """A page of a contract, or a list that is narrowed to it, for whoever may do ``verb``."""

    code: str
    label: Promise | str
    icon: str
    view: str
    verb: str
    is_list: bool = False

    def path(self, contract: Contract) -> str:
        """Where it is."""
        if self.is_list:
            return f"{reverse(self.view)}?contract={contract.pk}"
        return reverse(self.view, args=[contract.pk])


OVERVIEW: Final = "overview"
TABS: Final = (
    Tab(OVERVIEW, _("Contract"), "file-certificate", "contracts:detail", "contracts.see"),
    Tab("obligations", _("Obligations"), "calendar-due", "contracts:obligations", "obligations.see", is_list=True),
    Tab("targets", _("Targets"), "target", "contracts:targets", "obligations.see"),
    Tab("requests", _("Requests"), "messages", "contracts:requests", "requests.see", is_list=True),
    Tab("annexes", _("Annexes"), "paperclip", "contracts:annexes", "contracts.see"),
    Tab("data", _("Data"), "database-export", "contracts:handovers", "contracts.see"),
    Tab("notices", _("Notices given"), "mail", "contracts:notices", "contracts.see"),
    Tab("breaches", _("Breaches"), "gavel", "contracts:breaches", "breaches.see", is_list=True),
    Tab("evidence", _("Evidence pack"), "file-zip", "contracts:evidence", "evidence.make"),
)


@register.inclusion_tag("contracts/_tabs.html", takes_context=True)
def contract_tabs(context: Any, contract: Contract, here: str = OVERVIEW) -> dict[str, Any]:
    """The tabs of a contract that acts or acted; what is only being worded has one page, and none are shown."""
    scope = context["request"].scope
    shown = [tab for tab in TABS if scope.may(tab.verb)] if contract.effective_at else []
    return {"tabs": [(tab, tab.path(contract), tab.code == here) for tab in shown]}
