"""What comes again: the same cause, room, person or subject at a venue, always with what it is counted out of (C8).

Dismissed complaints are left out of both figures: they were found to be none. Merged ones are counted with the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, OuterRef, QuerySet, Subquery

from complaints.models import Cause, CauseFinding, Complaint, Sameness, Stage, Subject
from complaints.models.complaints import ComplaintQuerySet
from foundation.typed_ids import typed_id

LOOK_BACK: Final = timedelta(days=90)
REPEATED: Final = 2
"""From how many complaints on something is listed as coming again."""


@dataclass(frozen=True)
class Window:
    """A stretch of time: from ``since`` on, before ``until``."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class Counted:
    """How often something came, out of how many complaints; ``key`` finds the rows again (0 or "": nothing named)."""

    sameness: str
    key: str
    label: str
    count: int
    of: int

    @property
    def percent(self) -> int:
        """The share, rounded to a whole per cent."""
        return round(100 * self.count / self.of) if self.of else 0


def founded(rows: ComplaintQuerySet, window: Window) -> ComplaintQuerySet:
    """Those received in the window, neither dismissed nor merged, with their cause as last found (``cause``)."""
    last = CauseFinding.objects.filter(complaint=OuterRef("pk")).order_by("-pk").values("cause")[:1]
    received = rows.filter(received_at__gte=window.since, received_at__lt=window.until)
    return received.exclude(state__in=[Stage.DISMISSED, Stage.MERGED]).annotate(cause=Subquery(last))


def like(rows: QuerySet[Complaint], sameness: str, key: str) -> QuerySet[Complaint]:
    """Those of them with this cause, room, person or subject; the key is a value of the choice, or an id."""
    if sameness in (Sameness.ROOM, Sameness.PERSON):
        number = typed_id(key) or 0
        return rows.filter(**{"room" if sameness == Sameness.ROOM else "concerns": number})
    return rows.filter(**{sameness: key or None}) if sameness in Sameness.values else rows.none()


def key_of(complaint: Complaint, sameness: str) -> str:
    """By what others are the same as this one; empty where it has none (no room, nobody concerned, no cause yet)."""
    if sameness == Sameness.CAUSE:
        last = complaint.findings.order_by("-pk").first()
        return last.cause if last else ""
    if sameness == Sameness.SUBJECT:
        return complaint.subject
    return str((complaint.room_id if sameness == Sameness.ROOM else complaint.concerns_id) or "")


def count_like(complaint: Complaint, sameness: str, window: Window) -> tuple[int, int]:
    """How many complaints at the venue in the window are the same as this one, and how many there were in all."""
    rows = founded(Complaint.objects.filter(venue=complaint.venue_id), window)
    key = key_of(complaint, sameness)
    return (like(rows, sameness, key).count() if key else 0), rows.count()


def earlier_ones(complaint: Complaint) -> list[tuple[Sameness, Sequence[Complaint]]]:
    """Complaints of the 90 days before this one with the same room, person or subject, the newest first, five each."""
    window = Window(complaint.received_at - LOOK_BACK, complaint.received_at)
    rows = founded(Complaint.objects.filter(venue=complaint.venue_id).exclude(pk=complaint.pk), window)
    found: list[tuple[Sameness, Sequence[Complaint]]] = []
    for sameness in (Sameness.ROOM, Sameness.PERSON, Sameness.SUBJECT):
        key = key_of(complaint, sameness)
        same = list(like(rows, sameness, key).order_by("-received_at", "-pk")[:5]) if key else []
        if same:
            found.append((sameness, same))
    return found


def causes(rows: ComplaintQuerySet, window: Window) -> list[Counted]:
    """How many of the complaints came from each cause; last, those of which it is not known yet."""
    counts = _counts(founded(rows, window), "cause")
    of = sum(counts.values())
    known = [Counted(Sameness.CAUSE, cause, str(cause.label), counts.get(cause.value, 0), of) for cause in Cause]
    return [*sorted(known, key=lambda each: -each.count), Counted(Sameness.CAUSE, "", "", counts.get(None, 0), of)]


def subjects(rows: ComplaintQuerySet, window: Window) -> list[Counted]:
    """How many of the complaints were about each subject, the most frequent first."""
    counts = _counts(founded(rows, window), "subject")
    of = sum(counts.values())
    found = [Counted(Sameness.SUBJECT, each, str(each.label), counts.get(each.value, 0), of) for each in Subject]
    return sorted(found, key=lambda each: -each.count)


def rooms(rows: ComplaintQuerySet, window: Window) -> list[Counted]:
    """The rooms that were complained of more than once."""
    return _repeated(founded(rows, window), Sameness.ROOM, "room")


def people(rows: ComplaintQuerySet, window: Window) -> list[Counted]:
    """The people whom more than one complaint concerns."""
    return _repeated(founded(rows, window), Sameness.PERSON, "concerns")


def _counts(rows: QuerySet[Complaint], field: str) -> dict[str | None, int]:
    grouped = rows.order_by().values_list(field).annotate(count=Count("pk"))
    return dict(grouped)


def _repeated(rows: QuerySet[Complaint], sameness: Sameness, field: str) -> list[Counted]:
    named = rows.exclude(**{field: None}).order_by().values_list(field, f"{field}__name").annotate(count=Count("pk"))
    of = rows.count()
    found = [Counted(sameness, str(pk), name, count, of) for pk, name, count in named if count >= REPEATED]
    return sorted(found, key=lambda each: (-each.count, each.label))
