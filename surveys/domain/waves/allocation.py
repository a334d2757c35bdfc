"""How a sample is spread over strata: by their sizes, or by sizes and deviations (Neyman). Pure, exact arithmetic.

Proportional: n_h = n · N_h / Σ N. Neyman: n_h = n · N_h S_h / Σ N S, the least variance for a given n (Cochran, 5.5 and
5.9). No stratum gives more than it has, none less than its floor; whole numbers by the largest remainder, of equal ones
the stratum that comes first. The sum is always the sample.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Final

FLOOR: Final = 5
"""What every stratum gives where it can: of fewer answers no figure is ever shown."""


def proportional(sizes: Sequence[int], *, sample: int, least: int = FLOOR) -> list[int]:
    """How many of each stratum, by size alone. Raises ValueError for a sample larger than all strata together."""
    return spread(sample, sizes=sizes, weights=[Fraction(size) for size in sizes], least=least)


def neyman(sizes: Sequence[int], deviations: Sequence[Decimal], *, sample: int, least: int = FLOOR) -> list[int]:
    """How many of each stratum, by size and standard deviation of what is asked. Raises ValueError as above."""
    weights = [size * Fraction(deviation) for size, deviation in zip(sizes, deviations, strict=True)]
    return spread(sample, sizes=sizes, weights=weights, least=least)


def spread(sample: int, *, sizes: Sequence[int], weights: Sequence[Fraction], least: int) -> list[int]:
    """Whole numbers in proportion to ``weights``, each between its floor and its size, that add up to ``sample``.

    Where the sample is too small for every floor, all strata have the highest one that it can pay.
    """
    if not 0 <= sample <= sum(sizes):
        raise ValueError("a sample is no larger than its frame")
    floors = [min(size, highest_floor(sizes, sample=sample, least=least)) for size in sizes]
    return _whole(_within(Fraction(sample), sizes, weights, floors), sample)


def highest_floor(sizes: Sequence[int], *, sample: int, least: int) -> int:
    """``least``, or what the sample can give each stratum; a stratum smaller than that gives all it has."""
    return next((each for each in range(least, 0, -1) if sum(min(size, each) for size in sizes) <= sample), 0)


def _within(
    sample: Fraction, sizes: Sequence[int], weights: Sequence[Fraction], floors: Sequence[int]
) -> list[Fraction]:
    """Shares by weight within the bounds: what breaks one is set to it, and the rest is shared anew.

    In each turn only those on the side that moves the sum more are set, or else a stratum set to its floor might have
    deserved more in the end.
    """
    shares = [Fraction(0)] * len(sizes)
    free = list(range(len(sizes)))
    while free:
        _share(sample, free, shares, weights, sizes)
        bound = {place: _bound(shares[place], least=floors[place], most=sizes[place]) for place in free}
        off = sum((bound[place] - shares[place] for place in free), Fraction(0))
        settled = [place for place in free if off == 0 or (bound[place] - shares[place]) * off > 0]
        for place in settled:
            shares[place] = bound[place]
            sample -= bound[place]
        free = [place for place in free if place not in settled]
    return shares


def _bound(share: Fraction, *, least: int, most: int) -> Fraction:
    return min(max(share, Fraction(least)), Fraction(most))


def _share(
    sample: Fraction, free: Sequence[int], shares: list[Fraction], weights: Sequence[Fraction], sizes: Sequence[int]
) -> None:
    """What is left, over those that are free; by size where all that is left has no deviation at all."""
    by_weight = any(weights[place] for place in free)
    weight = {place: weights[place] if by_weight else Fraction(sizes[place]) for place in free}
    whole = sum(weight.values()) or Fraction(1)
    for place in free:
        shares[place] = sample * weight[place] / whole


def _whole(shares: Sequence[Fraction], sample: int) -> list[int]:
    """The largest remainder: the bounds are whole numbers, so that rounding either way keeps within them."""
    counts = [floor(share) for share in shares]
    order = sorted(range(len(shares)), key=lambda place: (counts[place] - shares[place], place))
    for place in order[: sample - sum(counts)]:
        counts[place] += 1
    return counts
