"""Two versions of a contract side by side: clause by clause and term by term (capability A3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from contracts.domain.terms.catalogue import spec
from contracts.domain.terms.term_value import Dumped
from contracts.domain.terms.values import load
from contracts.domain.texts.clause_labels import SECTION, clause_label
from contracts.domain.texts.rendering import clause_text
from contracts.domain.wording.blanks import Values, values_of
from contracts.domain.wording.engaging import third_party_of
from contracts.domain.wording.engaging_words import engagement_line, third_party_word
from contracts.domain.wording.merging import Patience, Piece, pieces
from contracts.domain.wording.preview import ReadableClause, readable, readable_clauses
from contracts.models import Clause, ContractVersion, Term
from contracts.models.clauses import Origin
from foundation.languages import is_chinese

Kind = Literal["same", "added", "removed", "changed"]


@dataclass(frozen=True)
class ClauseChange:
    """A clause that differs, under its printed number. ``pieces``: old and new text merged, in reading order."""

    kind: Kind
    label: str
    heading: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class TermChange:
    """A term whose value differs; an empty display is a blank, or a term that one version does not have."""

    label: str
    clause: str
    old: str
    new: str


@dataclass(frozen=True)
class Comparison:
    """All that differs; ``same`` clauses are only counted."""

    clauses: tuple[ClauseChange, ...]
    terms: tuple[TermChange, ...]
    same: int

    @property
    def is_empty(self) -> bool:
        return not self.clauses and not self.terms


def compare(old: ContractVersion, new: ContractVersion, language: str) -> Comparison:
    """What ``new`` changes against ``old``, in the reader's language. Values are compared as printed in the text."""
    before = {clause.number: clause for clause in readable_clauses(old, language, values_of(old))}
    after = {clause.number: clause for clause in readable_clauses(new, language, values_of(new))}
    patience = Patience()
    order = _in_order(before, after)
    changes = [_clause_change(before.get(number), after.get(number), patience) for number in order]
    return Comparison(
        clauses=tuple(change for change in changes if change.kind != "same"),
        terms=(*_term_changes(old, new, language), *_engagement_change(old, new, language)),
        same=sum(change.kind == "same" for change in changes),
    )


def _engagement_change(old: ContractVersion, new: ContractVersion, language: str) -> Iterator[TermChange]:
    """A third party that comes in, goes, or is engaged otherwise."""
    before, after = (engagement_line(third_party_of(each), language) for each in (old, new))
    if before != after:
        yield TermChange(third_party_word(language), "", before, after)


def deviations(version: ContractVersion, language: str) -> Comparison:
    """What a version changes against its form: other words, added sections, other figures. A blank that was filled is
    no deviation."""
    values, clauses, patience = values_of(version), list(version.clauses.all()), Patience()
    shown = {clause.pk: clause for clause in readable(clauses, values, language, version.division)}
    changes = []
    for clause in clauses:
        if clause.deviates or clause.origin == Origin.PARTIES:
            now = shown[clause.pk]
            was = form_words(clause, values, language, version.division) if clause.deviates else ""
            kind: Kind = "changed" if clause.deviates else "added"
            changes.append(ClauseChange(kind, now.label, now.heading, pieces(was, _text(now), patience)))
    terms = [
        _term_change(term, term.form_value, term.stored, language) for term in _terms(version).values() if term.deviates
    ]
    return Comparison(tuple(changes), tuple(terms), len(clauses) - len(changes))


def form_words(clause: Clause, values: Values, language: str, division: str) -> str:
    """The form's own text of a clause that the parties changed, with today's values."""
    text = clause.form_zh if is_chinese(language) or not clause.form_en else clause.form_en
    return clause_text(text, values, language, division=division)


def _in_order(before: dict[str, ReadableClause], after: dict[str, ReadableClause]) -> Sequence[str]:
    """Every number once, as a reader of the new version meets them; removed ones at their old neighbours."""
    order = list(after)
    for number, previous in zip(before, [None, *before], strict=False):
        if number not in after:
            order.insert(order.index(previous) + 1 if previous in order else 0, number)
    return order


def _clause_change(old: ReadableClause | None, new: ReadableClause | None, patience: Patience) -> ClauseChange:
    shown = new or old
    if shown is None:
        raise ValueError("a change needs a clause")
    old_text, new_text = _text(old), _text(new)
    if old is None or new is None:
        kind: Kind = "added" if old is None else "removed"
    else:
        kind = "same" if (old.heading, old_text) == (new.heading, new_text) else "changed"
    merged = () if kind == "same" else pieces(old_text, new_text, patience)
    return ClauseChange(kind, shown.label, shown.heading, merged)


def _text(clause: ReadableClause | None) -> str:
    return "".join(segment.text for segment in clause.segments) if clause else ""


def _term_changes(old: ContractVersion, new: ContractVersion, language: str) -> Iterator[TermChange]:
    before, after = _terms(old), _terms(new)
    for name in dict.fromkeys([*after, *before]):
        was, now = (each[name].stored if name in each else None for each in (before, after))
        if was != now:
            yield _term_change(after.get(name) or before[name], was, now, language)


def _term_change(term: Term, was: Dumped | None, now: Dumped | None, language: str) -> TermChange:
    old, new = ("" if stored is None else load(stored).display(language) for stored in (was, now))
    clause = clause_label(SECTION, term.clause.number, language)
    return TermChange(spec(term.name).label(language), clause, old, new)


def _terms(version: ContractVersion) -> dict[str, Term]:
    rows = version.terms.select_related("clause").order_by("clause__position", "pk")
    return {term.name: term for term in rows}
