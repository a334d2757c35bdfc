"""The report of a period as a PDF: from its snapshot and nothing else."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string

from foundation.pdf import ARCHIVAL, render_pdf

FOLDER = Path(settings.BASE_DIR) / "templates" / "complaints" / "pdf"
TITLES: Final = {
    "clock": {"zh": "按环节", "en": "By step"},
    "department": {"zh": "按部门", "en": "By department"},
    "owner": {"zh": "按责任人", "en": "By person"},
    "venue": {"zh": "按门店", "en": "By venue"},
    "channel": {"zh": "按渠道", "en": "By channel"},
}


def render_report(snapshot: Mapping[str, Any]) -> bytes:
    """Print a report; the same snapshot gives the same bytes. Raises Refused ``foundation.glyph_missing``."""
    sections = [
        {"title": TITLES[each["field"]], "lines": [_with_bar(line) for line in each["lines"]]}
        for each in snapshot["breakdowns"]
        if each["lines"]
    ]
    trend = [_with_bar(each) for each in snapshot["trend"]]
    context = {"report": snapshot, "sections": sections, "trend": trend}
    html = render_to_string("complaints/pdf/report.html", context)
    return render_pdf(html, stylesheets=(FOLDER / "paper.css",), variant=ARCHIVAL)


def _with_bar(line: Mapping[str, Any]) -> dict[str, Any]:
    """The line with its bar: where "kept" and "missed" end, in percent of all."""
    whole = line["of"] + line["open"]
    kept = round(100 * line["kept"] / whole, 2) if whole else 0
    missed = round(100 * line["missed"] / whole, 2) if whole else 0
    return {**line, "kept_width": kept, "missed_width": missed}
