"""The figures of a report: how many limits were kept, of how many, by clock, department, owner, venue, channel (C10).

The database sums up; what comes back is a small table of groups, from which each breakdown is read. The number of
questions does not follow the number of complaints.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import Case, Count, IntegerField, Value, When
from django.utils.functional import Promise

from complaints.domain.clocks.rules import CLOCK
from complaints.domain.reports.cuts import DEPARTMENT, OPEN, Cut
from complaints.domain.reports.measures import MEASURES, Measure
from complaints.models import Channel
from deadlines.models import Outcome
from foundation.periods import Period
from parties.domain.roles import Role
from parties.domain.scope import Scope
from parties.models import User, Venue

TREND: Final = 6
"""How many periods the trend shows, this one included."""


@dataclass(frozen=True)
class Share:
    """How clocks stand: kept in time, missed, and still open (not in the denominator)."""

    kept: int = 0
    missed: int = 0
    open: int = 0

    @property
    def of(self) -> int:
        """The denominator: those that ended, in time or late."""
        return self.kept + self.missed

    @property
    def percent(self) -> int | None:
        """Kept of those that ended, in whole percent; never 100 while one was missed. ``None``: none has ended."""
        return self.kept * 100 // self.of if self.of else None


@dataclass(frozen=True)
class Line:
    """One line of a breakdown; ``key`` is its value in the cut, ``before`` the same in the period before."""

    label: str | Promise
    key: str
    share: Share
    before: Share


@dataclass(frozen=True)
class Breakdown:
    """The limits of a period by one thing; ``field`` is its name in the cut."""

    field: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Counted:
    """How many of the complaints received are so, now and in the period before."""

    measure: Measure
    count: int
    before: int


@dataclass(frozen=True)
class Report:
    """The figures of one period, with those of the one before."""

    cut: Cut
    total: Share
    before: Share
    received: int
    received_before: int
    counted: tuple[Counted, ...]
    breakdowns: tuple[Breakdown, ...]
    trend: tuple[tuple[Period, Share], ...]


Group = tuple[str, int | None, int, str]
"""Clock, owner, venue, channel."""
FIELDS: Final[tuple[tuple[str, Callable[[Group], object]], ...]] = (
    ("clock", lambda group: group[0]),
    ("department", lambda group: DEPARTMENT.get(group[0], "")),
    ("owner", lambda group: group[1]),
    ("venue", lambda group: group[2]),
    ("channel", lambda group: group[3]),
)


def report(cut: Cut, scope: Scope) -> Report:
    """The report of a period; of the cut only its period, venue and channel are looked at."""
    earlier = replace(cut, period=cut.period.previous)
    now, before = _groups(cut, scope), _groups(earlier, scope)
    received, counts = _counts(cut, scope)
    received_before, counts_before = _counts(earlier, scope)
    return Report(
        cut=cut,
        total=_sum(now.values()),
        before=_sum(before.values()),
        received=received,
        received_before=received_before,
        counted=tuple(Counted(each, counts[code], counts_before[code]) for code, each in MEASURES.items()),
        breakdowns=_breakdowns(now, before),
        trend=_trend(cut, scope),
    )


def _groups(cut: Cut, scope: Scope) -> dict[Group, Share]:
    fields = ("name", "deadline__owner", "complaint__venue", "complaint__channel")
    rows = cut.clocks(scope).order_by().values_list(*fields, "deadline__outcome").annotate(count=Count("pk"))
    found: dict[Group, Counter[str]] = {}
    for name, owner, venue, channel, outcome, count in rows:
        found.setdefault((name, owner, venue, channel), Counter())[outcome or OPEN] += count
    return {group: _share(counter) for group, counter in found.items()}


def _counts(cut: Cut, scope: Scope) -> tuple[int, dict[str, int]]:
    """All complaints of a cut, and how many of them each measure counts: one question."""
    sums: Mapping[str, Any] = {f"of_{code}": Count("pk", filter=each.condition()) for code, each in MEASURES.items()}
    found = cut.complaints(scope).aggregate(received=Count("pk"), **sums)
    return found["received"], {code: found[f"of_{code}"] for code in MEASURES}


def _trend(cut: Cut, scope: Scope) -> tuple[tuple[Period, Share], ...]:
    periods = cut.period.back(TREND)
    span = replace(cut, period=Period(periods[0].first, cut.period.after))
    which = Case(
        *(When(complaint__received_at__lt=each.until, then=Value(number)) for number, each in enumerate(periods)),
        output_field=IntegerField(),
    )
    rows = span.clocks(scope).order_by().annotate(bucket=which).values_list("bucket", "deadline__outcome")
    found = [Counter[str]() for _each in periods]
    for bucket, outcome, count in rows.annotate(count=Count("pk")):
        found[bucket][outcome or OPEN] += count
    return tuple((period, _share(counter)) for period, counter in zip(periods, found, strict=True))


def _breakdowns(now: Mapping[Group, Share], before: Mapping[Group, Share]) -> tuple[Breakdown, ...]:
    labels = _labels(now)
    return tuple(Breakdown(field, tuple(_lines(now, before, key, labels[field]))) for field, key in FIELDS)


def _lines(
    now: Mapping[Group, Share], before: Mapping[Group, Share], key: Callable[[Group], object], labels: Mapping[Any, Any]
) -> Iterable[Line]:
    """The lines of one breakdown, the least punctual first."""
    keys = dict.fromkeys(key(group) for group in now)
    lines = [Line(labels.get(each, "–"), str(each or ""), _of(now, key, each), _of(before, key, each)) for each in keys]
    return sorted(lines, key=lambda line: (_rank(line.share), -line.share.of, str(line.label)))


def _rank(share: Share) -> float:
    return share.kept / share.of if share.of else 2.0


def _of(groups: Mapping[Group, Share], key: Callable[[Group], object], value: object) -> Share:
    return _sum(share for group, share in groups.items() if key(group) == value)


def _labels(groups: Iterable[Group]) -> dict[str, Mapping[Any, str | Promise]]:
    groups = list(groups)
    people = User.objects.filter(pk__in={group[1] for group in groups})
    venues = Venue.objects.filter(pk__in={group[2] for group in groups})
    return {
        "clock": {name: rule.label for name, rule in CLOCK.items()},
        "department": {role.value: role.label for role in Role},
        "owner": {person.pk: person.name for person in people},
        "venue": {venue.pk: venue.name for venue in venues},
        "channel": {channel.value: channel.label for channel in Channel},
    }


def _sum(shares: Iterable[Share]) -> Share:
    kept = missed = unended = 0
    for share in shares:
        kept, missed, unended = kept + share.kept, missed + share.missed, unended + share.open
    return Share(kept, missed, unended)


def _share(counter: Mapping[str, int]) -> Share:
    return Share(counter[Outcome.KEPT], counter[Outcome.MISSED], counter[OPEN])
