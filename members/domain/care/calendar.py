"""When a birthday, a festival or an anniversary comes round (B8). Pure functions over dates.

The rules, stated once:

- A birthday by the solar calendar is its month and day. Who was born on 29 February celebrates on 28 February in common
  years: the greeting must not come late, and the birthday stays in its month, as it stands in lists by month.
- A birthday by the lunar calendar is its lunar month and day. Who was born in a leap month celebrates in that leap
  month where a year has it, else in the plain month of the same number; who was born in a plain month always in the
  plain one. The 30th is celebrated on the 29th where the month has 29 days.
- An anniversary is a solar birthday that begins one year after the day itself.

A lunar day may come twice in one solar year, or not at all; each coming round is an occasion of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from members.domain.care.lunar import LunarMonth, lunar_of, month_in, months_of

MOST_DAYS: Final[tuple[int, ...]] = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""Days of the solar months at their longest."""
LUNAR_DAYS: Final = 30


@dataclass(frozen=True, order=True)
class YearlyDay:
    """A day that comes round each year: solar, or lunar (then perhaps in a leap month)."""

    month: int
    day: int
    is_lunar: bool = False
    is_leap_month: bool = False

    @property
    def is_known(self) -> bool:
        """Whether there is such a day in any year."""
        if not 1 <= self.month <= 12 or (self.is_leap_month and not self.is_lunar):
            return False
        return 1 <= self.day <= (LUNAR_DAYS if self.is_lunar else MOST_DAYS[self.month - 1])


def day_in_year(yearly: YearlyDay, year: int) -> date:
    """When it is celebrated in a year: of the lunar calendar for a lunar day, else of the solar one."""
    if not yearly.is_lunar:
        return solar_day(year, yearly.month, yearly.day)
    leap = month_in(year, yearly.month, leap=True) if yearly.is_leap_month else None
    month = leap or month_in(year, yearly.month)
    if month is None:  # each lunar year has all twelve plain months
        raise ValueError(f"lunar year {year} has no month {yearly.month}")
    return month.date_of(yearly.day)


def solar_day(year: int, month: int, day: int) -> date:
    """This day of a solar year; 29 February is 28 February in common years (the module says why)."""
    if (month, day) == (2, 29) and not _has_29_february(year):
        day = 28
    return date(year, month, day)


def next_day(yearly: YearlyDay, *, on_or_after: date) -> date:
    """The first time that it is celebrated on or after a date."""
    first = on_or_after.year - 1 if yearly.is_lunar else on_or_after.year
    return next(day for day in (day_in_year(yearly, year) for year in range(first, first + 4)) if day >= on_or_after)


def days_between(yearly: YearlyDay, first: date, last: date) -> Iterator[date]:
    """Each time that it is celebrated from ``first`` to ``last``, both included."""
    day = next_day(yearly, on_or_after=first)
    while day <= last:
        yield day
        day = next_day(yearly, on_or_after=day + timedelta(days=1))


def celebrated_on(day: date) -> list[YearlyDay]:
    """All days of birth that are celebrated on a date: by this a database finds the members. Inverse of the rules."""
    solar = [YearlyDay(day.month, day.day)]
    if (day.month, day.day) == (2, 28) and not _has_29_february(day.year):
        solar.append(YearlyDay(2, 29))
    month, number = lunar_of(day)
    is_last = number == month.days and month.days < LUNAR_DAYS
    return solar + [
        YearlyDay(month.number, each, is_lunar=True, is_leap_month=leap)
        for leap in _birth_months(month)
        for each in ((number, LUNAR_DAYS) if is_last else (number,))
    ]


def _birth_months(month: LunarMonth) -> tuple[bool, ...]:
    """Whose birthdays a lunar month holds: of the leap month (True), of the plain one (False)."""
    if month.is_leap:
        return (True,)
    return (False,) if month_in(month.year, month.number, leap=True) else (False, True)


def anniversaries_between(began: date, first: date, last: date) -> list[date]:
    """Each anniversary of a day from ``first`` to ``last``; the day itself is none."""
    yearly = YearlyDay(began.month, began.day)
    return [day for day in days_between(yearly, max(first, began + timedelta(days=1)), last) if day.year > began.year]


def last_day_of_lunar_year(year: int) -> date:
    """New Year's Eve: the last day of the twelfth month, its leap month included where there is one."""
    month = months_of(year)[-1]
    return month.date_of(month.days)


def _has_29_february(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
