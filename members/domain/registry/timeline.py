"""All that is known to have happened with a member, on one line of time; upper rooms and floors add what they know."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise

from members.models import Member
from parties.domain.scope import Scope

MOST: Final = 100
"""Rows that a source is asked for, and that a page shows."""


@dataclass(frozen=True)
class Happening:
    """One thing that happened: what in words (no personal data), when, who did it, and where to read more."""

    at: datetime
    text: str | Promise
    icon: str = "point"
    note: str = ""
    who: str = ""
    path: str = ""


Source = Callable[[Member, Scope], Iterable[Happening]]
"""What a source knows of a member, newest first, at most ``MOST``, of that only which the person may see."""

_sources: list[Source] = []


def register_timeline(source: Source) -> None:
    """Add a source; the same one again changes nothing."""
    if source not in _sources:
        _sources.append(source)


def timeline_of(member: Member, *, by: Scope) -> list[Happening]:
    """What happened with the member as far as this person may know, newest first, at most ``MOST``."""
    found = [happening for source in _sources for happening in source(member, by)]
    return sorted(found, key=lambda happening: happening.at, reverse=True)[:MOST]
