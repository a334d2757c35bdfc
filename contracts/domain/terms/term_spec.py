"""What the software knows about a term: its types, range and unit, what it drives, and how to read it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from contracts.domain.terms.choices import CHOICES
from contracts.domain.terms.numbers import one_writing
from contracts.domain.terms.rates import Rate
from contracts.domain.terms.values import TYPES, Choice, Count, Money, Percent, Period, TermValue
from foundation.languages import pick
from foundation.refusals import Refused

WHOLE = 100  # per cent
_UNITS = {
    "percent": ("%", "%"),
    "daily_rate": ("%/日", "% a day"),
    "money": ("元", "yuan"),
    "month_span": ("月份", "months"),
}


@dataclass(frozen=True)
class Range:
    """The smallest and the largest value; without the latter there is no end, save for a percentage, which ends at
    100."""

    least: int = 0
    most: int | None = None


@dataclass(frozen=True)
class TermSpec:
    """What the software knows about a term of this name, whatever form it stands in.

    `types`: the types a value may have, the usual one first. `within`: the range, in the type's own unit (hours, per
    cent, yuan …). `acts`: whether the value itself sets a time, a level or a sum; the others are printed and read, no
    more. `drives`: what follows from it, for the person who fills it in.
    """

    name: str
    types: tuple[str, ...]
    label_zh: str
    label_en: str
    drives_zh: str
    drives_en: str
    within: Range = Range()
    options: tuple[str, ...] = ()
    acts: bool = True

    @property
    def type(self) -> str:
        """The usual type."""
        return self.types[0]

    def label(self, language: str) -> str:
        return pick(language, self.label_zh, self.label_en)

    def drives(self, language: str) -> str:
        return pick(language, self.drives_zh, self.drives_en)

    def choices(self, language: str) -> list[tuple[str, str]]:
        """The options as (code, label); empty unless the term is a choice."""
        return [(code, pick(language, *CHOICES[code])) for code in self.options]

    def unit(self, language: str, kind: str | None = None) -> str:
        """The unit of a type of this term: 小时 or hours, %, 元 or yuan; empty for counts, choices, dates and text."""
        cls = TYPES[kind or self.type]
        if issubclass(cls, Period):
            return pick(language, cls.zh, f"{cls.en}s")
        return pick(language, *_UNITS.get(cls.type, ("", "")))

    def check(self, value: TermValue) -> None:
        """Raises Refused, with the term's name as field, when the term cannot hold this value."""
        if value.type not in self.types:
            raise Refused("contracts.term_kind", self.name)
        if isinstance(value, Choice) and value.value not in self.options:
            raise Refused("contracts.term_shape_choice", self.name)
        size = magnitude(value)
        most = WHOLE if self.within.most is None and isinstance(value, Percent) else self.within.most
        if size is not None and size < self.within.least:
            raise Refused("contracts.term_too_small", self.name, minimum=str(self.within.least))
        if size is not None and most is not None and size > most:
            raise Refused("contracts.term_too_big", self.name, maximum=str(most))

    def read(self, raw: str, kind: str | None = None) -> TermValue:
        """The value that a person typed, checked. `kind`: one of `types`; a term of several types can also be told it
        by the unit typed (%, 元).

        Raises Refused, with the term's name as field.
        """
        try:
            value = _chosen(self.types, raw, kind).read(raw)
        except Refused as refused:
            raise Refused(refused.code, self.name, **refused.params)
        self.check(value)
        return value


def _chosen(types: tuple[str, ...], raw: str, kind: str | None) -> type[TermValue]:
    if kind is None and len(types) > 1:
        kind = next((each for each in types if _is_signed(raw, each)), None)
        if kind is None:
            raise Refused("contracts.term_kind_open")
    if kind is not None and kind not in types:
        raise Refused("contracts.term_kind")
    return TYPES[kind or types[0]]


def _is_signed(raw: str, kind: str) -> bool:
    """Whether the unit that was typed tells the type: 5% is a percentage, 5000元 an amount."""
    text = one_writing(raw)
    return any(one_writing(sign) in text for sign in TYPES[kind].signs)


def magnitude(value: TermValue) -> Decimal | None:
    """The number inside a value, in its own unit; None for choices, dates, spans of months and text."""
    return Decimal(value.value) if isinstance(value, Period | Rate | Money | Count) else None
