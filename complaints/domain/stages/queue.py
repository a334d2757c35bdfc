"""Lists of complaints that cost the same on any page: ordered by an index, continued from a key, never by counting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.dateparse import parse_datetime

from complaints.domain.stages.transitions import MAY_DO, NEXT
from complaints.models import ENDED, Clock, Complaint
from parties.domain.scope import Scope

PAGE: Final = 30
MAY_BE_EMPTY: Final = frozenset({"urgent_at"})
"""Moments by which is sorted, and which not every complaint has."""


@dataclass(frozen=True)
class Key:
    """The place of one complaint in a list: its sorting moment (none: after all others) and its id."""

    moment: datetime | None
    pk: int

    def __str__(self) -> str:
        return f"{self.moment.isoformat() if self.moment else ''}~{self.pk}"

    @classmethod
    def parse(cls, text: str) -> "Key | None":
        """The key that :meth:`__str__` wrote; ``None`` for anything else."""
        moment, _, pk = text.partition("~")
        try:
            when = parse_datetime(moment) if moment else None
        except ValueError:
            return None
        if not (pk.isascii() and pk.isdigit() and len(pk) < 19) or (moment and (when is None or when.tzinfo is None)):
            return None
        return cls(when, int(pk))


@dataclass(frozen=True)
class Page:
    """A stretch of a list, and the keys from which to read on in both directions (empty: nothing there)."""

    rows: Sequence[Complaint]
    before: str
    after: str


def open_ones(rows: QuerySet[Complaint]) -> QuerySet[Complaint]:
    """Those still being handled."""
    return rows.exclude(state__in=ENDED)


def mine(rows: QuerySet[Complaint], scope: Scope) -> QuerySet[Complaint]:
    """Open ones with a step for which this person answers, in time or late."""
    steps = Clock.objects.undone().filter(complaint=OuterRef("pk"), deadline__owner=scope.user_id)
    return open_ones(rows).filter(Exists(steps))


def without_clock(scope: Scope, *, most: int) -> list[Complaint]:
    """Open ones in which no clock runs and this person may take the step forward, the oldest first.

    Nobody answers for such a step by name, and no limit would bring it to anybody's eyes.
    """
    found: list[Complaint] = []
    for verb in dict.fromkeys(MAY_DO[step] for step in NEXT.values()):
        if scope.may(verb):
            stages = [stage for stage, step in NEXT.items() if MAY_DO[step] == verb]
            mine = open_ones(Complaint.objects.within(scope, verb=verb)).filter(urgent_at=None, state__in=stages)
            found += mine.select_related("venue", "room").order_by("pk")[:most]
    return sorted(found, key=lambda complaint: complaint.pk)[:most]


def by_time_left(rows: QuerySet[Complaint], *, before: str = "", after: str = "", size: int = PAGE) -> Page:
    """The most urgent undone step first; complaints in which no clock runs come last."""
    return _page(rows, "urgent_at", before=Key.parse(before), after=Key.parse(after), size=size)


def newest_first(rows: QuerySet[Complaint], *, before: str = "", after: str = "", size: int = PAGE) -> Page:
    """The last one received first."""
    return _page(rows, "-received_at", before=Key.parse(before), after=Key.parse(after), size=size)


def oldest_first(rows: QuerySet[Complaint], *, before: str = "", after: str = "", size: int = PAGE) -> Page:
    """The one that has waited longest since it was received first."""
    return _page(rows, "received_at", before=Key.parse(before), after=Key.parse(after), size=size)


def _page(rows: QuerySet[Complaint], order: str, *, before: Key | None, after: Key | None, size: int) -> Page:
    field, falling = order.removeprefix("-"), order.startswith("-")
    backwards = before is not None
    start = before or after
    if start is not None:
        rows = rows.filter(_beyond(field, start, upwards=falling == backwards))
    ordered = rows.order_by(order, "-pk" if falling else "pk")
    if backwards:
        ordered = ordered.reverse()
    found = list(with_steps(ordered)[: size + 1])
    has_more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    more_before = has_more if backwards else after is not None
    more_after = True if backwards else has_more
    keys = [str(Key(getattr(row, field), row.pk)) for row in found]
    return Page(found, keys[0] if keys and more_before else "", keys[-1] if keys and more_after else "")


def _beyond(field: str, key: Key, *, upwards: bool) -> Q:
    """Rows past the key; an empty moment counts as later than all others, as the database sorts it."""
    side = "gt" if upwards else "lt"
    if key.moment is None:
        level = Q(**{field: None, f"pk__{side}": key.pk})
        return level if upwards else level | Q(**{f"{field}__isnull": False})
    past = Q(**{f"{field}__{side}": key.moment}) | Q(**{field: key.moment, f"pk__{side}": key.pk})
    if upwards and field in MAY_BE_EMPTY:
        return past | Q(**{field: None})
    # Said first, so that the index is entered there: of the two halves alone it knows no beginning.
    return Q(**{f"{field}__{side}e": key.moment}) & past


def with_steps(rows: QuerySet[Complaint]) -> QuerySet[Complaint]:
    """With venue, room and the undone steps loaded, also those of the duplicates that are handled with each: lists are
    sorted by the most urgent of all of these (``Complaint.next_clock``)."""
    undone = Clock.objects.undone().select_related("deadline__owner").order_by("deadline__due_at", "pk")
    steps = Prefetch("clocks", undone, to_attr="undone")
    merged = Prefetch("merged_in", Complaint.objects.only("pk", "merged_into").prefetch_related(steps))
    return rows.select_related("venue", "room").prefetch_related(steps, merged)
