"""The month: what is due on which day."""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from contracts.domain.duties.obligation_lists import ROW, STATES, state_of
from contracts.models import Contract, Obligation
from contracts.models.contracts import Side
from contracts.web.duties.forms import CalendarFilter
from parties.web.access import ScopedRequest, route

MOST: Final = 1000
IN_A_DAY: Final = 4


@dataclass(frozen=True)
class Item:
    """An obligation in its day."""

    obligation: Obligation
    state: str

    @property
    def side(self) -> str:
        """Who owes it: Party A or Party B, and a third party by its name."""
        row = self.obligation
        sides = {row.contract.party_a_id: Side.A.label, row.contract.party_b_id: Side.B.label}
        return str(sides.get(row.debtor_id, row.debtor))


@dataclass(frozen=True)
class Day:
    """One day of the month's sheet. ``more`` is how many it holds beyond those shown."""

    date: date
    in_month: bool
    items: Sequence[Item]
    more: int

    @property
    def is_today(self) -> bool:
        return self.date == timezone.localdate()


@route(GET="obligations.see")
def month(request: ScopedRequest) -> HttpResponse:
    """One month as a sheet; on a phone as a list of its days."""
    filters = CalendarFilter(request.GET)
    wanted = filters.wanted()
    first = _month_asked(request.GET.get("month", ""))
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    shown = wanted.between(weeks[0][0], weeks[-1][-1])
    rows = Obligation.objects.within(request.scope, verb="obligations.see").select_related(*ROW)
    found = list(shown.narrow(rows, by=request.scope, at=timezone.now()).order_by(*shown.order.fields)[: MOST + 1])
    days = _by_day(found[:MOST])
    contracts = Contract.objects.within(request.scope, verb="obligations.see")
    context = {
        "first": first,
        "previous": _moved(first, -1),
        "next": _moved(first, 1),
        "weeks": [[_day(each, first, days) for each in week] for week in weeks],
        "weekdays": weeks[0],
        "filters": filters,
        "states": STATES,
        "is_cut": len(found) > MOST,
        "is_empty": not any(day.month == first.month for day in days),
        "contract": contracts.filter(pk=wanted.contract_id).first() if wanted.contract_id else None,
    }
    return render(request, "contracts/duties/calendar.html", context)


def _month_asked(text: str) -> date:
    """The first day of the month that was asked for as ``2026-11``; of this month for anything else."""
    found = re.fullmatch(r"(20[0-9]{2})-(0[1-9]|1[0-2])", text)
    if found:
        return date(int(found[1]), int(found[2]), 1)
    return timezone.localdate().replace(day=1)


def _moved(first: date, months: int) -> date:
    """The first day of a month before or after."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _by_day(rows: Sequence[Obligation]) -> dict[date, list[Obligation]]:
    days: dict[date, list[Obligation]] = {}
    for row in rows:
        days.setdefault(row.planned_day, []).append(row)
    return days


def _day(each: date, first: date, days: dict[date, list[Obligation]]) -> Day:
    rows = days.get(each, [])
    items = [Item(row, state_of(row)) for row in rows[:IN_A_DAY]]
    return Day(each, each.month == first.month, items, max(0, len(rows) - IN_A_DAY))
