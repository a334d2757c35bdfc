"""What must hold inside a form beyond its shape. Every check notes all that it finds, with the line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from contracts.domain.catalogue import CATALOGUE, contradictions
from contracts.domain.form_building import Data, clause_parts, parts, wording
from contracts.domain.form_parts import Form
from contracts.domain.form_source import Path, Source
from contracts.domain.form_text_checks import check_texts
from contracts.domain.rendering import placeholders, references

# Ours, in every form, so that each form can run.
TERMS_OF_EVERY_FORM = ("damages_per_breach", "damages_cap_month", "damages_cap_total")
BREACHES_OF_EVERY_FORM = ("step_late", "target_missed")
AS_AGREED = "as_agreed"


def check_form(data: Data, form: Form, source: Source) -> None:
    """Notes in `source` everything that is wrong between the parts of a form."""
    _check_numbers(data, source)
    _check_terms(data, form, source)
    _check_placeholders(data, form, source)
    _check_references(data, form, source)
    _check_breaches(data, form, source)
    _check_once(data, source)
    check_texts(data, form, source)


def _check_numbers(data: Data, source: Source) -> None:
    """Each number once, articles in order, sections under their article and in order."""
    seen: set[str] = set()
    last = {"": 0}
    for path, part, article in clause_parts(data):
        number, parent = part.get("number"), (article or {}).get("number") or ""
        if not number:
            continue
        if number in seen:
            source.wrong("duplicate_clause", f"clause {number} stands here for the second time", *path, "number")
            last[parent] = last.get(parent, 0) + 1
            continue
        seen.add(number)
        expected = f"{parent}.{last.get(parent, 0) + 1}" if article else str(last[""] + 1)
        if number != expected:
            source.wrong("number_out_of_place", f"clause {number} should be {expected} here", *path, "number")
        last[parent] = int(number.rpartition(".")[2])


def _check_terms(data: Data, form: Form, source: Source) -> None:
    numbers = {clause.number for clause in form.clauses}
    for path, part in parts(data, "terms"):
        name, clause = part.get("name"), part.get("clause")
        if name and name not in CATALOGUE:
            source.wrong("unknown_term", f"the software knows no term {name}", *path, "name")
        if name and clause and clause not in numbers:
            source.wrong("term_without_clause", f"there is no clause {clause} for {name}", *path, "clause")
    for name in TERMS_OF_EVERY_FORM:
        if name not in form.defaults():
            source.wrong("missing_term", f"every form needs the term {name}", "terms")
    if any(clause.duty == AS_AGREED for clause in form.clauses) and "duty_bearer" not in form.defaults():
        source.wrong("missing_term", "a duty is borne as agreed, so the form needs the term duty_bearer", "terms")
    lines = {part.get("name"): path for path, part in parts(data, "terms")}
    for refused in contradictions({name: value for name, value in form.defaults().items() if name in CATALOGUE}):
        source.wrong("contradiction", refused.message, *lines.get(refused.field, ("terms",)))


@dataclass(frozen=True)
class _Text:
    """The wording of a clause in one language, and where it stands."""

    number: str
    language: str
    words: str
    path: Path

    def wrong(self, source: Source, mark: str, code: str, message: str) -> None:
        source.wrong_in(self.words, mark, code, message, *self.path)


def _clause_texts(data: Data) -> Iterator[_Text]:
    for path, part, _ in clause_parts(data):
        for language, words in zip(("zh", "en"), wording(part, "text"), strict=True):
            yield _Text(part.get("number") or "", language, words, (*path, "text", language))


def _check_placeholders(data: Data, form: Form, source: Source) -> None:
    """No mark names what the form lacks; both languages show the same; a term is shown by the clause it stands in."""
    for text in _clause_texts(data):
        for name in placeholders(text.words):
            if name not in form.defaults():
                mark = f"{{{{{name}}}}}"
                text.wrong(source, mark, "placeholder_unknown", f"{mark} is no term of this form")
    for path, part, _ in clause_parts(data):
        zh, en = (frozenset(placeholders(words) + references(words)) for words in wording(part, "text"))
        if zh != en:
            source.wrong("languages_differ", "Chinese and English show different terms or clauses", *path, "text")
    shown: dict[tuple[str, str], tuple[str, ...]] = {}
    for text in _clause_texts(data):
        shown.setdefault((text.number, text.language), placeholders(text.words))
    _check_shown(data, shown, source)


def _check_shown(data: Data, shown: dict[tuple[str, str], tuple[str, ...]], source: Source) -> None:
    for path, part in parts(data, "terms"):
        name, clause = part.get("name") or "", part.get("clause") or ""
        for language in ("zh", "en"):
            if name not in shown.get((clause, language), (name,)):
                message = f"clause {clause} does not show {{{{{name}}}}} ({language})"
                source.wrong("placeholder_missing", message, *path, "clause")


def _check_references(data: Data, form: Form, source: Source) -> None:
    """Clauses refer to clauses that exist, and never back to themselves by any way round."""
    numbers = {clause.number for clause in form.clauses}
    onward: dict[str, set[str]] = {}
    for text in _clause_texts(data):
        onward.setdefault(text.number, set()).update(references(text.words))
    for text in _clause_texts(data):
        for number in references(text.words):
            mark = f"{{{{§{number}}}}}"
            if number not in numbers:
                text.wrong(source, mark, "reference_missing", f"there is no clause {number} to refer to")
            elif text.number in _reachable(number, onward):
                text.wrong(source, mark, "reference_cycle", f"clause {number} refers back to clause {text.number}")


def _reachable(start: str, onward: dict[str, set[str]]) -> set[str]:
    found, waiting = set[str](), [start]
    while waiting:
        number = waiting.pop()
        if number not in found:
            found.add(number)
            waiting.extend(onward.get(number, ()))
    return found


def _check_breaches(data: Data, form: Form, source: Source) -> None:
    numbers = {clause.number for clause in form.clauses}
    for path, part in parts(data, "breaches"):
        code, clause, term = part.get("code"), part.get("clause"), part.get("damages_term")
        if clause and clause not in numbers:
            source.wrong("breach_without_clause", f"there is no clause {clause} for {code}", *path, "clause")
        if term and term not in form.defaults():
            source.wrong("unknown_term", f"{code} names {term}, which is no term of this form", *path, "damages_term")
        if bool(term) != ("damages" in (part.get("remedies") or ())):
            source.wrong("damages_term", f"{code}: the remedy damages and damages_term go together", *path, "remedies")
    for code in BREACHES_OF_EVERY_FORM:
        if code not in {breach.code for breach in form.breaches}:
            source.wrong("missing_breach", f"every form needs the breach {code}", "breaches")


def _check_once(data: Data, source: Source) -> None:
    """Names and codes stand once in their list."""
    for name, key in (("terms", "name"), ("annexes", "code"), ("breaches", "code")):
        seen = set()
        for path, part in parts(data, name):
            if part.get(key) in seen:
                source.wrong("duplicate_code", f"{part.get(key)} stands here for the second time", *path, key)
            seen.add(part.get(key))
    words = set()
    for path, part in parts(data, "glossary"):
        for word in filter(None, wording(part, "term")):
            if word in words:
                source.wrong("duplicate_code", f"{word} is defined for the second time", *path, "term")
            words.add(word)
