"""What an evidence pack is made of, and who contributes to it.

Each room, and each floor above, registers a source: given what the pack is about, it yields what it knows of it.
A source shows only what the subject's scope may see: it starts every query ``.within(subject.scope, verb=…)``, or says
of a thing it may not show in full that it exists, masked.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any, Final

from django.utils import translation
from django.utils.functional import Promise

from contracts.models import Clause, Contract
from foundation.models import StoredFile
from parties.domain.scope import Scope

CATALOGUE: Final = (translation.gettext, translation.pgettext)
"""What looks a text up and does nothing else."""


@dataclass(frozen=True)
class Words:
    """The same in Simplified Chinese and English."""

    zh: str
    en: str

    def as_json(self) -> dict[str, str]:
        return {"zh": self.zh, "en": self.en}


def words(text: str | Promise | Callable[[], str]) -> Words:
    """Both wordings of a text that follows the active language; what is not translated is the same in both."""
    if isinstance(text, Promise) and (constant := _constant(text)):
        return _spoken_once(*constant)
    return _spoken(text if callable(text) else partial(str, text))


def _spoken(text: Callable[[], str]) -> Words:
    with translation.override("zh-hans"):
        zh = text()
        translation.activate("en")
        return Words(zh, text())


# A large pack says a few hundred labels many thousand times.
@lru_cache(2048)
def _spoken_once(translate: Callable[..., str], *said: str) -> Words:
    return _spoken(partial(translate, *said))


def _constant(text: Promise) -> tuple[Any, ...] | None:
    """How a text is translated that is nothing but a piece of the catalogue; as it would be pickled."""
    _rebuild, (translate, said, named, *_classes) = text.__reduce__()  # type: ignore[misc]
    is_piece = translate in CATALOGUE and not named and all(type(each) is str for each in said)
    return (translate, *said) if is_piece else None


@dataclass(frozen=True)
class Subject:
    """What a pack is about, and for whose eyes. ``scope`` wears the hats of one party alone.

    ``since`` and ``until`` bound a period (the second is not part of it); both are empty for a pack about breaches.
    ``at``: the moment for which it is made.
    """

    contract: Contract
    scope: Scope
    at: datetime
    breaches: frozenset[int] = frozenset()
    obligations: frozenset[int] = frozenset()
    measurements: frozenset[int] = frozenset()
    versions: frozenset[int] = frozenset()
    since: datetime | None = None
    until: datetime | None = None

    @property
    def is_period(self) -> bool:
        return self.since is not None


@dataclass(frozen=True)
class Event:
    """Something that happened, for the timeline. ``about``: the thing as records name it (``breach 7``)."""

    at: datetime
    title: Words
    about: str = ""
    by: str = ""
    text: str = ""
    file: StoredFile | None = None


@dataclass(frozen=True)
class Original:
    """A file as it was put in, byte for byte. ``kind``: ``signed_contract``, ``scan``, ``evidence``, ``invoice`` …;
    ``facts`` go into the list beside it."""

    file: StoredFile
    title: Words
    kind: str = "evidence"
    facts: Mapping[str, object] = field(default_factory=dict)


Value = str | int | bool | Decimal | date | datetime | Words | None


@dataclass(frozen=True)
class Fact:
    """One thing that a record says: its name for programs, its label and value for people."""

    name: str
    label: Words
    value: Value


def fact(name: str, label: str | Promise, value: Value) -> Fact:
    """A fact with its label in both languages."""
    return Fact(name, words(label), value)


@dataclass(frozen=True)
class Record:
    """A row of the business with what it says. ``is_masked``: the asking side may know of it, but not all of it."""

    kind: str
    id: int
    title: Words
    facts: tuple[Fact, ...]
    lines: tuple[tuple[Words, Decimal], ...] = ()
    is_masked: bool = False

    @property
    def name(self) -> str:
        return f"{self.kind} {self.id}"


@dataclass(frozen=True)
class RestsOn:
    """A clause on which something in the pack rests."""

    clause: Clause


@dataclass(frozen=True)
class Audited:
    """Rows whose audit entries belong in the pack. ``only``: those entries alone that change nothing but these columns,
    where earlier ones (a draft's, say) are the other side's own."""

    table: str
    ids: frozenset[int]
    only: frozenset[str] | None = None


@dataclass(frozen=True)
class Withheld:
    """Rows whose audit entries stay out, whoever else asks for them: they name people the asking side may not see."""

    table: str
    ids: frozenset[int]


Part = Event | Original | Record | RestsOn | Audited | Withheld
Source = Callable[[Subject], Iterable[Part]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Add what a room or a floor above contributes; a second time changes nothing."""
    if source not in _sources:
        _sources.append(source)


def parts_of(subject: Subject) -> Iterable[Part]:
    """All that the registered sources contribute."""
    for source in _sources:
        yield from source(subject)
