"""The cohort grid: who joined together, and how many of them still come."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from foundation.periods import Period, months_on
from foundation.web.csv_answer import csv_answer
from members.domain.retention import tallying
from members.domain.retention.cohorts import MONTHS, Cell, Cohort, grid
from members.web.retention.asking import Asked, asked_of
from parties.web.access import ScopedRequest, route


@dataclass(frozen=True)
class Line:
    """A cohort with the addresses of its members, and of those in each cell."""

    cohort: Cohort
    address: str
    cells: Sequence[tuple[Cell, str]]


@route(GET="retention.see")
def cohorts_page(request: ScopedRequest) -> HttpResponse:
    """Twelve joining months, each followed to the last month."""
    asked = asked_of(request)
    lines = _lines(asked)
    context = {
        "asked": asked,
        "lines": lines,
        "has_members": any(line.cohort.size for line in lines),
        "months": range(MONTHS),
        "counted_at": tallying.counted_at(asked.party.pk),
    }
    return render(request, "members/retention/cohorts.html", context)


@route(GET="retention.see")
def cohorts_csv(request: ScopedRequest) -> HttpResponseBase:
    """The grid for a spreadsheet, as counts: per cents are one division away, and exact."""
    asked = asked_of(request)
    return csv_answer(_csv(asked), name=f"cohorts-{asked.period.code}.csv")


def _lines(asked: Asked) -> list[Line]:
    return [_line(asked, cohort) for cohort in _cohorts(asked)]


def _cohorts(asked: Asked) -> list[Cohort]:
    until = asked.period.last.replace(day=1)
    months = [Period(months_on(until, -back), months_on(until, 1 - back)) for back in range(MONTHS)]
    sizes = {month: counts.joined for month, counts in tallying.trend(asked.reach, months).items()}
    return grid(sizes, tallying.cohorts(asked.reach, until), until=until)


def _line(asked: Asked, cohort: Cohort) -> Line:
    joined = f"{cohort.joined:%Y-%m}"
    cells = [(cell, asked.address("cohort", joined=joined, month=f"{cell.month:%Y-%m}")) for cell in cohort.cells]
    return Line(cohort, asked.address("cohort", joined=joined), cells)


def _csv(asked: Asked) -> Iterator[list[object]]:
    yield [_("Joined"), _("Members"), *(_("Month %(number)s") % {"number": number} for number in range(MONTHS))]
    for cohort in _cohorts(asked):
        yield [f"{cohort.joined:%Y-%m}", cohort.size, *(cell.rate.count for cell in cohort.cells)]
