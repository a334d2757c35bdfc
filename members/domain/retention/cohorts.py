"""The cohort grid: of the members who joined in one month, how many came in each month since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from foundation.periods import months_on
from members.domain.retention.rates import Rate

MONTHS: Final = 12
"""How many joining months the grid shows, and how many months it follows each."""


def months_between(first: date, later: date) -> int:
    """How many months lie between the first days of two months."""
    return (later.year - first.year) * 12 + later.month - first.month


@dataclass(frozen=True)
class Cell:
    """The members of a cohort who came in ``month``, its ``since``-th after joining."""

    month: date
    since: int
    rate: Rate


@dataclass(frozen=True)
class Cohort:
    """Who joined in one month, and the months since; the grid of the youngest one is shortest."""

    joined: date
    size: int
    cells: Sequence[Cell]


def grid(sizes: Mapping[date, int], seen: Mapping[tuple[date, date], int], *, until: date) -> list[Cohort]:
    """The cohorts of the ``MONTHS`` months that end with ``until``, the oldest first.

    ``sizes``: joining month → members; ``seen``: (joining month, month) → those of them who came in that month.
    """
    return [
        _cohort(joined, sizes.get(joined, 0), seen, until)
        for joined in (months_on(until, -back) for back in range(MONTHS - 1, -1, -1))
    ]


def _cohort(joined: date, size: int, seen: Mapping[tuple[date, date], int], until: date) -> Cohort:
    months = [months_on(joined, since) for since in range(months_between(joined, until) + 1)]
    cells = [Cell(month, since, Rate(seen.get((joined, month), 0), size)) for since, month in enumerate(months)]
    return Cohort(joined, size, cells)
