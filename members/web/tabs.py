"""The parts of a member's page and its buttons; the rooms above the registry add theirs (``places.py``)."""

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


@dataclass(frozen=True)
class PageAct:
    """A button on an active member's page, for whoever may do ``verb``; its address takes the member's id."""

    label: str | Promise
    url_name: str
    icon: str
    verb: str


_tabs: dict[str, Tab] = {}
_acts: dict[str, PageAct] = {}


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


def register_act(act: PageAct) -> None:
    """Add a button; the same address again replaces the former one."""
    _acts[act.url_name] = act


def acts_of(member: Member, *, by: Scope) -> list[TabLink]:
    """The buttons that the person may press on this member's page."""
    allowed = [act for act in _acts.values() if member.is_active and by.may(act.verb)]
    links = ((act, reverse(act.url_name, args=[member.pk])) for act in allowed)
    return [TabLink(act.label, url, act.icon, is_current=False) for act, url in links]
