"""How sure a difference between two rates of members is."""

from decimal import Decimal

from foundation.shares import Estimate, wilson
from foundation.shares import difference as between
from members.domain.retention.rates import Rate


def difference(first: Rate, second: Rate) -> Estimate | None:
    """``first`` minus ``second``, rates of separate groups, in percentage points; ``None`` where a group is empty."""
    if not (first.of and second.of):
        return None
    return between(_estimate(first), _estimate(second))


def _estimate(rate: Rate) -> Estimate:
    value = Decimal(100 * rate.count) / rate.of
    return Estimate(value, *wilson(value, rate.of))
