"""The text of a version as it would be printed, cut into pieces so that a page can mark the terms and the blanks."""

from collections.abc import Iterable
from dataclasses import dataclass

from contracts.domain.texts.clause_labels import SECTION, clause_label
from contracts.domain.texts.rendering import Segment, render_clause
from contracts.domain.wording.blanks import Values, values_of
from contracts.models import Clause, ContractVersion
from contracts.models.clauses import Origin
from foundation.languages import is_chinese, pick


@dataclass(frozen=True)
class ReadableClause:
    """A clause in one language: its segments joined are its text. ``label``: its number as printed (第三章, 附1.2)."""

    pk: int
    number: str
    label: str
    heading: str
    is_article: bool
    is_heavy: bool
    deviates: bool
    is_added: bool
    page: int | None
    segments: tuple[Segment, ...]


def readable_clauses(version: ContractVersion, language: str, values: Values | None = None) -> list[ReadableClause]:
    """All clauses in reading order. ``values``: as typed at the moment (default: as stored)."""
    values = values_of(version) if values is None else values
    return readable(version.clauses.all(), values, language, version.division)


def readable(clauses: Iterable[Clause], values: Values, language: str, division: str) -> list[ReadableClause]:
    """These clauses with these values. ``division``: of their version."""
    return [_readable(clause, values, language, division) for clause in clauses]


def _readable(clause: Clause, values: Values, language: str, division: str) -> ReadableClause:
    is_article = clause.kind == Clause.Kind.ARTICLE
    return ReadableClause(
        pk=clause.pk,
        number=clause.number,
        label=clause_label(division if is_article else SECTION, clause.number, language),
        heading=_shown(language, clause.heading_zh, clause.heading_en),
        is_article=is_article,
        is_heavy=clause.is_heavy,
        deviates=clause.deviates,
        is_added=clause.origin == Origin.PARTIES,
        page=clause.page,
        segments=tuple(_segments(clause, values, language, division)),
    )


def _segments(clause: Clause, values: Values, language: str, division: str) -> Iterable[Segment]:
    # The Simplified source: Traditional is converted piece by piece, so that the value of a blank is not.
    text = clause.text_zh if is_chinese(language) or not clause.text_en else clause.text_en
    return render_clause(text, values, language, division=division)


def _shown(language: str, zh: str, en: str) -> str:
    """In the reader's language; what the parties wrote in Chinese alone is shown as it is."""
    return pick(language, zh, en or zh)
