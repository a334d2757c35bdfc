"""When a period of a series begins and ends, and when its duty is due. Pure functions of terms and moments.

A month of the contract ends with the day that has the number of the day it took effect, or with the last day of a
month that has no such day (Civil Code art. 202). Periods are counted from the beginning each time, never from the one
before, so that 31 January gives 28 February and then 31 March again.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from contracts.domain.kinds.schedules import Rule, Series
from contracts.domain.terms.values import (
    SHANGHAI,
    CalendarPeriod,
    DayPeriod,
    Months,
    MonthSpan,
    Period,
    TermValue,
    due_at,
    is_provisional,
)

Values = Callable[[str], TermValue | None]
"""The value of a term by its name; ``None`` where the contract has no such term or left it blank."""

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Window:
    """One period of a series. It is late after ``planned_at`` and, with a grace, a breach only after ``due_at``.

    ``next_month``: the month of the contract with which the next period begins; 0 when there is none.
    ``is_provisional``: a due time that rests on a year whose working days are not announced yet.
    """

    first_day: date
    last_day: date
    starts_at: datetime
    planned_at: datetime
    due_at: datetime
    is_provisional: bool = False
    next_month: int = 0


@dataclass(frozen=True)
class Life:
    """From when to when a contract runs; ``ends_at`` is the first moment after it, ``None`` without a stated end."""

    starts_at: datetime
    ends_at: datetime | None = None

    @property
    def first_day(self) -> date:
        return self.starts_at.astimezone(SHANGHAI).date()

    @property
    def last_day(self) -> date:
        return day_of(self.ends_at) if self.ends_at else date.max

    def covers(self, moment: datetime) -> bool:
        """Whether it runs at this moment."""
        return self.starts_at <= moment and (self.ends_at is None or moment < self.ends_at)


def day_of(due: datetime) -> date:
    """The day to which a due moment belongs: 24:00 is the end of the day before."""
    return (due - timedelta(microseconds=1)).astimezone(SHANGHAI).date()


def end_of(day: date) -> datetime:
    """24:00 of a day in Shanghai."""
    return datetime.combine(day + ONE_DAY, time.min, SHANGHAI)


def months_in(value: TermValue | None) -> int:
    """The length of an interval in months; 0 for anything else."""
    return value.months * value.value if isinstance(value, CalendarPeriod) and value.months else 0


def month_begins_at(series: Series, life: Life, month: int) -> datetime | None:
    """The moment at which a month of the contract begins for this series; ``None`` beyond what can be counted."""
    if month == 1:
        return life.starts_at
    first = _first_day(series.rule, life.first_day, month)
    return None if first is None else datetime.combine(first, time.min, SHANGHAI)


def month_beginning_on(series: Series, life: Life, day: date) -> int | None:
    """The month of the contract whose first day for this series it is; ``None`` where none begins with it."""
    for month in range(1, Months.largest + 2):
        begins_at = month_begins_at(series, life, month)
        first = begins_at.astimezone(SHANGHAI).date() if begins_at else date.max
        if first >= day:
            return month if first == day else None
    return None


def recurring(series: Series, values: Values, life: Life, month: int) -> Window | None:
    """The period that begins with this month of the contract; ``None`` when the terms or the end leave no room."""
    length = months_in(values(series.term))
    starts_at = month_begins_at(series, life, month)
    if not length or starts_at is None or not life.covers(starts_at):
        return None
    first_day = starts_at.astimezone(SHANGHAI).date()
    last_day = _last_day(series.rule, life.first_day, month + length - 1)
    end = _end_of_service(values, life) if series.clips else life.last_day
    if last_day is None or (last_day > end and series.rule is not Rule.CALENDAR):
        if not series.clips or first_day > end:
            return None
        last_day = end
    window = Window(first_day, last_day, starts_at, starts_at, starts_at, next_month=month + length)
    return _timed(series, values, window)


def span(series: Series, values: Values, life: Life) -> Window | None:
    """The months of the contract that a phase takes; ``None`` when it would end after the contract."""
    value = values(series.term)
    if not isinstance(value, MonthSpan):
        return None
    first_day, last_day = value.first_day(life.first_day), value.last_day(life.first_day)
    if last_day > life.last_day:
        return None
    starts_at = life.starts_at if value.first == 1 else datetime.combine(first_day, time.min, SHANGHAI)
    return _timed(series, values, Window(first_day, last_day, starts_at, starts_at, starts_at))


def after(series: Series, values: Values, began: datetime, first_day: date | None = None) -> Window | None:
    """What is due so long after a moment. ``first_day``: the period of the thing that it follows, by which it is known
    (default: the day of that moment)."""
    value = values(series.term)
    if not isinstance(value, Period):
        return None
    due = due_at(began, value)
    first = first_day or began.astimezone(SHANGHAI).date()
    return Window(first, max(first, day_of(due)), began, due, due, is_provisional(began, value))


def before_end(series: Series, values: Values, life: Life) -> Window | None:
    """What is due so long before the contract ends: by the end of the day that is still this long before its last."""
    value = values(series.term)
    if not isinstance(value, CalendarPeriod) or life.ends_at is None:
        return None
    day = value.day_before(life.last_day)
    if day < life.first_day:
        return None
    return Window(day, life.last_day, life.starts_at, end_of(day), end_of(day))


def _timed(series: Series, values: Values, window: Window) -> Window | None:
    """The period with its times: due when it ends (or begins, in advance), or so long after it, and the grace."""
    day = window.first_day if series.rule is Rule.ADVANCE else window.last_day
    planned, provisional = end_of(day), False
    if series.within:
        allowed = values(series.within)
        if not isinstance(allowed, Period):
            return None
        last_moment = planned - timedelta(microseconds=1)
        planned, provisional = due_at(last_moment, allowed), is_provisional(last_moment, allowed)
    grace = values(series.grace) if series.grace else None
    due = end_of(grace.last_day(day_of(planned))) if isinstance(grace, DayPeriod) else planned
    return replace(window, planned_at=planned, due_at=due, is_provisional=provisional)


def _end_of_service(values: Values, life: Life) -> date:
    """The last day of service where the contract says that service ends before it, else the contract's last day."""
    months = months_in(values("service_term"))
    served = _last_day(Rule.EVERY, life.first_day, months) if months else None
    return life.last_day if served is None else min(served, life.last_day)


def _first_day(rule: Rule, start: date, month: int) -> date | None:
    before = _last_day(rule, start, month - 1)
    return None if before is None else before + ONE_DAY


def _last_day(rule: Rule, start: date, month: int) -> date | None:
    """The last day of a month of the contract; ``None`` beyond the longest time that a term can hold."""
    if month > Months.largest:
        return None
    if rule is Rule.CALENDAR:
        return Months(month).last_day(start.replace(day=1)) - ONE_DAY
    return Months(month).last_day(start)
