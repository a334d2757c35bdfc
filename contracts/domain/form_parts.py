"""What a form of contract is made of: frozen values, as its file says them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from contracts.domain.term_value import TermValue
from foundation.languages import pick


@dataclass(frozen=True)
class FormClause:
    """An article (`kind` article, no parent) or one of its sections.

    `duty`: who bears it: A, B, both, third, as_agreed (the choice in the term `duty_bearer`) or None.
    `origin`: `form` where the source form holds the rule, `ours` where the product adds it.
    `part`: `main`, or the name of a part with a count of its own, such as `third_party`.
    `does_not_act`: the numbers with a unit in the text that were ticked as not acting.
    """

    number: str
    kind: str
    parent: str | None
    heading_zh: str
    heading_en: str
    text_zh: str
    text_en: str
    heavy: bool
    duty: str | None
    origin: str
    part: str
    does_not_act: tuple[str, ...] = ()

    def heading(self, language: str) -> str:
        return pick(language, self.heading_zh, self.heading_en)

    def text(self, language: str) -> str:
        return pick(language, self.text_zh, self.text_en)


@dataclass(frozen=True)
class FormTerm:
    """A term of the form: which clause creates it, its default (None: a blank), whether it must be filled."""

    name: str
    clause: str
    default: TermValue | None
    required: bool
    origin: str
    note_zh: str
    note_en: str

    @property
    def may_stay_empty(self) -> bool:
        return not self.required


@dataclass(frozen=True)
class FormAnnex:
    """A document that the form asks for, in the order of its number; `content` says what belongs in it."""

    code: str
    title_zh: str
    title_en: str
    content_zh: str
    content_en: str


@dataclass(frozen=True)
class FormBreach:
    """An entry of the breach catalogue.

    `fault`: A, B, third, or `either`: whichever party owed the duty. `remedies`: codes such as `damages`.
    `rescission`: whether the other party may rescind for it. `damages_term`: the term that computes the damages.
    """

    code: str
    clause: str
    fault: str
    text_zh: str
    text_en: str
    remedies: tuple[str, ...]
    rescission: bool
    damages_term: str | None
    origin: str


@dataclass(frozen=True)
class GlossaryEntry:
    """A defined term. `borrowed_from`: the form whose definition it follows, empty for the form's own."""

    term_zh: str
    term_en: str
    text_zh: str
    text_en: str
    borrowed_from: str


@dataclass(frozen=True)
class Form:
    """A versioned kind of contract, whole: clauses in reading order, terms, annexes, breaches, glossary."""

    id: str
    version: int
    title_zh: str
    title_en: str
    summary_zh: str
    summary_en: str
    execution: str
    clauses: tuple[FormClause, ...]
    terms: tuple[FormTerm, ...]
    annexes: tuple[FormAnnex, ...]
    breaches: tuple[FormBreach, ...]
    glossary: tuple[GlossaryEntry, ...]

    def title(self, language: str) -> str:
        return pick(language, self.title_zh, self.title_en)

    @cached_property
    def _clauses(self) -> dict[str, FormClause]:
        return {clause.number: clause for clause in self.clauses}

    @cached_property
    def _terms(self) -> dict[str, FormTerm]:
        return {term.name: term for term in self.terms}

    def clause(self, number: str) -> FormClause:
        """The clause of a number. Raises KeyError."""
        return self._clauses[number]

    def term(self, name: str) -> FormTerm:
        """The term of a name. Raises KeyError."""
        return self._terms[name]

    def terms_of(self, number: str) -> tuple[FormTerm, ...]:
        """The terms that a clause creates, in the form's order."""
        return tuple(term for term in self.terms if term.clause == number)

    def defaults(self) -> dict[str, TermValue | None]:
        """Every term's value as the form gives it; None is a blank."""
        return {term.name: term.default for term in self.terms}

    @property
    def blanks(self) -> tuple[FormTerm, ...]:
        """The terms that the form leaves to be filled in, required or not."""
        return tuple(term for term in self.terms if term.default is None)

    def counts(self) -> dict[str, object]:
        """How many there are of each thing; `parts` has articles and sections of each part by itself."""
        return {
            "chapters": _count(self.clauses, "article"),
            "sections": _count(self.clauses, "section"),
            "clauses": len(self.clauses),
            "terms": len(self.terms),
            "blanks": len(self.blanks),
            "required_blanks": sum(term.required for term in self.blanks),
            "annexes": len(self.annexes),
            "breaches": len(self.breaches),
            "defined_terms": len(self.glossary),
            "parts": {
                part: {
                    "chapters": _count(self.clauses, "article", part),
                    "sections": _count(self.clauses, "section", part),
                }
                for part in dict.fromkeys(clause.part for clause in self.clauses)
            },
        }


def _count(clauses: Iterable[FormClause], kind: str, part: str | None = None) -> int:
    return sum(clause.kind == kind and part in {None, clause.part} for clause in clauses)
