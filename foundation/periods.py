"""The periods of reports: business months and quarters. A night belongs to the day on which it began."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

DAY_BEGINS: Final = time(5)
"""From 18:00 to 05:00 is one business day (C4): what happens at 04:59 belongs to the day before."""
CODE: Final = re.compile(r"(\d{4})-(?:(\d{2})|Q([1-4]))")


@dataclass(frozen=True)
class Period:
    """A run of whole months; ``first`` and ``after`` are first days of months."""

    first: date
    after: date

    @property
    def is_month(self) -> bool:
        return months_on(self.first, 1) == self.after

    @property
    def code(self) -> str:
        """As it stands in addresses: ``2026-11``, ``2026-Q4``."""
        return f"{self.first:%Y-%m}" if self.is_month else f"{self.first.year}-Q{(self.first.month + 2) // 3}"

    @property
    def label(self) -> str:
        """As people read it."""
        if self.is_month:
            return f"{self.first:%Y-%m}"
        return _("%(year)s, quarter %(number)s") % {"year": self.first.year, "number": (self.first.month + 2) // 3}

    @property
    def last(self) -> date:
        """Its last day."""
        return self.after - timedelta(days=1)

    @property
    def since(self) -> datetime:
        """Its first moment."""
        return timezone.make_aware(datetime.combine(self.first, DAY_BEGINS))

    @property
    def until(self) -> datetime:
        """The moment after its last one."""
        return timezone.make_aware(datetime.combine(self.after, DAY_BEGINS))

    @property
    def previous(self) -> "Period":
        """The one before, of the same length."""
        months = (self.after.year - self.first.year) * 12 + self.after.month - self.first.month
        return Period(months_on(self.first, -months), self.first)

    def back(self, count: int) -> list["Period"]:
        """The ``count`` periods that end with this one, the oldest first."""
        found = [self]
        while len(found) < count:
            found.append(found[-1].previous)
        return found[::-1]

    def __str__(self) -> str:
        return self.code


def period_of(code: str) -> Period | None:
    """The period of an address; ``None`` for anything else, and for years that cannot be counted."""
    match = CODE.fullmatch(code)
    if match is None or not code.isascii():
        return None
    year, month, quarter = (int(part) if part else 0 for part in match.groups())
    if not 1995 <= year <= 2198 or not (quarter or 1 <= month <= 12):
        return None
    first = date(year, quarter * 3 - 2 if quarter else month, 1)
    return Period(first, months_on(first, 3 if quarter else 1))


def month_at(at: datetime) -> Period:
    """The business month in which a moment lies."""
    hours = timedelta(hours=DAY_BEGINS.hour)
    first = (timezone.localtime(at) - hours).date().replace(day=1)
    return Period(first, months_on(first, 1))


def offered(at: datetime) -> list[Period]:
    """The periods that a picker offers: the last twelve months and four quarters, the newest first."""
    month = month_at(at)
    first = date(month.first.year, (month.first.month - 1) // 3 * 3 + 1, 1)
    return [*month.back(12)[::-1], *Period(first, months_on(first, 3)).back(4)[::-1]]


def months_on(first: date, months: int) -> date:
    """The first day of the month that comes ``months`` later."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
