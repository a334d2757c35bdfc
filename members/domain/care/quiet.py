"""When members are left in peace, and when a message may go out. Pure functions over moments."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from parties.domain.opening_hours import SHANGHAI

HOURS: Final = 24


@dataclass(frozen=True)
class Quiet:
    """From which hour to which, by the wall clock; the same hour twice: never. 22 to 10 goes beyond midnight."""

    from_hour: int
    until_hour: int

    def holds(self, hour: int) -> bool:
        """Whether an hour of the day is quiet."""
        return (hour - self.from_hour) % HOURS < (self.until_hour - self.from_hour) % HOURS

    def next_loud(self, at: datetime) -> datetime:
        """The moment itself, or the end of the quiet hours that it lies in: a message waits, it is not dropped."""
        here = at.astimezone(SHANGHAI)
        if not self.holds(here.hour):
            return at
        end = datetime.combine(here.date(), time(self.until_hour % HOURS), SHANGHAI)
        return end if end > here else end + timedelta(days=1)


def send_moment(day: date, *, hour: int, days_before: int, quiet: Quiet) -> datetime:
    """When a message for an occasion goes out: so many days before, at the hour, or once it is no longer quiet."""
    return quiet.next_loud(datetime.combine(day - timedelta(days=days_before), time(hour), SHANGHAI))
