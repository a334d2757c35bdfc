"""What stands around every page: the places a person may go to, who they are, and how they like to read.

The floors above add their places with :func:`register` in ``AppConfig.ready()``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from parties.domain.scope import Scope
from parties.models import Party

THEME_COOKIE = "encore_theme"
THEMES = ("light", "dark")
BAR_PLACES = 4

HANDLING: Final[Promise] = pgettext_lazy("navigation", "Handling")
MEMBERS: Final[Promise] = pgettext_lazy("navigation", "Members")
SURVEYS: Final[Promise] = pgettext_lazy("navigation", "Surveys")
CONTRACTS: Final[Promise] = pgettext_lazy("navigation", "Agreements")
MONEY: Final[Promise] = pgettext_lazy("navigation", "Money")
HOUSE: Final[Promise] = pgettext_lazy("navigation", "House")
"""The headings under which places stand."""
AREAS: Final[tuple[str | Promise, ...]] = ("", HANDLING, MEMBERS, SURVEYS, CONTRACTS, MONEY, HOUSE)
"""The headings in order; what has none stands on top."""


@dataclass(frozen=True)
class NavEntry:
    """A place in the navigation, shown to whoever may do ``verb``. Lower ``order`` comes first.

    ``area`` is the heading under which it stands, next to each other in order; places without one stand on top.
    """

    label: str | Promise
    url_name: str
    icon: str
    verb: str
    order: int = 100
    area: str | Promise = ""


@dataclass(frozen=True)
class Place:
    """A navigation entry as one request sees it."""

    label: str | Promise
    url: str
    icon: str
    is_current: bool
    area: str


_entries: dict[str, NavEntry] = {}


def register(entry: NavEntry) -> None:
    """Add a place to the navigation; the same address registered again replaces the former entry."""
    _entries[entry.url_name] = entry


def entries_for(scope: Scope | None) -> list[NavEntry]:
    """The places this scope may visit, heading by heading, in order. Nobody signed in: none."""
    if scope is None:
        return []
    allowed = (entry for entry in _entries.values() if scope.may(entry.verb))
    return sorted(allowed, key=lambda entry: (AREAS.index(entry.area), entry.order, entry.url_name))


class Shell:
    """The surroundings of one page, worked out only as far as its template asks."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def scope(self) -> Scope | None:
        """The request's scope, for a signed-in person."""
        scope: Scope | None = getattr(self.request, "scope", None)
        return scope if scope is not None and scope.user_id is not None else None

    @cached_property
    def places(self) -> list[Place]:
        """The navigation; the current place is the one with the longest address that leads here."""
        found = [(entry, reverse(entry.url_name)) for entry in entries_for(self.scope)]
        here = max((url for _, url in found if self._leads_here(url)), key=len, default="")
        return [Place(entry.label, url, entry.icon, url == here, str(entry.area)) for entry, url in found]

    @cached_property
    def areas(self) -> list[tuple[str, list[Place]]]:
        """The places under their headings."""
        return [(area, list(places)) for area, places in groupby(self.places, key=lambda place: place.area)]

    @property
    def bar(self) -> list[Place]:
        """What fits the phone's bar; the rest is behind "More"."""
        return self.places if len(self.places) <= BAR_PLACES + 1 else self.places[:BAR_PLACES]

    @property
    def more(self) -> list[Place]:
        """The places that do not fit the phone's bar."""
        return self.places[len(self.bar) :]

    @cached_property
    def more_is_current(self) -> bool:
        """Whether the page at hand is one of those behind "More"."""
        return any(place.is_current for place in self.more)

    @property
    def theme(self) -> str:
        """``light`` or ``dark`` when the reader chose one; empty: as their system says."""
        chosen = self.request.COOKIES.get(THEME_COOKIE, "")
        return chosen if chosen in THEMES else ""

    @property
    def installation(self) -> str:
        """The name the operator gave this installation; empty when none."""
        return str(getattr(settings, "INSTALLATION_NAME", ""))

    @cached_property
    def roles(self) -> list[str | Promise]:
        """The person's roles, in words, each once."""
        return list(dict.fromkeys(hat.role.label for hat in self.scope.hats)) if self.scope else []

    @cached_property
    def parties(self) -> list[str]:
        """The names of the parties the person acts for."""
        if self.scope is None or not self.scope.party_ids:
            return []
        own = Party.objects.filter(pk__in=self.scope.party_ids)
        return [str(party) for party in own.order_by("pk")]

    def _leads_here(self, url: str) -> bool:
        path = self.request.path
        return path == url or (url != "/" and path.startswith(url))


def shell(request: HttpRequest) -> dict[str, Callable[[], Shell] | Shell]:
    """Context processor: ``shell`` is what ``base.html`` draws around the page."""
    return {"shell": Shell(request)}
