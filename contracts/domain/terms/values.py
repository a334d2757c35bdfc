"""Typed values: what a term of a contract can hold.

The same frozen value is printed in the clause, starts the clock, is compared with a result and computes the
damages. Values know their shape only; which range a term allows stands in `contracts/forms/terms.yaml`.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from contracts.domain.terms.choices import choice_label
from contracts.domain.terms.month_span import MonthSpan
from contracts.domain.terms.numbers import read_date, read_decimal, read_text, read_whole
from contracts.domain.terms.periods import (
    SHANGHAI,
    CalendarPeriod,
    DayPeriod,
    Days,
    Hours,
    Months,
    Period,
    Weeks,
    WorkingDays,
    Years,
    due_at,
    is_provisional,
)
from contracts.domain.terms.rates import DailyRate, Percent
from contracts.domain.terms.refusals import refuse_shape
from contracts.domain.terms.term_value import Dumped, TermValue
from foundation.languages import pick
from foundation.money import capitals, shown
from foundation.refusals import Refused

__all__ = [
    "SHANGHAI",
    "TYPES",
    "CalendarPeriod",
    "Choice",
    "Count",
    "DailyRate",
    "DateValue",
    "DayPeriod",
    "Days",
    "Dumped",
    "Hours",
    "Money",
    "MonthSpan",
    "Months",
    "Percent",
    "Period",
    "TermValue",
    "Text",
    "Weeks",
    "WorkingDays",
    "Years",
    "due_at",
    "is_provisional",
    "load",
    "parse",
]


@dataclass(frozen=True)
class Money(TermValue):
    """Renminbi yuan with two decimal places, never negative."""

    value: Decimal
    type: ClassVar[str] = "money"
    signs: ClassVar[tuple[str, ...]] = ("元", "yuan", "¥", "￥", "RMB", "CNY", "人民币")
    largest: ClassVar[Decimal] = Decimal("999999999999.99")

    def __post_init__(self) -> None:
        if type(self.value) is not Decimal or not self.value.is_finite() or not 0 <= self.value <= self.largest:
            raise refuse_shape(self.type, self.value)
        if self.value != self.value.quantize(Decimal("0.01")):
            raise refuse_shape(self.type, self.value)
        object.__setattr__(self, "value", abs(self.value.quantize(Decimal("0.01"))))

    @property
    def plain(self) -> str:
        return str(self.value)

    @classmethod
    def read(cls, raw: str) -> Self:
        amount = read_decimal(cls.type, raw, cls.signs, places=2)
        if amount > cls.largest:
            raise refuse_shape(cls.type, raw)
        return cls(amount)

    def display(self, language: str) -> str:
        return pick(language, f"{shown(self.value)}（{capitals(self.value)}）", f"RMB {self.value:,}")


@dataclass(frozen=True)
class Count(TermValue):
    """A whole number of things; the clause says of what."""

    value: int
    type: ClassVar[str] = "count"
    largest: ClassVar[int] = 1_000_000_000

    def __post_init__(self) -> None:
        if type(self.value) is not int or not 0 <= self.value <= self.largest:
            raise refuse_shape(self.type, self.value)

    @property
    def plain(self) -> int:
        return self.value

    @classmethod
    def read(cls, raw: str) -> Self:
        return cls(read_whole(cls.type, raw, (), cls.largest))

    def display(self, language: str) -> str:
        return str(self.value)


@dataclass(frozen=True)
class Choice(TermValue):
    """One of the options that the catalogue lists for a term, by its code (`party_b`)."""

    value: str
    type: ClassVar[str] = "choice"

    def __post_init__(self) -> None:
        if choice_label(self.value) is None:
            raise refuse_shape(self.type, self.value)

    @property
    def plain(self) -> str:
        return self.value

    @classmethod
    def read(cls, raw: str) -> Self:
        return cls(raw.strip())

    def display(self, language: str) -> str:
        label = choice_label(self.value)
        return pick(language, *label) if label else self.value


@dataclass(frozen=True)
class DateValue(TermValue):
    """A day of the calendar."""

    value: date
    type: ClassVar[str] = "date"

    def __post_init__(self) -> None:
        if type(self.value) is not date:
            raise refuse_shape(self.type, self.value)

    @property
    def plain(self) -> str:
        return self.value.isoformat()

    @classmethod
    def read(cls, raw: str) -> Self:
        return cls(read_date(raw))

    def display(self, language: str) -> str:
        day = self.value
        return pick(
            language, f"{day.year}年{day.month}月{day.day}日", f"{day.day} {calendar.month_name[day.month]} {day.year}"
        )


@dataclass(frozen=True)
class Text(TermValue):
    """Words that a person typed: one line, printed as they stand and never evaluated."""

    value: str
    type: ClassVar[str] = "text"
    longest: ClassVar[int] = 500

    def __post_init__(self) -> None:
        if read_text(self.value, self.longest) != self.value:
            raise refuse_shape(self.type, self.value)

    @property
    def plain(self) -> str:
        return self.value

    @classmethod
    def read(cls, raw: str) -> Self:
        return cls(read_text(raw, cls.longest))

    def display(self, language: str) -> str:
        return self.value


_KINDS: tuple[type[TermValue], ...] = (
    *(Hours, Days, WorkingDays, Weeks, Months, Years, MonthSpan),
    *(Percent, DailyRate, Money, Count, Choice, DateValue, Text),
)
TYPES: dict[str, type[TermValue]] = {kind.type: kind for kind in _KINDS}


def parse(kind: str, raw: str) -> TermValue:
    """The value that a person typed for a type such as `hours` or `money`. Raises Refused."""
    if kind not in TYPES:
        raise Refused("contracts.term_kind")
    return TYPES[kind].read(raw)


def load(dumped: Mapping[str, object]) -> TermValue:
    """The value back from `dump()`. Raises Refused when the mapping is not one that `dump()` wrote."""
    kind, plain = dumped.get("type"), dumped.get("value")
    if set(dumped) != {"type", "value"} or not isinstance(kind, str) or kind not in TYPES:
        raise Refused("contracts.term_kind")
    value = TYPES[kind].read(str(plain))
    if value.plain != plain or type(value.plain) is not type(plain):
        raise refuse_shape(kind, plain)
    return value
