"""What stands in a person's calendar: obligations in their reach, and what floors above add of their own clocks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from contracts.documents.icalendar import Entry, Standing
from contracts.domain.duties.obligation_lists import STATES, state_of
from contracts.models import Obligation
from contracts.models.obligations import CAUSE_PATHS
from deadlines.models import Deadline
from parties.domain.scope import Scope

BEHIND: Final = timedelta(days=60)
AHEAD: Final = timedelta(days=400)
MOST: Final = 2000
LOADED: Final = ("contract", *CAUSE_PATHS, "deadline", "occurrence", "fulfilment", "debtor")


@dataclass(frozen=True)
class Stretch:
    """The time that a calendar covers."""

    since: datetime
    until: datetime


Source = Callable[[Scope, Stretch], Iterable[Entry]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Add what a floor above puts into a person's calendar; a second time changes nothing."""
    if source not in _sources:
        _sources.append(source)


def entries_of(scope: Scope, *, at: datetime) -> list[Entry]:
    """The entries of two months back and a year ahead, in order of time, in the language that is active."""
    stretch = Stretch(at - BEHIND, at + AHEAD)
    found = [entry for source in (obligations, *_sources) for entry in source(scope, stretch)]
    return sorted(found, key=lambda entry: (entry.due_at, entry.uid))[:MOST]


def obligations(scope: Scope, stretch: Stretch) -> Iterable[Entry]:
    """What is owed by and to the person's parties, and when."""
    rows = Obligation.objects.within(scope, verb="obligations.see").select_related(*LOADED)
    rows = rows.filter(deadline__due_at__range=(stretch.since, stretch.until))
    for row in rows.order_by("deadline__due_at", "pk")[:MOST]:
        state = state_of(row)
        words = _("Contract %(contract)s, clause %(clause)s. Owed by %(debtor)s. %(state)s.") % {
            "contract": row.contract.number,
            "clause": row.clause.number,
            "debtor": row.debtor.name,
            "state": STATES[state],
        }
        yield entry_of(
            row.deadline,
            name=f"obligation-{row.pk}",
            due_at=row.planned_at,
            summary=row.title if row.deadline.is_open else f"{STATES[state]}: {row.title}",
            words=words,
            path=reverse("contracts:obligation", args=[row.pk]),
        )


def entry_of(deadline: Deadline, *, name: str, due_at: datetime, summary: str, words: str, path: str) -> Entry:
    """The entry of a deadline. ``name`` stays the same for good; whenever the deadline changes, its revision grows."""
    revised = deadline.outcome_at or deadline.started_at
    pauses = int((deadline.due_at - deadline.first_due_at).total_seconds())
    return Entry(
        uid=f"{name}@{urlsplit(settings.SITE_URL).hostname or 'encore'}",
        due_at=due_at,
        summary=summary,
        description=words,
        url=settings.SITE_URL + path,
        revised_at=max(revised, deadline.done_at or revised),
        revision=pauses + (deadline.outcome is not None) + (deadline.done_at is not None),
        standing=Standing.CANCELLED if deadline.is_cancelled else Standing.CONFIRMED,
    )
