"""How many must answer, so that a share is known to within a margin; pure arithmetic, the same on every machine.

For a share of one half, the least certain one, and 95 % confidence: n0 = z² · ¼ / e², corrected for a small frame to
n = n0 / (1 + (n0 - 1) / N), rounded up (Cochran, Sampling Techniques, 3rd ed., 4.6 and 4.7).
"""

from decimal import Decimal, localcontext
from fractions import Fraction
from math import ceil
from typing import Final

Z_SQUARED: Final = Fraction("3.841458820694124")
"""The square of 1.959964, beyond which 5 % of a normal distribution lies on both sides together."""
VARIANCE: Final = Fraction(1, 4)
"""Of one answer, at a share of one half: no other share is less certain."""
CENT: Final = Decimal("0.01")


def size_for(frame_size: int, *, margin_percent: Decimal) -> int:
    """How many of the frame must answer so that a share is known to ± ``margin_percent`` percentage points.

    Never more than the frame; 0 of an empty one. Raises ValueError for a margin that is not above 0.
    """
    if margin_percent <= 0:
        raise ValueError("a margin lies above zero")
    if frame_size <= 0:
        return 0
    endless = Z_SQUARED * VARIANCE / (Fraction(margin_percent) / 100) ** 2
    return min(frame_size, max(1, ceil(endless / (1 + (endless - 1) / frame_size))))


def margin_of(answers: int, *, frame_size: int) -> Decimal | None:
    """To within how many percentage points so many answers tell a share, two places; ``None`` without any.

    The other way round: e² = z² · ¼ / n · (N - n) / (N - 1), and 0 where all of the frame answered.
    """
    if answers <= 0:
        return None
    if answers >= frame_size:
        return Decimal("0.00")
    square = Z_SQUARED * VARIANCE * (frame_size - answers) / (answers * (frame_size - 1))
    with localcontext(prec=30):
        return ((Decimal(square.numerator) / square.denominator).sqrt() * 100).quantize(CENT)


def invitations_for(answers: int, *, response_percent: int) -> int:
    """How many to invite so that so many answer, where ``response_percent`` of 100 who are invited do."""
    if not 1 <= response_percent <= 100:
        raise ValueError("between 1 and 100 of 100 answer")
    return ceil(Fraction(answers * 100, response_percent))
