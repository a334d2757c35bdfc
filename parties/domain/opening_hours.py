"""Opening hours of a venue as a value: when it is open, which business day a moment belongs to, and when a time ends
that runs only while the venue is open (C4). Pure functions: no database.

A night that goes beyond midnight belongs to the day on which it began: where 18:00–05:00 is kept, 23:59, 00:01 and
04:59 are one business day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, Final
from zoneinfo import ZoneInfo

from foundation.refusals import Refused
from foundation.workdays import is_make_up_day, is_statutory_holiday

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
DAY: Final = 24 * 60
ONE_DAY: Final = timedelta(days=1)
LONGEST_SEARCH: Final = 20 * 366
"""Days within which a time must end: 720 hours at a quarter of an hour a week take less."""
WINDOW: Final = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")
DASH: Final = re.compile(r"\s*[-–—~至]\s*")
SEPARATOR: Final = re.compile(r"[,，;；、\s]+")
CLOSED: Final = frozenset({"", "-", "–", "closed", "休息", "不营业", "休業", "不營業"})


@dataclass(frozen=True, order=True)
class Window:
    """One stretch of opening, in minutes after the midnight at which its day begins; it may end on the next day."""

    opens: int
    closes: int

    def __str__(self) -> str:
        return f"{_clock(self.opens)}-{_clock(self.closes)}"


Windows = tuple[Window, ...]


@dataclass(frozen=True)
class OpeningHours:
    """``week`` is from Monday to Sunday; statutory holidays and make-up working days may have hours of their own
    (``None``: those of the day of the week), and so may single days."""

    week: tuple[Windows, ...]
    on_holidays: Windows | None = None
    on_make_up_days: Windows | None = None
    days: Mapping[date, Windows] = field(default_factory=dict)

    def windows(self, day: date) -> Windows:
        """When the venue opens on a day. Holidays of a year that is not announced yet are not known."""
        if day in self.days:
            return self.days[day]
        if self.on_holidays is not None and is_statutory_holiday(day):
            return self.on_holidays
        if self.on_make_up_days is not None and is_make_up_day(day):
            return self.on_make_up_days
        return self.week[day.weekday()]

    def stretches(self, first: date) -> Iterator[tuple[date, datetime, datetime]]:
        """The stretches of opening from a day on, with their business day, as moments."""
        for number in range(LONGEST_SEARCH):
            day = first + number * ONE_DAY
            midnight = datetime.combine(day, time.min, SHANGHAI)
            for window in self.windows(day):
                yield day, midnight + timedelta(minutes=window.opens), midnight + timedelta(minutes=window.closes)

    def business_date(self, at: datetime) -> date:
        """The business day to which a moment belongs: that of the stretch it lies in, else the calendar's."""
        today = at.astimezone(SHANGHAI).date()
        for day, opens_at, closes_at in self.stretches(today - ONE_DAY):
            if opens_at <= at < closes_at:
                return day
            if day > today:
                break
        return today

    def due_at(self, start: datetime, length: timedelta) -> datetime:
        """The moment at which ``length`` of opening has passed since ``start`` (aware).

        Raises ValueError when the venue does not open often enough for it to end in twenty years.
        """
        counted_to, left = start.astimezone(SHANGHAI), length
        if not left:
            return counted_to
        for _day, opens_at, closes_at in self.stretches(counted_to.date() - ONE_DAY):
            begins_at = max(opens_at, counted_to)
            if begins_at >= closes_at:
                continue
            if left <= closes_at - begins_at:
                return begins_at + left
            left -= closes_at - begins_at
            counted_to = closes_at
        raise ValueError("the venue does not open often enough")

    @property
    def plan(self) -> dict[str, Any]:
        """As it is stored."""
        return {
            "week": [written(windows) for windows in self.week],
            "holidays": None if self.on_holidays is None else written(self.on_holidays),
            "make_up_days": None if self.on_make_up_days is None else written(self.on_make_up_days),
            "days": {day.isoformat(): written(windows) for day, windows in sorted(self.days.items())},
        }

    @classmethod
    def from_plan(cls, plan: Mapping[str, Any]) -> OpeningHours:
        """From the stored form."""

        def some(words: str | None) -> Windows | None:
            return None if words is None else read(words)

        return cls(
            tuple(read(words) for words in plan["week"]),
            some(plan["holidays"]),
            some(plan["make_up_days"]),
            {date.fromisoformat(day): read(words) for day, words in plan["days"].items()},
        )


def read(words: str, name: str = "") -> Windows:
    """Windows as people type them: ``11:00-14:00, 18:00-05:00``; nothing, or "closed", for none.

    Refused: ``parties.hours_unreadable``, ``parties.hours_overlap``.
    """
    if words.strip().lower() in CLOSED:
        return ()
    joined = DASH.sub("-", words.strip())
    found = sorted(_window(part, name) for part in SEPARATOR.split(joined) if part)
    for earlier, later in pairwise(found):
        if later.opens < earlier.closes:
            raise Refused("parties.hours_overlap", name)
    if found[-1].closes > DAY + found[0].opens:
        raise Refused("parties.hours_overlap", name)
    return tuple(found)


def read_days(words: str, name: str = "") -> dict[date, Windows]:
    """Single days, one a line: ``2026-12-31 18:00-06:00``, ``2027-01-01 closed``. Refused as :func:`read` does."""
    found = {}
    for line in filter(None, (line.strip() for line in words.splitlines())):
        day, _space, hours = line.partition(" ")
        try:
            found[date.fromisoformat(day)] = read(hours, name)
        except ValueError:
            raise Refused("parties.hours_unreadable", name, words=line[:40])
    return found


def written(windows: Sequence[Window]) -> str:
    """The windows as :func:`read` reads them."""
    return ", ".join(str(window) for window in windows)


def _window(part: str, name: str) -> Window:
    match = WINDOW.fullmatch(part)
    if match is None:
        raise Refused("parties.hours_unreadable", name, words=part[:40])
    from_hour, from_minute, to_hour, to_minute = map(int, match.groups())
    opens, closes = from_hour * 60 + from_minute, to_hour * 60 + to_minute
    if max(from_minute, to_minute) > 59 or opens >= DAY or closes > DAY:
        raise Refused("parties.hours_unreadable", name, words=part[:40])
    return Window(opens, closes if closes > opens else closes + DAY)


def _clock(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours if hours <= 24 and (hours < 24 or not rest) else hours - 24:02d}:{rest:02d}"
