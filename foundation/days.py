"""The days that something of this house can lie on. Beyond them time zones and months can no longer be counted."""

from __future__ import annotations

from datetime import date
from typing import Final

from foundation.refusals import Refused

FIRST_DAY: Final = date(1990, 1, 1)
LAST_DAY: Final = date(2199, 12, 31)


def known_day(day: date, field: str | None = None) -> date:
    """The day, if it lies from ``FIRST_DAY`` to ``LAST_DAY``; else Refused("foundation.day_out_of_range").

    Of a moment its own ``date()`` is asked, which no time zone moves.
    """
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Refused("foundation.day_out_of_range", field, first=FIRST_DAY.isoformat(), last=LAST_DAY.isoformat())
    return day
