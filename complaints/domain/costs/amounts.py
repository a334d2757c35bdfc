"""Sums of money and short texts that people type into costs."""

from datetime import date
from decimal import Decimal

from foundation.days import known_day
from foundation.money import LARGEST, round_fen
from foundation.refusals import Refused
from foundation.text import clean_line


def checked_amount(amount: Decimal, *, zero: bool = False, field: str = "amount") -> Decimal:
    """The amount, if it is whole fen above zero (``zero``: or nothing). Raises Refused ``complaints.amount_wrong``."""
    is_big_enough = amount.is_finite() and (amount > 0 or (zero and amount == 0))
    if not (is_big_enough and amount <= LARGEST and amount == round_fen(amount)):
        raise Refused("complaints.amount_wrong", field)
    return amount


def said(text: str, longest: int, field: str) -> str:
    """A line that must say something. Raises Refused ``foundation.required`` and what ``clean_line`` raises."""
    line = clean_line(text, longest, field)
    if not line:
        raise Refused("foundation.required", field)
    return line


def past_day(day: date, today: date, field: str) -> date:
    """A day that is not still to come. Raises Refused ``complaints.in_future``, ``foundation.day_out_of_range``."""
    if known_day(day, field) > today:
        raise Refused("complaints.in_future", field)
    return day
