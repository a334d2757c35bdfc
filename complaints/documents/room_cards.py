"""The cards that hang in the rooms: a code to scan and a sentence in three languages, four cards to a sheet of A4."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Final

import segno
from django.conf import settings
from django.template.loader import render_to_string

from foundation.languages import to_traditional
from foundation.pdf import render_pdf

PIXELS: Final = 12
"""To a dark or light square of the code: sharp in print."""
SENTENCE: Final = "有不满意？扫码告诉我们，不用登录，也可以不留姓名。"
ENGLISH: Final = "Something wrong? Scan and tell us. No login, no name needed."


def render_cards(venue: str, cards: Sequence[tuple[str, str]]) -> bytes:
    """A sheet for each four (room, address); needs at least one. Raises Refused ``foundation.glyph_missing``."""
    folder = Path(settings.BASE_DIR) / "templates" / "complaints" / "pdf"
    pictures = {f"code-{number}": _code(address) for number, (_room, address) in enumerate(cards)}
    context = {
        "venue": venue,
        "cards": [(room, f"picture:code-{number}") for number, (room, _address) in enumerate(cards)],
        "sentences": [("zh-Hans", SENTENCE), ("zh-Hant", to_traditional(SENTENCE)), ("en", ENGLISH)],
    }
    html = render_to_string("complaints/pdf/room_cards.html", context)
    return render_pdf(html, stylesheets=(folder / "room_cards.css",), pictures=pictures)


def _code(address: str) -> bytes:
    """The address as a picture. A quarter of it may be worn off before it cannot be read any more."""
    picture = BytesIO()
    segno.make(address, error="q", micro=False).save(picture, kind="png", scale=PIXELS, border=2)
    return picture.getvalue()
