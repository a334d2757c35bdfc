"""The lunar calendar, as months with their first days; the one place that asks the library for it.

The library computes new moons and solar terms; where tables that circulate are a day off (1978, 2057), it is right.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from lunar_python import LunarYear

NOON_OF_2000: Final = 2451545
"""The Julian day of 2000-01-01, the library's way to name a day."""


@dataclass(frozen=True)
class LunarMonth:
    """One month of a lunar year: 1 to 12, a leap month bearing the number of the one before it; 29 or 30 days."""

    year: int
    number: int
    is_leap: bool
    first_date: date
    days: int

    def date_of(self, day: int) -> date:
        """The calendar's date of a day of this month; the 30th of a month without one is its 29th."""
        return self.first_date + timedelta(days=min(day, self.days) - 1)


@lru_cache(maxsize=64)
def months_of(year: int) -> tuple[LunarMonth, ...]:
    """The twelve or thirteen months of a lunar year, which is named after the year in which it begins."""
    return tuple(
        LunarMonth(
            year,
            abs(month.getMonth()),
            month.getMonth() < 0,
            date(2000, 1, 1) + timedelta(days=int(month.getFirstJulianDay()) - NOON_OF_2000),
            month.getDayCount(),
        )
        for month in LunarYear.fromYear(year).getMonthsInYear()
    )


def month_in(year: int, number: int, *, leap: bool = False) -> LunarMonth | None:
    """A month of a lunar year; ``None`` for a leap month that the year has not."""
    return next((each for each in months_of(year) if (each.number, each.is_leap) == (number, leap)), None)


def lunar_of(day: date) -> tuple[LunarMonth, int]:
    """The lunar month in which a date lies, and the day of it."""
    for year in (day.year, day.year - 1):  # a lunar year begins in January or February
        for month in reversed(months_of(year)):
            if month.first_date <= day:
                return month, (day - month.first_date).days + 1
    raise ValueError(f"{day} lies in no lunar year")
