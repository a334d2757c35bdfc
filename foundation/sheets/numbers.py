"""What a spreadsheet's numbers mean: days are counted since 1900, and which number is a day the cell's look says."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

DAY_FORMATS: Final = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
TIME_FORMATS: Final = frozenset({18, 19, 20, 21, 45, 46, 47})
LAST_SERIAL: Final = 2_958_466
"""The first of January 10000."""
NOT_CODE: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
PLAIN: Final = re.compile(r"-?\d{1,15}")


def shows_moment(number: int, code: str | None) -> bool:
    """Whether a number format shows a day or a time; ``code`` is that of a format of the file's own."""
    if code is None:
        return number in DAY_FORMATS or number in TIME_FORMATS
    bare = NOT_CODE.sub("", code.split(";")[0]).lower()
    return bare != "general" and any(sign in bare for sign in "ymdhs年月日")


def moment_text(serial: str, *, since_1904: bool) -> str:
    """The day (and time, unless midnight) of a serial number as ISO text; a number that is none stays as it is.

    Excel takes 1900 for a leap year, hence days before March 1900 count from another day.
    """
    try:
        days = float(serial)
    except ValueError:
        return serial
    if not 0 <= days < LAST_SERIAL:
        return number_text(serial)
    moment = _first_day(days, since_1904=since_1904) + timedelta(seconds=round(days * 86400))
    if days < 1:
        return moment.strftime("%H:%M:%S")
    if moment.hour == moment.minute == moment.second == 0:
        return moment.date().isoformat()
    return moment.isoformat(" ")


def _first_day(days: float, *, since_1904: bool) -> datetime:
    if since_1904:
        return datetime(1904, 1, 1)  # noqa: DTZ001 - a spreadsheet knows no time zones
    return datetime(1899, 12, 31 if days < 60 else 30)  # noqa: DTZ001


def number_text(number: str) -> str:
    """A number as people write it: ``1.3812345678E10`` is 13812345678."""
    if PLAIN.fullmatch(number):
        return number
    try:
        value = Decimal(repr(float(number)))
    except (ValueError, InvalidOperation):
        return number
    if not value.is_finite() or abs(value.adjusted()) > 20:
        return number
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
