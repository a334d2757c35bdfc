"""The geometry of charts drawn on the server: lines of per cents and columns of counts, as numbers for SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

WIDE: Final = 640
HIGH: Final = 220
LEFT: Final = 44
RIGHT: Final = 14
TOP: Final = 14
FLOOR: Final = 182
GAP: Final = 6


@dataclass(frozen=True)
class Spot:
    """A value of a series: a point of a line, or the top of a column; ``address`` opens what is behind it."""

    x: float
    y: float
    label: str
    text: str
    address: str

    @property
    def height(self) -> float:
        """Of a column that stands on the floor."""
        return round(FLOOR - self.y, 1)


@dataclass(frozen=True)
class Series:
    """One line, broken where nothing was counted, or one row of columns. ``tone`` names its colour."""

    name: str
    tone: str
    spots: Sequence[Spot]
    lines: Sequence[str]


@dataclass(frozen=True)
class Chart:
    """Series over the same months, with the marks of both axes."""

    series: Sequence[Series]
    marks: Sequence[tuple[float, str]]
    months: Sequence[tuple[float, str]]
    column: float


@dataclass(frozen=True)
class Value:
    """What stands at one month: ``None`` where there is nothing to show."""

    amount: Decimal | None
    text: str
    address: str


def lines(months: Sequence[str], named: Sequence[tuple[str, str, Sequence[Value]]]) -> Chart:
    """Per cents from 0 to 100; ``named`` holds name, tone and the values of each line."""
    places = _places(len(months))
    marks = [(_height(Decimal(mark), Decimal(100)), f"{mark} %") for mark in (0, 25, 50, 75, 100)]
    drawn = [Series(name, tone, *_line(months, values, places, Decimal(100))) for name, tone, values in named]
    return Chart(drawn, marks, _thin(months, places), 0)


def columns(months: Sequence[str], named: Sequence[tuple[str, str, Sequence[Value]]]) -> Chart:
    """Counts as columns, those of one month side by side."""
    top = _round_up(
        max((value.amount or Decimal(0) for _n, _t, values in named for value in values), default=Decimal(1))
    )
    places = _places(len(months))
    width = round(((places[1] - places[0] if len(places) > 1 else 60) - GAP) / max(1, len(named)), 1)
    drawn = []
    for number, (name, tone, values) in enumerate(named):
        shifted = [round(place - width * len(named) / 2 + number * width, 1) for place in places]
        spots, _lines = _line(months, values, shifted, top)
        drawn.append(Series(name, tone, spots, []))
    marks = [(_height(top * part / 4, top), f"{int(top * part / 4):,}") for part in range(5)]
    return Chart(drawn, marks, _thin(months, places), width)


def _line(
    months: Sequence[str], values: Sequence[Value], places: Sequence[float], top: Decimal
) -> tuple[list[Spot], list[str]]:
    spots: list[Spot] = []
    runs: list[list[str]] = [[]]
    for month, value, x in zip(months, values, places, strict=True):
        if value.amount is None:
            runs.append([])
            continue
        spot = Spot(x, _height(value.amount, top), month, value.text, value.address)
        spots.append(spot)
        runs[-1].append(f"{spot.x},{spot.y}")
    return spots, [" ".join(run) for run in runs if len(run) > 1]


def _places(count: int) -> list[float]:
    step = (WIDE - LEFT - RIGHT) / max(1, count)
    return [round(LEFT + step * (number + 0.5), 1) for number in range(count)]


def _thin(months: Sequence[str], places: Sequence[float]) -> list[tuple[float, str]]:
    """Every second month has its name written, the last one always: on a phone more would run together."""
    named = list(zip(places, months, strict=True))
    return named[(len(named) + 1) % 2 :: 2]


def _height(amount: Decimal, top: Decimal) -> float:
    return round(float(FLOOR - (FLOOR - TOP) * min(amount, top) / top), 1)


def _round_up(most: Decimal) -> Decimal:
    """The next number that can be cut in four whole parts: 4, 8, 20, 40, 80, 200 …"""
    top = Decimal(4)
    while top < most:
        top *= 2 if str(top)[0] != "8" else Decimal("2.5")
    return top
