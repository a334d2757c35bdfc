"""Months of the contract from one to another: when a phase of a time plan begins and ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Self

from contracts.domain.terms.numbers import one_writing
from contracts.domain.terms.periods import Months
from contracts.domain.terms.refusals import refuse_shape
from contracts.domain.terms.term_value import TermValue
from foundation.languages import pick

_TO = r"\s*(?:-|–|—|~|至|到|to)\s*"
_TYPED = (
    rf"([0-9]{{1,3}})(?:{_TO}([0-9]{{1,3}}))?",
    rf"第\s*([0-9]{{1,3}})\s*(?:个月)?(?:{_TO}第?\s*([0-9]{{1,3}})\s*)?(?:个月)",
    rf"months?\s+([0-9]{{1,3}})(?:{_TO}(?:month\s+)?([0-9]{{1,3}}))?",
)


@dataclass(frozen=True)
class MonthSpan(TermValue):
    """The months `first` to `last` of the contract, both counted in; the contract begins with month 1."""

    first: int
    last: int
    type: ClassVar[str] = "month_span"
    largest: ClassVar[int] = Months.largest

    def __post_init__(self) -> None:
        if {type(self.first), type(self.last)} != {int} or not 1 <= self.first <= self.last <= self.largest:
            raise refuse_shape(self.type, f"{self.first}-{self.last}")

    @property
    def plain(self) -> str:
        return f"{self.first}-{self.last}"

    @classmethod
    def read(cls, raw: str) -> Self:
        text = one_writing(raw)
        found = next(filter(None, (re.fullmatch(typed, text) for typed in _TYPED)), None)
        if found is None:
            raise refuse_shape(cls.type, raw)
        return cls(int(found[1]), int(found[2] or found[1]))

    def display(self, language: str) -> str:
        if self.first == self.last:
            return pick(language, f"第{self.first}个月", f"month {self.first}")
        return pick(language, f"第{self.first}个月至第{self.last}个月", f"months {self.first} to {self.last}")

    def first_day(self, start: date) -> date:
        """The day on which the first of these months begins, in a contract that took effect on `start`."""
        return start if self.first == 1 else Months(self.first - 1).last_day(start) + timedelta(days=1)

    def last_day(self, start: date) -> date:
        """The day with which the last of these months ends, counted as every period of months is."""
        return Months(self.last).last_day(start)
