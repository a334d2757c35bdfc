"""The report page: one period, with charts whose every bar opens its rows; as CSV and as PDF too."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from complaints.documents.report_pdf import render_report
from complaints.domain.reports.cost_figures import costs_of
from complaints.domain.reports.cuts import Cut
from complaints.domain.reports.figures import Breakdown, Line, Report, Share, report
from complaints.domain.reports.report_snapshot import report_snapshot
from complaints.web.reports.charts import Piece, Trend, pieces
from complaints.web.reports.forms import ReportFilter, name_of
from complaints.web.reports.pdf_answer import pdf_answer
from foundation.web.csv_answer import csv_answer
from parties.models import Venue
from parties.web.access import ScopedRequest, route

TITLES: dict[str, str | Promise] = {
    "clock": gettext_lazy("By step"),
    "department": gettext_lazy("By department"),
    "owner": gettext_lazy("By person"),
    "venue": gettext_lazy("By venue"),
    "channel": gettext_lazy("By channel"),
}


@dataclass(frozen=True)
class Bar:
    """A line of a breakdown as it is drawn: each piece with the address of its rows."""

    line: Line
    pieces: list[tuple[Piece, str]]
    address: str


@dataclass(frozen=True)
class Section:
    """A breakdown with its title."""

    title: str | Promise
    bars: list[Bar]


@route(GET="reports.see")
def report_page(request: ScopedRequest) -> HttpResponse:
    """The figures of a period, with the one before beside them."""
    form, figures = _figures(request)
    cut = figures.cut
    costs = costs_of(cut.period, request.scope, venue_id=cut.venue)
    context = {
        "filters": form,
        "figures": figures,
        "period_name": name_of(cut.period),
        "before_name": name_of(cut.period.previous),
        "total": [(piece, rows_of(cut, outcome=piece.outcome)) for piece in pieces(figures.total)],
        "total_rows": rows_of(cut, outcome="counted"),
        "received_rows": rows_of(cut),
        "counted": [(each, rows_of(cut, measure=each.measure.code)) for each in figures.counted],
        "sections": [Section(TITLES[each.field], _bars(cut, each)) for each in figures.breakdowns],
        "trend": Trend.of(figures.trend),
        "trend_rows": [(period, share, _of_period(cut, period.code)) for period, share in figures.trend],
        "costs": costs,
        "costs_total": sum(line.total for line in costs),
        "costs_address": _costs_address(cut),
        "sees_costs": request.scope.may("costs.see"),
        "query": urlencode(_base(cut)),
    }
    return render(request, "complaints/reports/report.html", context)


@route(GET="reports.see")
def report_csv(request: ScopedRequest) -> HttpResponseBase:
    """The same figures for a spreadsheet."""
    _form, figures = _figures(request)
    return csv_answer(_csv(figures), name=f"complaints-{figures.cut.period.code}.csv")


@route(GET="reports.see")
def report_pdf(request: ScopedRequest) -> HttpResponse:
    """The same figures on paper."""
    _form, figures = _figures(request)
    cut = figures.cut
    costs = costs_of(cut.period, request.scope, venue_id=cut.venue)
    mine = Venue.objects.within(request.scope, verb="reports.see")
    venues = mine.filter(pk=cut.venue) if cut.venue else mine
    content = render_report(report_snapshot(figures, costs, [venue.name for venue in venues], at=timezone.now()))
    return pdf_answer(content, name=f"complaints-{cut.period.code}.pdf")


def rows_of(cut: Cut, **narrower: object) -> str:
    """The address of the rows behind a figure."""
    asked = {name: value for name, value in narrower.items() if value not in (None, "")}
    return f"{reverse('complaints:report-rows')}?{urlencode(_base(cut) | asked)}"


def _figures(request: ScopedRequest) -> tuple[ReportFilter, Report]:
    venues = Venue.objects.within(request.scope, verb="reports.see").values_list("pk", "name")
    form = ReportFilter(request.GET, venues=venues, at=timezone.now())
    return form, report(form.cut, request.scope)


def _base(cut: Cut) -> dict[str, object]:
    found = {"period": cut.period.code, "venue": cut.venue, "channel": cut.channel}
    return {name: value for name, value in found.items() if value}


def _of_period(cut: Cut, code: str) -> str:
    return f"{reverse('complaints:report-rows')}?{urlencode(_base(cut) | {'period': code, 'outcome': 'counted'})}"


def _bars(cut: Cut, breakdown: Breakdown) -> list[Bar]:
    return [_bar(cut, breakdown.field, line) for line in breakdown.lines]


def _bar(cut: Cut, field: str, line: Line) -> Bar:
    drawn = [(piece, rows_of(cut, **{field: line.key}, outcome=piece.outcome)) for piece in pieces(line.share)]
    return Bar(line, drawn, rows_of(cut, **{field: line.key}, outcome="counted"))


def _costs_address(cut: Cut) -> str:
    """The month's costs; of a quarter the months to choose from."""
    if cut.period.is_month:
        return reverse("complaints:cost-month", args=[cut.period.first.year, cut.period.first.month])
    return reverse("complaints:cost-months")


def _csv(figures: Report) -> Iterator[list[object]]:
    yield [
        pgettext("report", "What"),
        "",
        pgettext("a limit", "In time"),
        _("Missed"),
        _("Of"),
        _("Percent"),
        _("Still open"),
        _("Percent before"),
    ]
    yield [_("All steps"), figures.cut.period.code, *_cells(figures.total), _percent(figures.before)]
    for breakdown in figures.breakdowns:
        for line in breakdown.lines:
            yield [TITLES[breakdown.field], line.label, *_cells(line.share), _percent(line.before)]
    for period, share in figures.trend:
        yield [_("Trend"), period.code, *_cells(share), ""]
    for each in figures.counted:
        yield [_("Complaints"), each.measure.label, each.count, "", figures.received, "", "", ""]


def _headings() -> list[str]:
    in_time = pgettext("a limit", "In time")
    return [in_time, _("Missed"), _("Of"), _("Percent"), _("Still open"), _("Percent before")]


def _cells(share: Share) -> list[object]:
    return [share.kept, share.missed, share.of, _percent(share), share.open]


def _percent(share: Share) -> object:
    return "" if share.percent is None else share.percent
