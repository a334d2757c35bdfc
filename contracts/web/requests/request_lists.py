"""Requests between the sides: as a list and as a file."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from contracts.domain.requests.offers import VERB
from contracts.domain.requests.request_lists import ROW
from contracts.models import Contract
from contracts.models.requests import Request
from contracts.web.requests.request_filter import RequestFilter
from foundation.keyset import page_of
from foundation.web.csv_answer import csv_answer
from parties.web.access import ScopedRequest, route

PAGE: Final = 30
MOST_EXPORTED: Final = 50_000


@route(GET="requests.see")
def request_list(request: ScopedRequest) -> HttpResponse:
    """Open requests by time left; the others on request."""
    filters = RequestFilter(request.GET)
    wanted = filters.wanted()
    rows = wanted.narrow(_in_reach(request), by=request.scope)
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    contracts = Contract.objects.within(request.scope, verb="requests.see")
    contract = contracts.filter(pk=wanted.contract_id).first() if wanted.contract_id else None
    context = {
        "page": page_of(rows, wanted.order, before=before, after=after, size=PAGE),
        "filters": filters,
        "contract": contract,
        "may_ask": contract is not None and contract.is_running and request.scope.may(VERB),
    }
    return render(request, "contracts/requests/request_list.html", context)


@route(GET="requests.see")
def request_export(request: ScopedRequest) -> HttpResponseBase:
    """The same rows as a table for spreadsheets, at most the first fifty thousand."""
    wanted = RequestFilter(request.GET).wanted()
    rows = wanted.narrow(_in_reach(request), by=request.scope).order_by(*wanted.order.fields)
    day = timezone.localdate().isoformat()
    return csv_answer(_table(rows[:MOST_EXPORTED]), name=f"requests-{day}.csv")


def _in_reach(request: ScopedRequest) -> QuerySet[Request]:
    return Request.objects.within(request.scope, verb="requests.see").select_related(*ROW)


def _table(rows: QuerySet[Request]) -> Iterator[Sequence[object]]:
    yield [
        _("Contract"),
        _("Number"),
        _("Kind"),
        _("Subject"),
        _("Asked by"),
        _("Asked of"),
        _("Asked"),
        _("Due"),
        _("Decided"),
        _("Round"),
        _("State"),
    ]
    for row in rows.iterator(chunk_size=1000):
        moments = (row.asked_at, row.deadline.due_at, row.decided_at)
        yield [
            row.contract.number,
            row.pk,
            row.get_kind_display(),
            row.subject,
            row.asker,
            row.answerer,
            *(timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else "" for at in moments),
            row.round,
            row.get_state_display(),
        ]
