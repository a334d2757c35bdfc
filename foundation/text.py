"""Clean text: what people type and paste, without what nobody can see."""

from __future__ import annotations

import re
import unicodedata

from foundation.refusals import Refused

ZERO_WIDTH_JOINER = "\u200d"
# Control, format (zero-width and bidi signs), unpaired surrogates, line and paragraph separators.
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
PICTURE = frozenset({"So", "Sk", "Mn"})
BRACKETS = str.maketrans("【〔［〖{[", "((((((") | str.maketrans("】〕］〗}]", "))))))")


def clean_line(text: str, max_length: int, field: str | None = None) -> str:
    """One line of text: NFC, without blanks at either end; may come out empty. `max_length` counts characters.

    Raises Refused("foundation.hidden_characters") for control, zero-width and bidi characters and unpaired
    surrogates, Refused("foundation.too_long").
    """
    return _clean(text, max_length, field, allowed="")


def clean_text(text: str, max_length: int, field: str | None = None) -> str:
    """The same for text of several lines: line breaks become "\\n", tabs are kept."""
    return _clean(text.replace("\r\n", "\n").replace("\r", "\n"), max_length, field, allowed="\n\t")


def _clean(text: str, max_length: int, field: str | None, allowed: str) -> str:
    text = text.strip()
    if has_hidden_characters(text, allowed=allowed):
        raise Refused("foundation.hidden_characters", field)
    text = unicodedata.normalize("NFC", text)
    if len(text) > max_length:
        raise Refused("foundation.too_long", field, limit=max_length)
    return text


def has_hidden_characters(text: str, *, allowed: str = "") -> bool:
    """Whether it holds a character that shows nothing itself or turns others round; joiners inside emoji are fine."""
    return any(
        unicodedata.category(sign) in HIDDEN and sign not in allowed and not _joins_pictures(text, place)
        for place, sign in enumerate(text)
    )


def _joins_pictures(text: str, place: int) -> bool:
    """A family emoji is several pictures with joiners between; there the joiner hides nothing."""
    if text[place] != ZERO_WIDTH_JOINER or not 0 < place < len(text) - 1:
        return False
    before, after = unicodedata.category(text[place - 1]), unicodedata.category(text[place + 1])
    return before in PICTURE and after == "So"


def normal_name(text: str) -> str:
    """A name as it is compared, never shown: full and half width, brackets, spaces and case make no difference."""
    plain = unicodedata.normalize("NFKC", text).translate(BRACKETS)
    visible = "".join(sign for sign in plain if unicodedata.category(sign) not in HIDDEN)
    return re.sub(r"\s+", "", visible).casefold()
