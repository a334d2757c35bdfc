"""The targets of a contract as a sheet: each period with its level, its measurement or the gap, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from contracts.domain.targets.verdicts import Target, TargetPeriod, periods_of, targets_of
from contracts.models import Breach, Contract, Measurement, Term


@dataclass(frozen=True)
class Entry:
    """What one side has measured in a period, and what it said before."""

    measurement: Measurement
    former: Sequence[Measurement]


@dataclass(frozen=True)
class Line:
    """One period: what each side measured (none: not measured), and the breaches that it proposed."""

    period: TargetPeriod
    entries: Sequence[Entry]
    breaches: Sequence[Breach]
    is_over: bool

    @property
    def is_measured(self) -> bool:
        """Whether a side has said what was reached in the whole period."""
        return any(not entry.measurement.is_interim for entry in self.entries)

    @property
    def differs(self) -> bool:
        """Whether the two sides have measured different values."""
        return len({entry.measurement.value for entry in self.entries if not entry.measurement.is_interim}) > 1

    @property
    def key(self) -> str:
        """How a form names the period."""
        return f"{self.period.target.term}~{self.period.window.first_day.isoformat()}"

    @property
    def is_gap(self) -> bool:
        """The period is over, and nobody has said what was reached."""
        return self.is_over and not self.is_measured


@dataclass(frozen=True)
class TargetSheet:
    """One target with its periods so far, the last one first. ``term`` is that of the period that runs."""

    target: Target
    term: Term
    lines: Sequence[Line]

    @property
    def gaps(self) -> int:
        """How many periods are over and not measured."""
        return sum(line.is_gap for line in self.lines)


def sheets_of(contract: Contract, *, at: datetime) -> list[TargetSheet]:
    """The targets of a contract and all that is known of them at ``at``."""
    rows = Measurement.objects.filter(contract=contract).select_related("file", "term", "party")
    found: dict[tuple[str, str], list[Measurement]] = {}
    for row in rows.order_by("pk"):
        found.setdefault((row.target, row.first_day.isoformat()), []).append(row)
    blamed: dict[int, list[Breach]] = {}
    for breach in Breach.objects.filter(measurement__contract=contract).select_related("at_fault"):
        blamed.setdefault(breach.measurement_id or 0, []).append(breach)
    sheets = []
    for target in targets_of(contract):
        lines = [_line(period, found, blamed, at=at) for period in periods_of(contract, target, at=at)]
        if lines:
            sheets.append(TargetSheet(target, lines[-1].period.term, lines[::-1]))
    return sheets


def _line(
    period: TargetPeriod,
    found: dict[tuple[str, str], list[Measurement]],
    blamed: dict[int, list[Breach]],
    *,
    at: datetime,
) -> Line:
    rows = found.get((period.target.term, period.window.first_day.isoformat()), [])
    return Line(
        period=period,
        entries=_entries(rows),
        breaches=[breach for row in rows for breach in blamed.get(row.pk, [])],
        is_over=period.window.due_at <= at,
    )


def _entries(rows: Sequence[Measurement]) -> list[Entry]:
    """Each side's last value with its earlier ones, in the order in which the sides began to measure."""
    of: dict[int, list[Measurement]] = {}
    for row in rows:
        of.setdefault(row.party_id, []).append(row)
    return [Entry(own[-1], own[:-1]) for own in of.values()]
