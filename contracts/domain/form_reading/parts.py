"""What a form of contract is made of: frozen values, as its file says them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from contracts.domain.form_reading.counting import counts_of
from contracts.domain.form_reading.supplementing import with_only
from contracts.domain.terms.term_value import TermValue
from contracts.domain.texts.clause_labels import ARTICLE
from foundation.languages import pick


@dataclass(frozen=True)
class FormClause:
    """An article (`kind` article, no parent) or one of its sections. A form of chapters, and each of its supplements,
    calls its own top level so too: `Form.division` says how it is printed.

    `duty`: who bears it: A, B, both, third, as_agreed (the choice in the term `duty_bearer`) or None.
    `origin`: `form` where the source form holds the rule, `ours` where the product adds it.
    `part`: `main`, or the name of a part with a count of its own, such as `third_party`, or of a supplement.
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
    supplement: str = ""

    def heading(self, language: str) -> str:
        return pick(language, self.heading_zh, self.heading_en)

    def text(self, language: str) -> str:
        return pick(language, self.text_zh, self.text_en)


@dataclass(frozen=True)
class FormTerm:
    """A term of the form: which clause creates it, its default (None: a blank), whether it must be filled.

    `supplement`, here and elsewhere: the code of the supplement to which it belongs, empty for the main text.
    """

    name: str
    clause: str
    default: TermValue | None
    required: bool
    origin: str
    note_zh: str
    note_en: str
    supplement: str = ""


@dataclass(frozen=True)
class FormAnnex:
    """A document that the form asks for, in the order of its number; `content` says what belongs in it."""

    code: str
    title_zh: str
    title_en: str
    content_zh: str
    content_en: str
    supplement: str = ""


@dataclass(frozen=True)
class FormBreach:
    """An entry of the breach catalogue.

    `fault`: A, B, third, or `either`: whichever party owed the duty. `remedies`: codes such as `damages`.
    `rescission`: whether the other party may rescind for it. `damages_term`: the term that computes the damages.
    `late_terms`: the terms whose being late is this breach; every other lateness is `step_late`.
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
    late_terms: tuple[str, ...] = ()
    supplement: str = ""


@dataclass(frozen=True)
class GlossaryEntry:
    """A defined term. `borrowed_from`: the form whose definition it follows, empty for the form's own."""

    term_zh: str
    term_en: str
    text_zh: str
    text_en: str
    borrowed_from: str


@dataclass(frozen=True)
class FormSupplement:
    """A set of clauses that a contract takes in as a whole. `when`: the situation that calls for it. `excludes`: the
    codes of supplements that cannot stand beside it."""

    code: str
    title_zh: str
    title_en: str
    when_zh: str
    when_en: str
    excludes: tuple[str, ...] = ()

    def title(self, language: str) -> str:
        return pick(language, self.title_zh, self.title_en)

    def when(self, language: str) -> str:
        return pick(language, self.when_zh, self.when_en)


@dataclass(frozen=True)
class Form:
    """A versioned kind of contract, whole: clauses in reading order, terms, annexes, breaches, glossary.

    `division`: what its top level is called, `article` or `chapter`. `supplements`: those that it offers, or once they
    were chosen those that it holds.
    """

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
    division: str = ARTICLE
    supplements: tuple[FormSupplement, ...] = ()

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

    def with_supplements(self, codes: Iterable[str]) -> "Form":
        """The form as it is drafted when just these supplements are chosen.

        Clauses, terms, annexes and breaches of the others are left out, and the annexes that remain are numbered
        through. Raises Refused `contracts.supplement_unknown`.
        """
        return with_only(self, codes)

    def counts(self) -> dict[str, object]:
        """How many there are of each thing, all supplements included; see `counting.py`."""
        return counts_of(self)
