"""The rules of points told a second time, point by point: slow, simple, and written without looking at the ledger."""

from dataclasses import dataclass
from datetime import UTC, datetime

FOREVER = datetime.max.replace(tzinfo=UTC)


@dataclass(eq=False)
class Point:
    """One single point."""

    source: int
    settles_at: datetime
    expires_at: datetime


class Oracle:
    """A member's points as a heap of single points, and what they owe."""

    def __init__(self) -> None:
        self.points: list[Point] = []
        self.debt = 0

    def at(self, now: datetime) -> None:
        """What has lapsed is gone."""
        self.points = [point for point in self.points if point.expires_at > now]

    def earn(self, source: int, count: int, *, settles_at: datetime, expires_at: datetime | None) -> None:
        """A point pays the debt, or is kept."""
        for _each in range(count):
            if self.debt:
                self.debt -= 1
            else:
                self.points.append(Point(source, settles_at, expires_at or FOREVER))

    def spend(self, count: int, *, now: datetime) -> bool:
        """The points that lapse soonest, if there are enough that have settled."""
        settled = sorted((point for point in self.points if point.settles_at <= now), key=_order)
        if len(settled) < count:
            return False
        self.points = [point for point in self.points if point not in settled[:count]]
        return True

    def take(self, count: int, *, now: datetime, source: int | None = None, owes: bool = True) -> bool:
        """Own points first, then settled ones, then any; what is missing is owed."""
        if not owes and len(self.points) < count:
            return False
        for _each in range(count):
            for choice in self._choices(source, now):
                if choice:
                    self.points.remove(min(choice, key=_order))
                    break
            else:
                self.debt += 1
        return True

    def _choices(self, source: int | None, now: datetime) -> list[list[Point]]:
        own = [point for point in self.points if point.source == source]
        return [own, [point for point in self.points if point.settles_at <= now], self.points]

    def open_lots(self) -> dict[int, int]:
        """How many points of each source are left."""
        return {each: sum(p.source == each for p in self.points) for each in sorted({p.source for p in self.points})}


def _order(point: Point) -> tuple[datetime, int]:
    return point.expires_at, point.source
