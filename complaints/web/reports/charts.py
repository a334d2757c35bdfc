"""The geometry of charts drawn on the server: bars and a trend, as numbers that templates put into SVG."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from complaints.domain.reports.figures import Share
from foundation.periods import Period

WIDE: Final = 320
HIGH: Final = 120
LEFT: Final = 34
RIGHT: Final = 24
TOP: Final = 14
FLOOR: Final = 92


@dataclass(frozen=True)
class Piece:
    """A stretch of a stacked bar, in percent of its width; ``outcome`` names its colour and its rows."""

    outcome: str
    x: float
    width: float
    count: int


@dataclass(frozen=True)
class Point:
    """A period on the trend; ``share.percent`` is not empty, ``address`` leads to its rows."""

    period: Period
    share: Share
    x: float
    y: float
    address: str


def pieces(share: Share) -> list[Piece]:
    """Kept, missed and open side by side, the whole bar being all of them."""
    whole = share.of + share.open
    found: list[Piece] = []
    start = 0.0
    for outcome, count in (("kept", share.kept), ("missed", share.missed), ("open", share.open)):
        if count:
            width = 100 * count / whole
            found.append(Piece(outcome, round(start, 2), round(width, 2), count))
            start += width
    return found


@dataclass(frozen=True)
class Trend:
    """The line of the last periods; where nothing has ended yet it is broken."""

    points: Sequence[Point]
    lines: Sequence[str]
    marks: Sequence[tuple[float, str]]

    @classmethod
    def of(cls, periods: Sequence[tuple[Period, Share]], *, rows: Callable[[Period], str]) -> "Trend":
        """Periods from left to right, percents from bottom to top; ``rows`` gives the address behind a period."""
        step = (WIDE - LEFT - RIGHT) / max(1, len(periods) - 1)
        points: list[Point] = []
        runs: list[list[str]] = [[]]
        for number, (period, share) in enumerate(periods):
            if share.percent is None:
                runs.append([])
                continue
            point = Point(period, share, round(LEFT + number * step, 1), _height(share.percent), rows(period))
            points.append(point)
            runs[-1].append(f"{point.x},{point.y}")
        lines = [" ".join(run) for run in runs if len(run) > 1]
        return cls(points, lines, [(_height(percent), f"{percent} %") for percent in (0, 50, 100)])


def _height(percent: int) -> float:
    return round(FLOOR - (FLOOR - TOP) * percent / 100, 1)
