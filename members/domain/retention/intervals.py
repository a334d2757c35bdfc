"""How sure a difference between two shares is: the hybrid score interval of Newcombe (1998, method 10), 95 per cent."""

from dataclasses import dataclass
from decimal import Decimal

from contracts.domain.targets.verdicts import wilson
from members.domain.retention.rates import EXACT, Rate


@dataclass(frozen=True)
class Difference:
    """``first`` minus ``second`` in percentage points, and between which values the truth lies."""

    value: Decimal
    low: Decimal
    high: Decimal

    @property
    def shows_nothing(self) -> bool:
        """Whether no difference at all is among the values that it may be."""
        return self.low <= 0 <= self.high


def difference(first: Rate, second: Rate) -> Difference | None:
    """Of two shares of separate groups; ``None`` where a group is empty."""
    if not (first.of and second.of):
        return None
    (one, low_one, high_one), (two, low_two, high_two) = (_with_bounds(rate) for rate in (first, second))
    gap = one - two
    below = ((one - low_one) ** 2 + (high_two - two) ** 2).sqrt()
    above = ((high_one - one) ** 2 + (two - low_two) ** 2).sqrt()
    return Difference(*(each.quantize(EXACT) for each in (gap, gap - below, gap + above)))


def _with_bounds(rate: Rate) -> tuple[Decimal, Decimal, Decimal]:
    value = Decimal(100 * rate.count) / rate.of
    return value, *wilson(value, rate.of)
