"""By what members are picked: typed criteria, checked against one table, turned into conditions of the ORM (B7).

What people choose is stored as a list of ``{"kind": …, field: value}``. Values are whole numbers within bounds or codes
of a list; nothing that anybody typed reaches the database in another form. Upper rooms add kinds of their own by
:func:`register` (tiers, scores).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Q
from django_stubs_ext import StrOrPromise

from foundation.refusals import Refused

MOST_CRITERIA: Final = 20
Choices = Callable[[int], Sequence[tuple[str, StrOrPromise]]]
"""The choices that a party has: (code, label)."""
Value = int | str | list[str]


@dataclass(frozen=True)
class Number:
    """A whole number from ``least`` to ``most``."""

    name: str
    label: StrOrPromise
    least: int
    most: int

    def read(self, value: object, _party_id: int) -> Value | None:
        """The number; ``None`` for anything else."""
        is_number = isinstance(value, int) and not isinstance(value, bool)
        return value if is_number and self.least <= value <= self.most else None  # type: ignore[operator,return-value]


@dataclass(frozen=True)
class SomeOf:
    """One or more of the choices that a party has."""

    name: str
    label: StrOrPromise
    choices: Choices

    def read(self, value: object, party_id: int) -> Value | None:
        """The codes, each once and in the order of the list; ``None`` for anything else."""
        if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value):
            return None
        known = [code for code, _label in self.choices(party_id)]
        return [code for code in known if code in value] if set(value) <= set(known) else None


@dataclass(frozen=True)
class OneOf:
    """One of the choices that a party has."""

    name: str
    label: StrOrPromise
    choices: Choices

    def read(self, value: object, party_id: int) -> Value | None:
        """The code; ``None`` for anything else."""
        known = {code for code, _label in self.choices(party_id)}
        return value if isinstance(value, str) and value in known else None


Field = Number | SomeOf | OneOf
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """A kind of criterion. ``condition`` makes of its values and the moment a condition on members.

    ``describe`` says it in words, from the labels of its values.
    """

    code: str
    label: StrOrPromise
    fields: tuple[Field, ...]
    condition: Callable[[Values, datetime], Q]


KINDS: Final[dict[str, Kind]] = {}


def register(kinds: Iterable[Kind]) -> None:
    """Add kinds of criteria. Raises ValueError when one is there already."""
    for kind in kinds:
        if KINDS.get(kind.code, kind) is not kind:
            raise ValueError(f"criteria of kind {kind.code!r} are there already")
        KINDS[kind.code] = kind


def checked(criteria: object, *, party_id: int) -> list[dict[str, Value]]:
    """The criteria as they are stored: known kinds, each once, with values that the party has.

    Refused: ``members.criteria_wrong``.
    """
    if not isinstance(criteria, list) or len(criteria) > MOST_CRITERIA:
        raise Refused("members.criteria_wrong")
    read = [_checked_one(each, party_id) for each in criteria]
    if len({each["kind"] for each in read if isinstance(each["kind"], str)}) < len(read):
        raise Refused("members.criteria_wrong")
    return read


def _checked_one(criterion: object, party_id: int) -> dict[str, Value]:
    kind = KINDS.get(str(criterion.get("kind"))) if isinstance(criterion, dict) else None
    if kind is None or not isinstance(criterion, dict):
        raise Refused("members.criteria_wrong")
    if set(criterion) != {"kind", *(field.name for field in kind.fields)}:
        raise Refused("members.criteria_wrong", kind.code)
    read: dict[str, Value] = {"kind": kind.code}
    for field in kind.fields:
        value = field.read(criterion[field.name], party_id)
        if value is None:
            raise Refused("members.criteria_wrong", f"{kind.code}-{field.name}")
        read[field.name] = value
    return read


def condition_of(criteria: Sequence[Values], *, at: datetime) -> Q:
    """All of the (checked) criteria together. A kind that is gone picks nobody, rather than everybody."""
    condition = Q()
    for each in criteria:
        kind = KINDS.get(each["kind"])
        condition &= Q(pk__in=[]) if kind is None else kind.condition(each, at)
    return condition
