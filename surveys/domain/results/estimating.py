"""From counts to figures with their intervals. Pure; the formulas with worked examples: ``docs/methods.md``.

Shares and means are exact fractions until they are written down. A share is cut off after its fourth decimal, never
rounded up: an index never reaches a target by rounding (form loyalty, 3.3).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

from foundation.shares import EXACT, Estimate, Z, corrected, wilson

_LEAST: Final = Decimal(-100)
_MOST: Final = Decimal(100)


@dataclass(frozen=True)
class Count:
    """Of one group: ``of`` answers, of which ``hits`` count, each standing for ``weight`` of the frame."""

    weight: Fraction
    hits: int
    of: int


@dataclass(frozen=True)
class Share:
    """``count`` of ``of``; ``percent`` weighted, ``low`` to ``high`` its 95 % interval.

    ``worth``: of how many equal answers the unequal ones are worth (Kish). ``plain`` is the share without weights.
    """

    count: int
    of: int
    percent: Decimal
    plain: Decimal
    low: Decimal
    high: Decimal
    worth: Decimal

    @property
    def estimate(self) -> Estimate:
        return Estimate(self.percent, self.low, self.high)


@dataclass(frozen=True)
class Promoters:
    """Net promoter score in points from -100 to 100: ``value`` weighted, with its 95 % interval."""

    promoters: int
    detractors: int
    of: int
    value: Decimal
    low: Decimal
    high: Decimal
    worth: Decimal


def share(counts: Sequence[Count], *, frame: int, people: Sequence[Count] = ()) -> Share:
    """A weighted share. ``people``: who gave the answers where one person gave several, so that the interval is no
    narrower than if all that one person said were one answer."""
    hits, of = sum(count.hits for count in counts), sum(count.of for count in counts)
    percent = floor4(100 * weighted([(count.weight, count.hits, count.of) for count in counts]))
    worth = kish(people or counts)
    low, high = _interval(percent, worth, answers=sum(count.of for count in people or counts), frame=frame)
    return Share(hits, of, percent, floor4(Fraction(100 * hits, of)), low, high, worth)


def promoters(good: Sequence[Count], bad: Sequence[Count], *, frame: int) -> Promoters:
    """The share of promoters less that of detractors, and its interval by Bonett and Price (2012)."""
    up = weighted([(count.weight, count.hits, count.of) for count in good])
    down = weighted([(count.weight, count.hits, count.of) for count in bad])
    of, worth = sum(count.of for count in good), kish(good)
    value = round4(100 * (up - down))
    sample = corrected(worth, answers=of, population=frame)
    low, high = (value, value) if sample is None else _bonett_price(_decimal(up), _decimal(down), sample)
    hits = sum(count.hits for count in good), sum(count.hits for count in bad)
    return Promoters(*hits, of, value, min(low, value), max(high, value), worth)


def weighted(counts: Sequence[tuple[Fraction, int | Fraction, int]]) -> Fraction:
    """The weighted mean of sums: of each group its weight, its sum and how many it is out of."""
    whole = sum((weight * of for weight, _sum, of in counts), Fraction(0))
    return sum((weight * found for weight, found, _of in counts), Fraction(0)) / whole


def kish(counts: Sequence[Count]) -> Decimal:
    """Kish's effective size: the square of the sum of the weights over the sum of their squares, cut to 4 decimals."""
    whole = sum((count.weight * count.of for count in counts), Fraction(0))
    return floor4(whole**2 / sum((count.weight**2 * count.of for count in counts), Fraction(0)))


def floor4(value: Fraction) -> Decimal:
    """To four decimals, downward."""
    return _decimal(value).quantize(EXACT, ROUND_FLOOR)


def round4(value: Fraction) -> Decimal:
    """To four decimals, half away from zero."""
    return _decimal(value).quantize(EXACT, ROUND_HALF_UP)


def _interval(percent: Decimal, worth: Decimal, *, answers: int, frame: int) -> tuple[Decimal, Decimal]:
    sample = corrected(worth, answers=answers, population=frame)
    if sample is None:
        return percent, percent
    low, high = wilson(percent, sample)
    return min(low, percent), max(high, percent)


def _bonett_price(up: Decimal, down: Decimal, sample: Decimal) -> tuple[Decimal, Decimal]:
    """One answer is added to each of the two, so that the interval has a width even where all agree."""
    more, less = ((sample * each + 1) / (sample + 2) for each in (up, down))
    reach = Z * ((more + less - (more - less) ** 2) / (sample + 2)).sqrt()
    low, high = (100 * (more - less + side * reach) for side in (-1, 1))
    return max(low, _LEAST).quantize(EXACT), min(high, _MOST).quantize(EXACT)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / value.denominator
