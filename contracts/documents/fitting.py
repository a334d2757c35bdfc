"""Making words fit their place: how large a title is set, where it may be broken, where a running head is cut."""

import re
import unicodedata

# Full-width characters that fit on one line of the cover at the largest size, and on its seven lines at the second.
_FITS_LARGE = 14
_FITS_LONG = 66
# After these a Chinese title may be broken; anywhere else would tear a word.
_BREAK = re.compile(r"(?<=[与和及暨、：—])(?=.{2})")


def title_size(title: str) -> str:
    """The CSS class of its size: empty for the largest, `long`, or `longest`."""
    if all(_width(part) <= _FITS_LARGE for part in title_parts(title)) and _width(title) <= 2 * _FITS_LARGE:
        return ""
    return "long" if _width(title) <= _FITS_LONG else "longest"


def title_parts(title: str) -> list[str]:
    """The title in pieces that are kept together where they fit."""
    return _BREAK.split(title)


def cut(text: str, width: float) -> str:
    """The text, or its beginning with an ellipsis, at most `width` full-width characters wide."""
    if _width(text) <= width:
        return text
    while text and _width(text) > width - 1:
        text = text[:-1]
    return text + "…"


def _width(text: str) -> float:
    """In full-width characters; others take about half the room."""
    return sum(1.0 if unicodedata.east_asian_width(character) in "WF" else 0.55 for character in text)
