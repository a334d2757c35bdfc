"""When a wave of a period takes answers. Pure functions of days; a day is one of Asia/Shanghai."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from contracts.domain.terms.values import SHANGHAI

USUAL_DAYS: Final = 14
"""How long answers are taken where the contract says nothing."""
BEFORE_END: Final = timedelta(days=7)
"""Days between the last day of a window and that of its period: the report has to be written by then."""
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Window:
    """The days, both included, on which answers are taken."""

    first: date
    last: date

    @property
    def opens_at(self) -> datetime:
        """0:00 of the first day."""
        return datetime.combine(self.first, time.min, SHANGHAI)

    @property
    def closes_at(self) -> datetime:
        """24:00 of the last day: the first moment at which an answer comes too late."""
        return datetime.combine(self.last + ONE_DAY, time.min, SHANGHAI)


def usual_window(first_day: date, last_day: date, *, days: int, today: date) -> Window | None:
    """The window of a period: ``days`` long, ending a week before the period does, and not before it begins.

    Where that has begun already (a contract entered late, days on which nothing ran) it begins tomorrow instead, and
    ends with the period at the latest. ``None`` once the period is over.
    """
    if today > last_day:
        return None
    last = max(last_day - BEFORE_END, first_day)
    first = max(last - timedelta(days=days - 1), first_day)
    if first <= today:
        first = min(today + ONE_DAY, last_day)
        last = min(max(last, first + timedelta(days=days - 1)), last_day)
    return Window(first, last)


def fits(window: Window, *, first_day: date, last_day: date) -> bool:
    """Whether a window lies in order and within its period."""
    return first_day <= window.first <= window.last <= last_day


def reminder_days(window: Window) -> list[date]:
    """When those who have not answered are reminded: halfway, and two days before the end; never on the first day."""
    length = (window.last - window.first).days
    days = {window.first + timedelta(days=length // 2), window.last - timedelta(days=2)}
    return sorted(day for day in days if window.first < day <= window.last)
