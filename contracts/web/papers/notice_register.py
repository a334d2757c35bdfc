"""The register of a contract's notices: how each was sent, whether it arrived, and what proves it."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from contracts.domain.papers.registers import WantedNotices
from contracts.models import Contract, Notice
from contracts.web.contract_page import contract_in_reach
from contracts.web.papers.forms import NoticeFilter
from foundation.web.csv_answer import csv_answer
from parties.web.access import ScopedRequest, route


@route(GET="contracts.see")
def notice_list(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """Every notice that a side gave."""
    contract = contract_in_reach(request, contract_id, verb="contracts.see")
    filters = NoticeFilter(request.GET)
    chosen = filters.chosen()
    context = {
        "contract": contract,
        "filters": filters,
        "is_narrowed": any(value for name, value in chosen.items() if name != "sort"),
        "rows": list(_rows(request, contract, chosen)),
    }
    return render(request, "contracts/papers/notice_list.html", context)


@route(GET="contracts.see")
def notice_export(request: ScopedRequest, contract_id: int) -> HttpResponseBase:
    """The same rows as a table for spreadsheets."""
    contract = contract_in_reach(request, contract_id, verb="contracts.see")
    rows = _rows(request, contract, NoticeFilter(request.GET).chosen())
    return csv_answer(_table(contract, rows), name=f"notices-{contract.number}.csv")


def _rows(request: ScopedRequest, contract: Contract, chosen: dict[str, str]) -> QuerySet[Notice]:
    return WantedNotices(**chosen).narrow(contract.notices.select_related("party", "proof"), by=request.scope)


def _table(contract: Contract, rows: QuerySet[Notice]) -> Iterator[Sequence[object]]:
    yield [
        _("Notice"),
        _("Given by"),
        _("To"),
        _("Sent by"),
        _("Sent on"),
        _("What it says"),
        _("State"),
        _("Delivered"),
        _("Proof of delivery"),
        _("Recorded by"),
    ]
    for row in rows:
        other = contract.party_b if row.party_id == contract.party_a_id else contract.party_a
        yield [
            row.get_kind_display(),
            row.party,
            other,
            row.get_channel_display(),
            row.sent_date.isoformat(),
            row.text,
            row.get_state_display(),
            timezone.localtime(row.delivered_at).strftime("%Y-%m-%d %H:%M") if row.delivered_at else "",
            row.proof.name if row.proof else row.acknowledged_by_name,
            row.by_name,
        ]
