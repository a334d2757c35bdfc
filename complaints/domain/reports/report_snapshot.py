"""What a printed report holds: the figures of a period, as plain values in both languages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from complaints.domain.reports.cost_figures import CostLine
from complaints.domain.reports.figures import Breakdown, Report, Share
from complaints.domain.reports.record_snapshot import both, moment
from foundation.money import shown

SCHEMA = "encore/complaint-report/1"


def report_snapshot(
    figures: Report, costs: Sequence[CostLine], venues: Sequence[str], *, at: datetime
) -> dict[str, Any]:
    """A report as JSON; ``costs`` are those of the reader's own side."""
    cut = figures.cut
    return {
        "schema": SCHEMA,
        "period": cut.period.code,
        "before_period": cut.period.previous.code,
        "since": moment(cut.period.since),
        "until": moment(cut.period.until),
        "printed": moment(at),
        "venues": list(venues),
        "received": figures.received,
        "received_before": figures.received_before,
        "total": _share(figures.total),
        "before": _share(figures.before),
        "counted": [
            {"label": both(lambda each=each: each.measure.label), "count": each.count, "before": each.before}  # type: ignore[misc]
            for each in figures.counted
        ],
        "breakdowns": [_breakdown(each) for each in figures.breakdowns],
        "trend": [{"period": period.code, **_share(share)} for period, share in figures.trend],
        "costs": [{"label": line.label, "total": shown(line.total)} for line in costs],
    }


def _breakdown(breakdown: Breakdown) -> dict[str, Any]:
    lines = [
        {"label": both(lambda line=line: line.label), **_share(line.share), "before": _share(line.before)}  # type: ignore[misc]
        for line in breakdown.lines
    ]
    return {"field": breakdown.field, "lines": lines}


def _share(share: Share) -> dict[str, Any]:
    return {"kept": share.kept, "missed": share.missed, "open": share.open, "of": share.of, "percent": share.percent}
