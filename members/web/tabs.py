"""The parts of a member's page, each a page of its own; the rooms above the registry add theirs (``places.py``)."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from members.models import Member
from parties.domain.scope import Scope


@dataclass(frozen=True)
class Tab:
    """A page about a member, shown to whoever may do ``verb``; its address takes the member's id. Lower order first."""

    label: str | Promise
    url_name: str
    icon: str
    verb: str
    order: int = 100


@dataclass(frozen=True)
class TabLink:
    """A tab as one page shows it."""

    label: str | Promise
    url: str
    icon: str
    is_current: bool


_tabs: dict[str, Tab] = {}


def register_tab(tab: Tab) -> None:
    """Add a part; the same address again replaces the former one."""
    _tabs[tab.url_name] = tab


def tabs_of(member: Member, *, by: Scope, current: str) -> list[TabLink]:
    """The parts of this member's page that the person may open; ``current`` is the address' name of this one."""
    allowed = sorted((tab for tab in _tabs.values() if by.may(tab.verb)), key=lambda tab: (tab.order, tab.url_name))
    return [
        TabLink(tab.label, reverse(tab.url_name, args=[member.pk]), tab.icon, tab.url_name == current)
        for tab in allowed
    ]
