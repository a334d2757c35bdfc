"""Clean text: what people type and paste, without what nobody can see."""

from __future__ import annotations

import re
import unicodedata

from foundation.refusals import Refused

ZERO_WIDTH_JOINER = "\u200d"
# Control, format (zero-width and bidi signs), unpaired surrogates, line and paragraph separators.
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# Letters and marks that fonts draw as nothing: Hangul fillers, the empty Braille cell, the grapheme joiner, Khmer's
# inherent vowels. Between words they are as good as hidden; alone they are a blank.
BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
SELECTORS = re.compile(r"[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""They choose a look for the sign before them, and show nothing themselves."""
PICTURE = frozenset({"So", "Sk", "Mn"})
BRACKETS = str.maketrans("【〔［〖{[", "((((((") | str.maketrans("】〕］〗}]", "))))))")


def clean_line(text: str, max_length: int, field: str | None = None) -> str:
    """One line of text: NFC, without blanks at either end; may come out empty. `max_length` counts characters.

    What is drawn as nothing (`BLANKS`) is a blank.

    Raises Refused("foundation.hidden_characters") for control, zero-width and bidi characters and unpaired
    surrogates, Refused("foundation.too_long").
    """
    return _clean(text, max_length, field, allowed="")


def clean_text(text: str, max_length: int, field: str | None = None) -> str:
    """The same for text of several lines: line breaks become "\\n", tabs are kept."""
    return _clean(text.replace("\r\n", "\n").replace("\r", "\n"), max_length, field, allowed="\n\t")


def _clean(text: str, max_length: int, field: str | None, allowed: str) -> str:
    text = _trimmed(text)
    if has_hidden_characters(text, allowed=allowed):
        raise Refused("foundation.hidden_characters", field)
    text = unicodedata.normalize("NFC", text)
    if len(text) > max_length:
        raise Refused("foundation.too_long", field, limit=max_length)
    return text


def _trimmed(text: str) -> str:
    """Without what is drawn as nothing at either end; a selector stays behind the sign that it belongs to."""
    first = next(
        (place for place, sign in enumerate(text) if not (_is_blank(sign) or SELECTORS.match(sign))), len(text)
    )
    last = next((place for place in range(len(text), first, -1) if not _is_blank(text[place - 1])), first)
    return text[first:last]


def _is_blank(sign: str) -> bool:
    return sign.isspace() or sign in BLANKS


def says_something(text: str) -> bool:
    """Whether it holds a letter or a figure that can be seen; a full stop alone says nothing."""
    return any(unicodedata.category(sign)[0] in "LN" and sign not in BLANKS for sign in text)


def has_hidden_characters(text: str, *, allowed: str = "") -> bool:
    """Whether it holds a character that shows nothing itself or turns others round; joiners inside emoji are fine."""
    return any(
        (sign in BLANKS or unicodedata.category(sign) in HIDDEN)
        and sign not in allowed
        and not _joins_pictures(text, place)
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
    plain = SELECTORS.sub("", unicodedata.normalize("NFKC", text).translate(BRACKETS))
    visible = "".join(sign for sign in plain if sign not in BLANKS and unicodedata.category(sign) not in HIDDEN)
    return re.sub(r"\s+", "", visible).casefold()
