"""Periods: how long a party has, as typed values, and the moment at which they end."""

from __future__ import annotations

import calendar
from abc import abstractmethod
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from contracts.domain.terms.numbers import read_whole
from contracts.domain.terms.refusals import refuse_shape
from contracts.domain.terms.term_value import TermValue
from foundation.languages import pick
from foundation.workdays import add_workdays

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Period(TermValue):
    """A length of time; whole, never negative."""

    value: int
    zh: ClassVar[str]
    en: ClassVar[str]
    also: ClassVar[tuple[str, ...]] = ()
    largest: ClassVar[int]

    def __init_subclass__(cls) -> None:
        if hasattr(cls, "zh"):
            cls.signs = (cls.zh, f"{cls.en}s", cls.en, *cls.also)

    def __post_init__(self) -> None:
        if type(self.value) is not int or not 0 <= self.value <= self.largest:
            raise refuse_shape(self.type, self.value)

    @property
    def plain(self) -> int:
        return self.value

    @classmethod
    def read(cls, raw: str) -> Self:
        return cls(read_whole(cls.type, raw, cls.signs, cls.largest))

    def display(self, language: str) -> str:
        return pick(language, f"{self.value}{self.zh}", f"{self.value} {self.en}{'' if self.value == 1 else 's'}")


class Hours(Period):
    type, zh, en, largest = "hours", "小时", "hour", 87_600
    also = ("个小时", "h")


class DayPeriod(Period):
    """A period that ends with a day: the day it starts is not counted, its last day ends at 24:00 in Shanghai
    (Civil Code art. 201 to 203; the forms say that a holiday does not move it, as art. 204 allows)."""

    @abstractmethod
    def last_day(self, start: date) -> date:
        """The last day on which a duty that started on `start` can still be kept."""


class WorkingDays(DayPeriod):
    type, zh, en, largest = "working_days", "个工作日", "working day", 1_000

    def last_day(self, start: date) -> date:
        return add_workdays(start, self.value).date


class CalendarPeriod(DayPeriod):
    """Days, weeks, months or years of the calendar, forwards and backwards."""

    days: ClassVar[int] = 0
    months: ClassVar[int] = 0

    def last_day(self, start: date) -> date:
        return _shift(start, months=self.months * self.value, days=self.days * self.value)

    def day_before(self, end: date) -> date:
        """The last day on which a notice is still this long before `end`."""
        return _shift(end, months=-self.months * self.value, days=-self.days * self.value)


class Days(CalendarPeriod):
    type, zh, en, largest, days = "days", "日", "day", 3_650, 1
    also = ("天",)


class Weeks(CalendarPeriod):
    type, zh, en, largest, days = "weeks", "周", "week", 520, 7
    also = ("个星期", "星期")


class Months(CalendarPeriod):
    type, zh, en, largest, months = "months", "个月", "month", 240, 1


class Years(CalendarPeriod):
    type, zh, en, largest, months = "years", "年", "year", 50, 12


def due_at(start: datetime, value: Period) -> datetime:
    """The moment by which a duty must be done that started at `start` (aware) and has `value` time.

    Hours run without a stop. Every other period ends with its last day in Shanghai, at 24:00, which is the first
    moment of the next day: whatever happens before it is in time.
    """
    if start.tzinfo is None:
        raise ValueError("start must know its time zone")
    if isinstance(value, DayPeriod):
        last_day = value.last_day(start.astimezone(SHANGHAI).date())
        return datetime.combine(last_day + timedelta(days=1), time.min, SHANGHAI)
    return (start.astimezone(UTC) + timedelta(hours=value.value)).astimezone(SHANGHAI)


def is_provisional(start: datetime, value: Period) -> bool:
    """Whether the due time rests on working days of a year whose calendar is not announced yet."""
    return isinstance(value, WorkingDays) and add_workdays(start.astimezone(SHANGHAI).date(), value.value).provisional


def _shift(day: date, *, months: int, days: int) -> date:
    """The same day `months` later, or the last of the month where it has no such day (Civil Code art. 202)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last)) + timedelta(days=days)
