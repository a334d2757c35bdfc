"""Obligations: what is owed under the contracts, by whom, until when; as a list and as a file."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from contracts.domain.duties.obligation_lists import ROW, STATES, state_of
from contracts.models import Contract, Obligation
from contracts.web.duties.forms import ObligationFilter
from foundation.keyset import page_of
from foundation.web.csv_answer import csv_answer
from parties.web.access import ScopedRequest, route

PAGE: Final = 30
MOST_EXPORTED: Final = 50_000


@route(GET="obligations.see")
def obligation_list(request: ScopedRequest) -> HttpResponse:
    """Open obligations by time left; the others on request."""
    filters = ObligationFilter(request.GET)
    wanted = filters.wanted()
    rows = wanted.narrow(_in_reach(request), by=request.scope, at=timezone.now())
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    contracts = Contract.objects.within(request.scope, verb="obligations.see")
    page = page_of(rows, wanted.order, before=before, after=after, size=PAGE)
    context = {
        "page": page,
        "rows": [(row, state_of(row)) for row in page.rows],
        "filters": filters,
        "wanted": wanted,
        "states": STATES,
        "contract": contracts.filter(pk=wanted.contract_id).first() if wanted.contract_id else None,
    }
    return render(request, "contracts/duties/obligation_list.html", context)


@route(GET="obligations.see")
def obligation_export(request: ScopedRequest) -> HttpResponseBase:
    """The same rows as a table for spreadsheets, at most the first fifty thousand."""
    wanted = ObligationFilter(request.GET).wanted()
    rows = wanted.narrow(_in_reach(request), by=request.scope, at=timezone.now()).order_by(*wanted.order.fields)
    day = timezone.localdate().isoformat()
    return csv_answer(_table(rows[:MOST_EXPORTED]), name=f"obligations-{day}.csv")


def _in_reach(request: ScopedRequest) -> QuerySet[Obligation]:
    return Obligation.objects.within(request.scope, verb="obligations.see").select_related(*ROW)


def _table(rows: QuerySet[Obligation]) -> Iterator[Sequence[object]]:
    yield [
        _("Contract"),
        _("Obligation"),
        _("Clause"),
        _("Owes"),
        _("Owed to"),
        _("Who answers for it"),
        _("Begins"),
        _("Due"),
        _("Done"),
        _("State"),
    ]
    for row in rows.select_related("creditor").iterator(chunk_size=1000):
        deadline = row.deadline
        moments = (deadline.started_at, deadline.due_at, deadline.done_at)
        yield [
            row.contract.number,
            row.title,
            row.clause.number,
            row.debtor,
            row.creditor,
            deadline.owner,
            *(timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else "" for at in moments),
            STATES[state_of(row)],
        ]
