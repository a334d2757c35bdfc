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
SENTENCE: Final = "今晚过得怎么样？扫码答几个问题，不留姓名，谁也看不出是您答的。"
ENGLISH: Final = "How was your evening? Scan and answer a few questions. No name; nobody can tell it was you."


def render_door_cards(venue: str, cards: Sequence[tuple[str, str]]) -> bytes:
    """A sheet for each four (room, address); needs at least one. Raises Refused ``foundation.glyph_missing``."""
    folder = Path(settings.BASE_DIR) / "templates" / "surveys" / "pdf"
    pictures = {f"code-{number}": code_picture(address) for number, (_room, address) in enumerate(cards)}
    context = {
        "venue": venue,
        "cards": [(room, f"picture:code-{number}") for number, (room, _address) in enumerate(cards)],
        "sentences": [("zh-Hans", SENTENCE), ("zh-Hant", to_traditional(SENTENCE)), ("en", ENGLISH)],
    }
    html = render_to_string("surveys/pdf/door_cards.html", context)
    return render_pdf(html, stylesheets=(folder / "door_cards.css",), pictures=pictures)


def code_picture(address: str) -> bytes:
    """The address as a picture. A quarter of it may be worn off before it cannot be read any more."""
    picture = BytesIO()
    segno.make(address, error="q", micro=False).save(picture, kind="png", scale=PIXELS, border=2)
    return picture.getvalue()
