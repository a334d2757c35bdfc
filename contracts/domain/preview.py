"""The text of a version as it would be printed, cut into pieces so that a page can mark the terms and the blanks."""

from collections.abc import Iterable
from dataclasses import dataclass

from contracts.domain.blanks import Values, values_of
from contracts.domain.rendering import Segment, render_clause
from contracts.models import Clause, ContractVersion
from foundation.languages import pick


@dataclass(frozen=True)
class ReadableClause:
    """A clause in one language: its segments joined are its text."""

    pk: int
    number: str
    heading: str
    is_article: bool
    is_heavy: bool
    page: int | None
    segments: tuple[Segment, ...]


def readable_clauses(version: ContractVersion, language: str, values: Values | None = None) -> list[ReadableClause]:
    """All clauses in reading order. ``values``: as typed at the moment (default: as stored)."""
    values = values_of(version) if values is None else values
    return readable(version.clauses.all(), values, language)


def readable(clauses: Iterable[Clause], values: Values, language: str) -> list[ReadableClause]:
    """These clauses with these values."""
    return [_readable(clause, values, language) for clause in clauses]


def _readable(clause: Clause, values: Values, language: str) -> ReadableClause:
    text = clause.text_zh if language.startswith("zh") else clause.text_en
    return ReadableClause(
        pk=clause.pk,
        number=clause.number,
        heading=pick(language, clause.heading_zh, clause.heading_en),
        is_article=clause.kind == Clause.Kind.ARTICLE,
        is_heavy=clause.is_heavy,
        page=clause.page,
        segments=tuple(render_clause(text, values, language)),
    )
