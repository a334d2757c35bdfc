"""Reading what people type for a number, a day or a line of text; exact, and forgiving only where nothing is lost."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

from contracts.domain.terms.refusals import refuse_shape
from foundation.days import known_day
from foundation.refusals import Refused

_WHOLE = re.compile(r"[0-9]{1,12}")
_DECIMAL = re.compile(r"(?:[0-9]{1,16}|[0-9]{1,3}(?:,[0-9]{3}){1,5})(?:\.[0-9]{1,8})?")
_SIMPLIFIED = str.maketrans("時個週幣圓", "时个周币元")
_DAY = re.compile(r"([0-9]{4})(?:-|/|\.|年)([0-9]{1,2})(?:-|/|\.|月)([0-9]{1,2})日?")


def one_writing(raw: str) -> str:
    """What was typed, in one writing: half-width, small letters, units in Simplified Chinese, nothing around it."""
    return unicodedata.normalize("NFKC", raw).strip().lower().translate(_SIMPLIFIED)


def _tidy(raw: str, units: tuple[str, ...]) -> str:
    """In one writing, the unit of the type taken off."""
    text = one_writing(raw)
    signs = sorted((one_writing(unit) for unit in units), key=len, reverse=True)
    for sign in signs:
        if text.endswith(sign):
            text = text.removesuffix(sign).strip()
            break
    for sign in signs:
        if text.startswith(sign):
            return text.removeprefix(sign).strip()
    return text


def _refuse_negative(text: str) -> None:
    if re.fullmatch(r"[-−–][0-9][0-9,.]*", text):
        raise Refused("contracts.term_negative")


def read_whole(kind: str, raw: str, units: tuple[str, ...], largest: int) -> int:
    """A whole number from 0 to `largest`. Raises Refused."""
    text = _tidy(raw, units)
    _refuse_negative(text)
    if not _WHOLE.fullmatch(text) or int(text) > largest:
        raise refuse_shape(kind, raw)
    return int(text)


def read_decimal(kind: str, raw: str, units: tuple[str, ...], *, places: int) -> Decimal:
    """An exact decimal with at most `places` decimals; thousands may be grouped by commas. Raises Refused."""
    text = _tidy(raw, units)
    _refuse_negative(text)
    if not _DECIMAL.fullmatch(text):
        raise refuse_shape(kind, raw)
    number = Decimal(text.replace(",", ""))
    if -int(number.normalize().as_tuple().exponent) > places:
        raise refuse_shape(kind, raw)
    return number


def read_date(raw: str) -> date:
    """A day written as 2026-11-21, 2026/11/21, 2026.11.21 or 2026年11月21日. Raises Refused."""
    match = _DAY.fullmatch(unicodedata.normalize("NFKC", raw).strip())
    try:
        day = date(*(int(part) for part in match.groups())) if match else _no_date(raw)
    except ValueError:
        return _no_date(raw)
    return known_day(day)


def _no_date(raw: str) -> date:
    raise refuse_shape("date", raw)


def read_text(raw: str, longest: int) -> str:
    """One line without control characters, trimmed. Raises Refused when empty, too long or more than a line."""
    text = raw.strip()
    if not 0 < len(text) <= longest or any(_is_control(letter) for letter in text):
        raise refuse_shape("text", raw, longest=longest)
    return text


_UNPRINTED = {"Cc", "Zl", "Zp", "Cs", "Cn", "Co"}  # controls, line breaks, lone surrogates, unassigned, private
_DIRECTIONS = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\ufeff"


def _is_control(letter: str) -> bool:
    """What never belongs to a printed line, overrides of the writing direction included."""
    return unicodedata.category(letter) in _UNPRINTED or letter in _DIRECTIONS


def plain_decimal(number: Decimal) -> str:
    """The shortest exact notation without exponent: 10, 2.5, 0.05."""
    return f"{number.normalize():f}"
