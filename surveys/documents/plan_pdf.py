"""The plan of improvement as a PDF: from its snapshot and nothing else."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string

from foundation.pdf import ARCHIVAL, render_pdf
from surveys.documents.report_pdf import FOLDER


def render_plan(snapshot: Mapping[str, Any]) -> bytes:
    """Print a plan; the same snapshot gives the same bytes. Raises Refused ``foundation.glyph_missing``."""
    html = render_to_string("surveys/pdf/plan.html", {"plan": snapshot})
    return render_pdf(html, stylesheets=(FOLDER / "results.css",), variant=ARCHIVAL)
