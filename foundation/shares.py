"""How sure a share is that was found among some of those who could have been asked; 95 per cent, two-sided.

The formulas, with worked examples, stand in ``docs/methods.md``. Shares are in per cent. A sample may be any positive
number: answers that count unequally are worth fewer equal ones.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

Z: Final = Decimal("1.959963984540054")
"""The normal deviate of a confidence of 95 per cent, two-sided."""
EXACT: Final = Decimal("0.0001")


@dataclass(frozen=True)
class Estimate:
    """A value, and between which values the truth lies."""

    value: Decimal
    low: Decimal
    high: Decimal

    @property
    def shows_nothing(self) -> bool:
        """Whether zero is among the values that it may be."""
        return self.low <= 0 <= self.high


def wilson(value: Decimal, sample: Decimal | int) -> tuple[Decimal, Decimal]:
    """The interval of Wilson (1927) of a share in per cent among ``sample`` answers, to four decimals."""
    share, n = min(max(value / 100, Decimal(0)), Decimal(1)), Decimal(sample)
    middle = share + Z * Z / (2 * n)
    reach = Z * (share * (1 - share) / n + Z * Z / (4 * n * n)).sqrt()
    scale = 1 + Z * Z / n
    low, high = (100 * each / scale for each in (middle - reach, middle + reach))
    return max(low, Decimal(0)).quantize(EXACT), min(high, Decimal(100)).quantize(EXACT)


def corrected(sample: Decimal | int, *, answers: int, population: int) -> Decimal | None:
    """What a sample is worth where ``answers`` of a finite ``population`` gave one: more, the fewer are left unasked.

    ``None``: nobody is left, so there is nothing to be unsure of.
    """
    if answers >= population:
        return None
    return Decimal(sample) * (population - 1) / (population - answers)


def difference(first: Estimate, second: Estimate) -> Estimate:
    """``first`` minus ``second``, of separate groups, in percentage points: by Newcombe (1998), method 10."""
    gap = first.value - second.value
    below = ((first.value - first.low) ** 2 + (second.high - second.value) ** 2).sqrt()
    above = ((first.high - first.value) ** 2 + (second.value - second.low) ** 2).sqrt()
    return Estimate(*(each.quantize(EXACT) for each in (gap, gap - below, gap + above)))
