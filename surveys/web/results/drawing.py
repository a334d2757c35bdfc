"""The geometry of a share with its interval, and of an answered question, as numbers that templates put into SVG."""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Final

from surveys.domain.results.estimating import Share
from surveys.domain.results.figures import ItemFigure

TENTH: Final = Decimal("0.1")
SHADES: Final = 5
"""Tones from bad to good; longer scales take the nearest."""


@dataclass(frozen=True)
class Bar:
    """A share as a bar of 100, its interval as a line over it, and the target as a mark; ``percent`` to a tenth."""

    share: Share
    level: Decimal | None = None

    @property
    def percent(self) -> Decimal:
        """Cut off, as the share itself was: no index reaches a target by rounding."""
        return self.share.percent.quantize(TENTH, ROUND_FLOOR)

    @property
    def low(self) -> Decimal:
        return self.share.low.quantize(TENTH)

    @property
    def high(self) -> Decimal:
        return self.share.high.quantize(TENTH)

    @property
    def span(self) -> Decimal:
        """How long the interval is."""
        return self.share.high - self.share.low


@dataclass(frozen=True)
class Piece:
    """A stretch of a stacked bar; ``shade`` from 0 (worst) to 4 (best)."""

    x: Decimal
    width: Decimal
    shade: int
    value: str


def bar_of(share: Share, *, level: Decimal | None = None) -> Bar:
    """The bar of a share."""
    return Bar(share, level)


def pieces_of(figure: ItemFigure) -> list[Piece]:
    """The answers to a rating side by side, the whole bar being all of them; of other questions nothing."""
    if figure.mean is None:
        return []
    found, x, last = [], Decimal(0), max(1, len(figure.percents) - 1)
    for number, (value, width) in enumerate(figure.percents.items()):
        if width:
            found.append(Piece(x, width, round(number * (SHADES - 1) / last), value))
            x += width
    return found
