"""A questionnaire on paper: numbered sheets with boxes to tick, lines to write on, and a code for who types it in."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from foundation.pdf import render_pdf
from surveys.documents.door_cards import code_picture

LINES: Final = 3
"""To write a free text on."""


@dataclass(frozen=True)
class Sheet:
    """One sheet: what stands in its corner, and where its code leads."""

    number: str
    address: str


@dataclass(frozen=True)
class Asked:
    """One question as it is printed."""

    number: int
    title: str
    help: str
    kind: str
    marks: Sequence[str]
    """What stands beside the boxes: options, or points."""
    rows: Sequence[str]
    when: str
    """When it is to be answered; empty: by everybody."""


@dataclass(frozen=True)
class Printed:
    """What all the sheets of a wave have in common: a heading, and titled sections of questions."""

    house: str
    title: str
    language: str
    sections: Sequence[tuple[str, Sequence[Asked]]]


def render_sheets(printed: Printed, sheets: Sequence[Sheet]) -> bytes:
    """One A4 sheet, front and back, for each; needs at least one. Raises Refused ``foundation.glyph_missing``."""
    folder = Path(settings.BASE_DIR) / "templates" / "surveys" / "pdf"
    pictures = {f"code-{place}": code_picture(sheet.address) for place, sheet in enumerate(sheets)}
    context: dict[str, Any] = {
        "printed": printed,
        "sheets": [(sheet, f"picture:code-{place}") for place, sheet in enumerate(sheets)],
        "lines": range(LINES),
    }
    with translation.override(printed.language):
        html = render_to_string("surveys/pdf/sheets.html", context)
    return render_pdf(html, stylesheets=(folder / "sheets.css",), pictures=pictures)
