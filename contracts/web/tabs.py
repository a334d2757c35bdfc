"""The pages of one contract, each with its place in the row of tabs; the floors above add theirs at start-up."""

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contracts.models import Contract
from parties.domain.scope import Scope


@dataclass(frozen=True)
class Tab:
    """A page of a contract, or a list that is narrowed to it, for whoever may do ``verb``. Lower order comes first.

    ``of_drafts``: there is something on it already while the contract is being worded.
    """

    code: str
    label: Promise | str
    icon: str
    view: str
    verb: str
    order: int
    is_list: bool = False
    of_drafts: bool = False

    def path(self, contract: Contract) -> str:
        """Where it is."""
        if self.is_list:
            return f"{reverse(self.view)}?contract={contract.pk}"
        return reverse(self.view, args=[contract.pk])


OVERVIEW: Final = "overview"
OWN: Final = (
    Tab(OVERVIEW, _("Contract"), "file-certificate", "contracts:detail", "contracts.see", 10, of_drafts=True),
    Tab("obligations", _("Obligations"), "calendar-due", "contracts:obligations", "obligations.see", 20, is_list=True),
    Tab("targets", _("Targets"), "target", "contracts:targets", "obligations.see", 30),
    Tab("requests", _("Requests"), "messages", "contracts:requests", "requests.see", 40, is_list=True),
    Tab("annexes", _("Annexes"), "paperclip", "contracts:annexes", "contracts.see", 50),
    Tab("data", _("Data"), "database-export", "contracts:handovers", "contracts.see", 60),
    Tab("notices", _("Notices given"), "mail", "contracts:notices", "contracts.see", 70),
    Tab("breaches", _("Breaches"), "gavel", "contracts:breaches", "breaches.see", 80, is_list=True),
    Tab("evidence", _("Evidence pack"), "file-zip", "contracts:evidence", "evidence.make", 90),
)
_tabs: dict[str, Tab] = {tab.code: tab for tab in OWN}


def register_tab(tab: Tab) -> None:
    """Add a page; the same code again replaces the former one."""
    _tabs[tab.code] = tab


def tabs_of(contract: Contract, *, by: Scope) -> list[Tab]:
    """The pages of this contract that the person may open; none where there is but the one they are on."""
    shown = [tab for tab in _tabs.values() if by.may(tab.verb) and (contract.effective_at or tab.of_drafts)]
    return sorted(shown, key=lambda tab: (tab.order, tab.code)) if len(shown) > 1 else []
