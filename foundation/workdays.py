"""Working days of mainland China, as the State Council announces them each year for the next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from importlib.metadata import version

import chinese_calendar

SATURDAY = 5
ONE_DAY = timedelta(days=1)
# Kept beside a date that was computed, so that one can tell which announcement it stems from.
CALENDAR_VERSION = f"chinesecalendar {version('chinesecalendar')}"


@dataclass(frozen=True)
class WorkdayResult:
    """A date, and whether it is provisional: it rests on a year whose holidays are not announced yet."""

    date: date
    provisional: bool


def is_announced(day: date) -> bool:
    """Whether the holidays of this day's year are known."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def is_workday(day: date) -> bool:
    """Whether people work on this day; in a year that is not announced: Monday to Friday."""
    return chinese_calendar.is_workday(day) if is_announced(day) else day.weekday() < SATURDAY


def is_statutory_holiday(day: date) -> bool:
    """Whether the day belongs to a holiday that the State Council announced; never in a year not announced yet."""
    return is_announced(day) and chinese_calendar.get_holiday_detail(day)[1] is not None and not is_workday(day)


def is_make_up_day(day: date) -> bool:
    """Whether people work on this Saturday or Sunday to make up for a holiday."""
    return day.weekday() >= SATURDAY and is_workday(day)


def add_workdays(start: date, days: int) -> WorkdayResult:
    """The working day `days` working days after `start`, which itself is not counted.

    A start on a rest day counts as the next working day: 1 October 2026 + 1 is 9 October, since 8 October is the day
    on which work goes on. 0 gives the start, or that next working day. Raises ValueError for negative days.
    """
    if days < 0:
        raise ValueError("working days are counted forward only")
    day = _workday_from(start)
    for _ in range(days):
        day = _workday_from(day + ONE_DAY)
    return WorkdayResult(day, provisional=not (is_announced(start) and is_announced(day)))


def workdays_before(day: date, days: int) -> WorkdayResult:
    """The working day `days` working days before `day`, which itself is not counted: the mirror of `add_workdays`.

    A day on a rest day counts as the first one of its rest: 5 October 2026 - 1 is 30 September. 0 gives the day itself.
    Raises ValueError for negative days.
    """
    if days < 0:
        raise ValueError("working days before a day are counted as a positive number")
    first = day
    for _ in range(days):
        first = _workday_until(first - ONE_DAY)
    return WorkdayResult(first, provisional=not (is_announced(day) and is_announced(first)))


def _workday_until(day: date) -> date:
    while not is_workday(day):
        day -= ONE_DAY
    return day


def _workday_from(day: date) -> date:
    while not is_workday(day):
        day += ONE_DAY
    return day
