"""Changing the wording of a draft: clauses beside the form's own text, added sections, and the numbers they hold.

A digit with a unit in free text acts on nothing, so it must be ticked; what acts is a term and is shown by its mark.
Sources: capabilities A3 and A4.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import F, Max

from contracts.domain.locking import locked_contract
from contracts.domain.texts.rendering import foreign_syntax, loose_numbers, placeholders, references
from contracts.domain.wording.drafting import require_editable
from contracts.models import Clause, ContractVersion, Term
from contracts.models.clauses import Origin
from foundation.refusals import Refused
from foundation.text import clean_line, clean_text
from parties.domain.scope import Scope, writing

LONGEST_TEXT = 20_000
LONGEST_HEADING = 200
OUT_OF_THE_WAY = 10_000


@dataclass(frozen=True)
class Words:
    """The words of a clause as typed. English may stay empty: the reading version then shows the Chinese."""

    heading_zh: str
    heading_en: str
    text_zh: str
    text_en: str
    does_not_act: tuple[str, ...] = ()

    @property
    def loose_numbers(self) -> tuple[str, ...]:
        """The numbers with a unit that nothing acts on, in headings and text, each once."""
        texts = (self.heading_zh, self.text_zh, self.heading_en, self.text_en)
        return tuple(dict.fromkeys(number for text in texts for number in loose_numbers(text)))


def change_clause(clause_id: int, words: Words, *, edits: int, by: Scope) -> Clause:
    """Give a clause of a draft other words; with the form's own words it no longer deviates. The form's headings stay.

    ``edits``: the version's count of savings that the person's page showed. Refused: ``contracts.frozen``,
    ``contracts.not_your_side``, ``contracts.changed_meanwhile``, ``foundation.required``,
    ``contracts.foreign_syntax``, ``contracts.term_unknown_here``, ``contracts.term_not_shown``,
    ``contracts.reference_missing``, ``contracts.number_not_ticked``.
    """
    with writing(by):
        clause = Clause.objects.select_related("version").get(pk=clause_id)
        version = _lock(clause.version, edits, by)
        clause.refresh_from_db()
        if clause.origin != Origin.PARTIES:
            words = replace(words, heading_zh=clause.heading_zh, heading_en=clause.heading_en)
        words = _checked(words, version, clause)
        if not clause.deviates and clause.origin != Origin.PARTIES:
            clause.form_zh, clause.form_en = clause.text_zh, clause.text_en
        _write(clause, words)
        clause.deviates = clause.origin != Origin.PARTIES and (clause.text_zh, clause.text_en) != (
            clause.form_zh,
            clause.form_en,
        )
        clause.save()
        _count(version)
    return clause


def restore_clause(clause_id: int, *, edits: int, by: Scope) -> Clause:
    """Put the form's own words back. Refused as for ``change_clause``; a clause of the parties' own has none."""
    clause = Clause.objects.get(pk=clause_id)
    if not clause.deviates:
        return clause
    words = Words(clause.heading_zh, clause.heading_en, clause.form_zh, clause.form_en)
    return change_clause(clause_id, replace(words, does_not_act=words.loose_numbers), edits=edits, by=by)


def add_section(version_id: int, article: str, words: Words, *, edits: int, by: Scope) -> Clause:
    """A section of the parties' own at the end of an article. Refused as for ``change_clause``."""
    with writing(by):
        version = _lock(ContractVersion.objects.get(pk=version_id), edits, by)
        parent = version.clauses.get(number=article, kind=Clause.Kind.ARTICLE)
        siblings = version.clauses.filter(number__startswith=f"{article}.")
        last = siblings.aggregate(last=Max("position"))["last"] or parent.position
        clause = Clause(
            version=version,
            number=f"{article}.{siblings.count() + 1}",
            position=last + 1,
            kind=Clause.Kind.SECTION,
            origin=Origin.PARTIES,
            part=parent.part,
        )
        _write(clause, _checked(words, version, clause))
        _shift(version, after=last, by_places=1)
        clause.save()
        _count(version)
    return clause


def remove_section(clause_id: int, *, edits: int, by: Scope) -> None:
    """Take an added section out again; those added behind it in the same article move up.

    Refused: ``contracts.clause_of_the_form``, ``contracts.clause_referred_to``, and as for ``change_clause``.
    """
    with writing(by):
        clause = Clause.objects.select_related("version").get(pk=clause_id)
        version = _lock(clause.version, edits, by)
        if clause.origin != Origin.PARTIES:
            raise Refused("contracts.clause_of_the_form", number=clause.number)
        behind = _added_behind(version, clause)
        for moved in (clause, *behind):
            _require_unreferred(version, moved)
        place, number = clause.position, clause.number
        clause.delete()
        for moved in behind:
            number, moved.number = moved.number, number
            moved.save(update_fields=["number"])
        _shift(version, after=place, by_places=-1)
        _count(version)


def _lock(version: ContractVersion, edits: int, by: Scope) -> ContractVersion:
    contract = locked_contract(version.contract_id)
    version = ContractVersion.objects.get(pk=version.pk)
    require_editable(version, contract, by)
    if version.edits != edits:
        raise Refused("contracts.changed_meanwhile")
    return version


def _count(version: ContractVersion) -> None:
    version.edits += 1
    version.save(update_fields=["edits"])


def _write(clause: Clause, words: Words) -> None:
    clause.heading_zh, clause.heading_en = words.heading_zh, words.heading_en
    clause.text_zh, clause.text_en = words.text_zh, words.text_en
    clause.does_not_act = list(words.does_not_act)


def _checked(words: Words, version: ContractVersion, clause: Clause) -> Words:
    """Clean words that show every term the clause creates, refer to what is there and tick their loose numbers."""
    heading_zh = clean_line(words.heading_zh, LONGEST_HEADING, "heading_zh")
    text_zh = clean_text(words.text_zh, LONGEST_TEXT, "text_zh")
    for field, text in (("heading_zh", heading_zh), ("text_zh", text_zh)):
        # An article may stand without words of its own, above its sections.
        if not text and (field == "heading_zh" or clause.kind == Clause.Kind.SECTION):
            raise Refused("foundation.required", field)
    checked = Words(
        heading_zh=heading_zh,
        heading_en=clean_line(words.heading_en, LONGEST_HEADING, "heading_en"),
        text_zh=text_zh,
        text_en=clean_text(words.text_en, LONGEST_TEXT, "text_en"),
        does_not_act=words.does_not_act,
    )
    _check_marks(checked, version, clause)
    return _ticked(checked)


def _check_marks(words: Words, version: ContractVersion, clause: Clause) -> None:
    numbers = set(version.clauses.values_list("number", flat=True))
    names = {term.name: term for term in version.terms.select_related("clause")}
    own = [term for term in names.values() if clause.pk and term.clause_id == clause.pk]
    for field in ("heading_zh", "heading_en"):
        for syntax in (*foreign_syntax(getattr(words, field)), *placeholders(getattr(words, field))):
            raise Refused("contracts.foreign_syntax", field, syntax=syntax)
    for field in ("text_zh", "text_en"):
        _check_text(getattr(words, field), field, names=names, own=own, numbers=numbers)


def _check_text(text: str, field: str, *, names: dict[str, Term], own: Iterable[Term], numbers: set[str]) -> None:
    for syntax in foreign_syntax(text):
        raise Refused("contracts.foreign_syntax", field, syntax=syntax)
    for name in placeholders(text):
        if name not in names:
            raise Refused("contracts.term_unknown_here", field, name=name)
    for number in references(text):
        if number not in numbers:
            raise Refused("contracts.reference_missing", field, number=number)
    for term in own:
        if text and term.name not in placeholders(text):
            raise Refused("contracts.term_not_shown", field, label=term.label, mark=f"{{{{{term.name}}}}}")


def _ticked(words: Words) -> Words:
    """The words with the ticks that still stand for a number. Refused while a number has none."""
    standing = words.loose_numbers
    missing = [number for number in standing if number not in words.does_not_act]
    if missing:
        raise Refused("contracts.number_not_ticked", "does_not_act", numbers="、".join(missing))
    return replace(words, does_not_act=tuple(each for each in dict.fromkeys(words.does_not_act) if each in standing))


def _added_behind(version: ContractVersion, clause: Clause) -> list[Clause]:
    article = clause.number.rpartition(".")[0]
    behind = version.clauses.filter(number__startswith=f"{article}.", position__gt=clause.position)
    return list(behind.order_by("position"))


def _require_unreferred(version: ContractVersion, clause: Clause) -> None:
    for other in version.clauses.exclude(pk=clause.pk):
        if clause.number in {*references(other.text_zh), *references(other.text_en)}:
            raise Refused("contracts.clause_referred_to", number=clause.number, other=other.number)


def _shift(version: ContractVersion, *, after: int, by_places: int) -> None:
    """Move all clauses behind a place. By way of far-away places, since no two clauses may share one even briefly."""
    behind = version.clauses.filter(position__gt=after)
    behind.update(position=F("position") + OUT_OF_THE_WAY)
    version.clauses.filter(position__gt=OUT_OF_THE_WAY).update(position=F("position") - OUT_OF_THE_WAY + by_places)
