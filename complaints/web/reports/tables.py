"""The figures of a report as a table, for CSV and workbooks."""

from collections.abc import Iterator, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from complaints.domain.reports.cost_figures import CostLine
from complaints.domain.reports.figures import Report, Share

TITLES: dict[str, str | Promise] = {
    "clock": gettext_lazy("By step"),
    "department": gettext_lazy("By department"),
    "owner": gettext_lazy("By person"),
    "venue": gettext_lazy("By venue"),
    "channel": gettext_lazy("By channel"),
}


def table_of(figures: Report) -> Iterator[list[object]]:
    """The figures, line by line; the first holds the headings."""
    yield [pgettext("report", "What"), "", *_headings()]
    yield [_("All steps"), figures.cut.period.code, *_cells(figures.total), _percent(figures.before)]
    for breakdown in figures.breakdowns:
        for line in breakdown.lines:
            yield [TITLES[breakdown.field], line.label, *_cells(line.share), _percent(line.before)]
    for period, share in figures.trend:
        yield [_("Trend"), period.code, *_cells(share), ""]
    for each in figures.counted:
        yield [_("Complaints"), each.measure.label, each.count, "", figures.received, "", "", ""]


def cost_table_of(costs: Sequence[CostLine]) -> Iterator[list[object]]:
    """What each kind of cost came to, yuan."""
    yield [_("Kind"), pgettext("expense claim", "Settled"), _("Approved"), _("Total")]
    for line in costs:
        yield [line.label, line.settled, line.approved, line.total]


def _headings() -> list[str]:
    in_time = pgettext("a limit", "In time")
    return [in_time, _("Missed"), _("Of"), _("Percent"), _("Still open"), _("Percent before")]


def _cells(share: Share) -> list[object]:
    return [share.kept, share.missed, share.of, _percent(share), share.open]


def _percent(share: Share) -> object:
    return "" if share.percent is None else share.percent
