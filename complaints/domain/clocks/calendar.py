"""Clocks of house rules in the calendar of whoever answers for them; those of a contract are its obligations."""

from collections.abc import Iterable

from django.urls import reverse

from complaints.models import Clock
from contracts.documents.icalendar import Entry
from contracts.domain.duties.calendar_entries import Stretch, entry_of
from parties.domain.scope import Scope


def house_clocks(scope: Scope, stretch: Stretch) -> Iterable[Entry]:
    """The undone steps that this person answers for where no contract runs; nothing of the customer is said."""
    mine = Clock.objects.undone().filter(obligation=None, deadline__owner=scope.user_id)
    for clock in mine.filter(deadline__due_at__range=(stretch.since, stretch.until)).select_related(
        "complaint__venue", "deadline"
    ):
        yield entry_of(
            clock.deadline,
            name=f"clock-{clock.pk}",
            due_at=clock.deadline.due_at,
            summary=f"{clock.complaint.number} · {clock.label}",
            words=clock.complaint.venue.name,
            path=reverse("complaints:detail", args=[clock.complaint_id]),
        )
