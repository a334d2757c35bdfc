"""The report page: one period, with charts whose every bar opens its rows; as CSV and as PDF too."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from complaints.domain.reports.bill_rates import bill_rates
from complaints.domain.reports.cost_figures import costs_of
from complaints.domain.reports.cuts import OPEN, Cut
from complaints.domain.reports.figures import Breakdown, Line, Report, Share, report
from complaints.domain.reports.report_snapshot import report_snapshot
from complaints.web.reports.charts import Piece, Trend, pieces
from complaints.web.reports.forms import ReportFilter, name_of
from complaints.web.reports.pdf_answer import pdf_answer
from complaints.web.reports.tables import TITLES, cost_table_of, table_of
from foundation.periods import Period
from foundation.web.csv_answer import csv_answer
from foundation.web.xlsx_answer import Sheet, xlsx_answer
from parties.models import Venue
from parties.web.access import ScopedRequest, route


@dataclass(frozen=True)
class Bar:
    """A line of a breakdown as it is drawn: each piece with the address of its rows."""

    line: Line
    pieces: list[tuple[Piece, str]]
    address: str
    before_address: str


@dataclass(frozen=True)
class TrendRow:
    """A period of the trend, with the addresses of what ended in it and of what is still open."""

    period: Period
    share: Share
    address: str
    open_address: str


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
    earlier = replace(cut, period=cut.period.previous)
    costs = costs_of(cut.period, request.scope, venue_id=cut.venue)
    context = {
        "filters": form,
        "figures": figures,
        "period_name": name_of(cut.period),
        "before_name": name_of(cut.period.previous),
        "total": [(piece, rows_of(cut, outcome=piece.outcome)) for piece in pieces(figures.total)],
        "total_rows": rows_of(cut, outcome="counted"),
        "received_rows": rows_of(cut),
        "before_rows": rows_of(earlier, outcome="counted"),
        "received_before_rows": rows_of(earlier),
        "counted": [
            (each, rows_of(cut, measure=each.measure.code), rows_of(earlier, measure=each.measure.code))
            for each in figures.counted
        ],
        "sections": [Section(TITLES[each.field], _bars(cut, each)) for each in figures.breakdowns],
        "trend": Trend.of(figures.trend, rows=lambda period: _in(cut, period, outcome="counted")),
        "trend_rows": [_trend_row(cut, period, share) for period, share in figures.trend],
        "bill_rates": [
            (rate, rows_of(cut, **{rate.field: rate.key}, founded="yes")) for rate in bill_rates(cut, request.scope)
        ],
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
    return csv_answer(table_of(figures), name=f"complaints-{figures.cut.period.code}.csv")


@route(GET="reports.see")
def report_xlsx(request: ScopedRequest) -> HttpResponseBase:
    """The same figures as a workbook, with the costs of the reader's own side on a sheet of their own."""
    _form, figures = _figures(request)
    cut = figures.cut
    sheets = [Sheet(_("Report"), table_of(figures))]
    if costs := costs_of(cut.period, request.scope, venue_id=cut.venue):
        sheets.append(Sheet(pgettext("navigation", "Costs"), cost_table_of(costs)))
    return xlsx_answer(sheets, name=f"complaints-{cut.period.code}.xlsx")


@route(GET="reports.see")
def report_pdf(request: ScopedRequest) -> HttpResponse:
    """The same figures on paper."""
    from complaints.documents.report_pdf import render_report

    _form, figures = _figures(request)
    cut = figures.cut
    costs = costs_of(cut.period, request.scope, venue_id=cut.venue)
    mine = Venue.objects.within(request.scope, verb="reports.see")
    venues = mine.filter(pk=cut.venue) if cut.venue else mine
    content = render_report(report_snapshot(figures, costs, [venue.name for venue in venues], at=timezone.now()))
    return pdf_answer(content, name=f"complaints-{cut.period.code}.pdf")


def rows_of(cut: Cut, **narrower: object) -> str:
    """The address of the rows behind a figure; those of another period by a cut of that period."""
    asked = {name: value for name, value in narrower.items() if value not in (None, "")}
    return f"{reverse('complaints:report-rows')}?{urlencode(_base(cut) | asked)}"


def _figures(request: ScopedRequest) -> tuple[ReportFilter, Report]:
    venues = Venue.objects.within(request.scope, verb="reports.see").values_list("pk", "name")
    form = ReportFilter(request.GET, venues=venues, at=timezone.now())
    return form, report(form.cut, request.scope)


def _base(cut: Cut) -> dict[str, object]:
    found = {"period": cut.period.code, "venue": cut.venue, "channel": cut.channel}
    return {name: value for name, value in found.items() if value}


def _in(cut: Cut, period: Period, **narrower: object) -> str:
    return rows_of(replace(cut, period=period), **narrower)


def _bars(cut: Cut, breakdown: Breakdown) -> list[Bar]:
    return [_bar(cut, breakdown.field, line) for line in breakdown.lines]


def _bar(cut: Cut, field: str, line: Line) -> Bar:
    drawn = [(piece, rows_of(cut, **{field: line.key}, outcome=piece.outcome)) for piece in pieces(line.share)]
    before = _in(cut, cut.period.previous, **{field: line.key}, outcome="counted")
    return Bar(line, drawn, rows_of(cut, **{field: line.key}, outcome="counted"), before)


def _trend_row(cut: Cut, period: Period, share: Share) -> TrendRow:
    return TrendRow(period, share, _in(cut, period, outcome="counted"), _in(cut, period, outcome=OPEN))


def _costs_address(cut: Cut) -> str:
    """The month's costs; of a quarter the months to choose from."""
    if cut.period.is_month:
        return reverse("complaints:cost-month", args=[cut.period.first.year, cut.period.first.month])
    return reverse("complaints:cost-months")
