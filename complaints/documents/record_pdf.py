"""The record form of a complaint 投诉登记表 with its flow chart, as a PDF: from its snapshot and nothing else."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from complaints.documents.flow_chart import flow_chart
from foundation.pdf import ARCHIVAL, render_pdf

FOLDER = Path(settings.BASE_DIR) / "templates" / "complaints" / "pdf"


def render_record(snapshot: Mapping[str, Any]) -> bytes:
    """Print a complaint's record; the same snapshot gives the same bytes.

    Raises Refused ``foundation.glyph_missing`` for a character that no font can print.
    """
    html = render_to_string("complaints/pdf/record.html", {"record": snapshot, "chart": flow_chart(snapshot["flow"])})
    return render_pdf(html, stylesheets=(FOLDER / "paper.css",), variant=ARCHIVAL)
