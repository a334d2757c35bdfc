"""The report of a survey as a PDF: from its snapshot and nothing else."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string

from foundation.pdf import ARCHIVAL, render_pdf

FOLDER: Final = Path(settings.BASE_DIR) / "templates" / "surveys" / "pdf"
SHADES: Final = ("#a3221b", "#d98c7a", "#d8d2cb", "#8fb9a0", "#2f7d56")
"""Of the answers to a rating, from bad to good; longer scales take the nearest."""


def render_report(snapshot: Mapping[str, Any]) -> bytes:
    """Print a report; the same snapshot gives the same bytes. Raises Refused ``foundation.glyph_missing``."""
    context = {"report": snapshot, "items": [_drawn(item) for item in snapshot["items"]]}
    html = render_to_string("surveys/pdf/report.html", context)
    return render_pdf(html, stylesheets=(FOLDER / "results.css",), variant=ARCHIVAL)


def _drawn(item: Mapping[str, Any]) -> dict[str, Any]:
    """The item with its answers as one stacked bar; of answers that exclude each other they make up the whole."""
    pieces, x = [], 0.0
    last = max(1, len(item["options"]) - 1)
    for number, option in enumerate(item["options"]):
        if item["good"] and option["percent"]:
            shade = SHADES[round(number * (len(SHADES) - 1) / last)]
            pieces.append({"x": round(x, 2), "width": round(option["percent"], 2), "shade": shade})
            x += option["percent"]
    return {**item, "pieces": pieces}
