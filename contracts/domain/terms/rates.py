"""Rates: a share of an amount, and a share that grows with every day."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

from contracts.domain.terms.numbers import plain_decimal, read_decimal
from contracts.domain.terms.refusals import refuse_shape
from contracts.domain.terms.term_value import TermValue
from foundation.languages import pick

_PLACES = 4


@dataclass(frozen=True)
class Rate(TermValue):
    """A number of per cent, exact, never negative, at most four decimal places."""

    value: Decimal
    largest: ClassVar[int]

    def __post_init__(self) -> None:
        if type(self.value) is not Decimal or not self.value.is_finite() or not 0 <= self.value <= self.largest:
            raise refuse_shape(self.type, self.value)
        if self.value != self.value.quantize(Decimal(10) ** -_PLACES):
            raise refuse_shape(self.type, self.value)
        object.__setattr__(self, "value", abs(self.value))  # no minus zero

    @property
    def plain(self) -> str:
        return plain_decimal(self.value)

    @classmethod
    def read(cls, raw: str) -> Self:
        return cls(read_decimal(cls.type, raw, cls.signs, places=_PLACES))

    def share_of(self, amount: Decimal) -> Decimal:
        """This share of an amount, exact and unrounded (`foundation.money.round_fen` rounds it)."""
        return amount * self.value / 100


class Percent(Rate):
    """A share in per cent: Percent(Decimal("5")) is 5 %."""

    type, signs, largest = "percent", ("%", "percent", "per cent"), 1000

    def display(self, language: str) -> str:
        return f"{self.plain}%"


class DailyRate(Rate):
    """A share in per cent for each day: DailyRate(Decimal("0.05")) is 0.05 % a day."""

    type, largest = "daily_rate", 100
    signs = ("%", "%/日", "%/天", "%/day", "% a day", "% per day", "每日", "每天", "日")

    def display(self, language: str) -> str:
        return pick(language, f"每日{self.plain}%", f"{self.plain}% a day")

    def share_for(self, amount: Decimal, *, days: int) -> Decimal:
        """What so many whole days cost, exact and unrounded; simple, without interest on interest.

        Raises ValueError for fewer days than none.
        """
        if days < 0:
            raise ValueError("days cannot be negative")
        return self.share_of(amount) * days
