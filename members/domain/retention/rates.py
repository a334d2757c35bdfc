"""A rate as it is shown: never without what it is out of."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

TENTH: Final = Decimal("0.1")
EXACT: Final = Decimal("0.0001")


@dataclass(frozen=True)
class Rate:
    """``count`` members ``of`` so many."""

    count: int
    of: int

    @property
    def percent(self) -> Decimal | None:
        """In per cent, to a tenth; never 100 while one is missing nor 0 while there is one. ``None``: out of none."""
        if not self.of:
            return None
        if self.count in (0, self.of):
            return Decimal(100 if self.count else 0)
        found = (Decimal(100 * self.count) / self.of).quantize(TENTH, ROUND_HALF_UP)
        return min(max(found, TENTH), 100 - TENTH) if 0 < self.count < self.of else found

    @property
    def exact(self) -> Decimal | None:
        """In per cent to four decimals, for a measurement. ``None``: out of none."""
        return (Decimal(100 * self.count) / self.of).quantize(EXACT, ROUND_HALF_UP) if self.of else None

    @property
    def rest(self) -> "Rate":
        """Those of whom it is not so."""
        return Rate(self.of - self.count, self.of)

    @property
    def shade(self) -> int:
        """How strongly a heat grid shows it: 0 (none) to 10 (all)."""
        return -(-10 * min(self.count, self.of) // self.of) if self.of else 0
