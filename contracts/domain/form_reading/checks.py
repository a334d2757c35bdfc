"""What must hold inside a form beyond its shape. Every check notes all that it finds, with the line."""

from __future__ import annotations

from contracts.domain.form_reading.building import Data, clause_parts, parts, wording
from contracts.domain.form_reading.mark_checks import check_marks
from contracts.domain.form_reading.parts import Form
from contracts.domain.form_reading.supplement_checks import check_supplements
from contracts.domain.form_reading.text_checks import check_texts
from contracts.domain.terms.catalogue import CATALOGUE, contradictions
from contracts.domain.texts.clause_labels import is_of_supplement
from contracts.domain.yaml_files.source import Source

# Ours, in every form, so that each form can run.
TERMS_OF_EVERY_FORM = ("damages_per_breach", "damages_cap_month", "damages_cap_total")
BREACHES_OF_EVERY_FORM = ("step_late", "target_missed")
AS_AGREED = "as_agreed"


def check_form(data: Data, form: Form, source: Source) -> None:
    """Notes in `source` everything that is wrong between the parts of a form."""
    _check_numbers(data, source)
    _check_terms(data, form, source)
    _check_breaches(data, form, source)
    _check_what_every_form_has(form, source)
    _check_once(data, source)
    check_supplements(data, form, source)
    check_marks(data, form, source)
    check_texts(data, form, source)


def _check_numbers(data: Data, source: Source) -> None:
    """Each number once, articles in order, sections under their article and in order."""
    seen: set[str] = set()
    last = {"": 0}
    for path, part, article in clause_parts(data):
        number, parent = part.get("number"), (article or {}).get("number") or ""
        if not number or (article is None and is_of_supplement(number)):
            continue  # a supplement has its number from its place
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
    lines = {part.get("name"): path for path, part in parts(data, "terms")}
    for refused in contradictions({name: value for name, value in form.defaults().items() if name in CATALOGUE}):
        source.wrong("contradiction", refused.message, *lines.get(refused.field, ("terms",)))


def _check_breaches(data: Data, form: Form, source: Source) -> None:
    numbers = {clause.number for clause in form.clauses}
    taken: dict[str, str] = {}
    for path, part in parts(data, "breaches"):
        code, clause, term = part.get("code"), part.get("clause"), part.get("damages_term")
        remedies = part.get("remedies") or ()
        if clause and clause not in numbers:
            source.wrong("breach_without_clause", f"there is no clause {clause} for {code}", *path, "clause")
        if term and term not in form.defaults():
            source.wrong("unknown_term", f"{code} names {term}, which is no term of this form", *path, "damages_term")
        for late in part.get("late_terms") or ():
            if late and late not in form.defaults():
                source.wrong("unknown_term", f"{code} names {late}, which is no term of this form", *path, "late_terms")
            if late in taken:
                source.wrong("late_twice", f"the lateness of {late} is already {taken[late]}", *path, "late_terms")
            taken.setdefault(late or "", code or "")
        if bool(term) != ("damages" in remedies):
            source.wrong("damages_term", f"{code}: the remedy damages and damages_term go together", *path, "remedies")
        if "rescind" in remedies and not part.get("rescission"):
            source.wrong("rescission", f"{code}: the remedy rescind needs rescission: true", *path, "remedies")


def _check_what_every_form_has(form: Form, source: Source) -> None:
    """What a form needs so that it can run, with whichever supplements it is drafted."""
    terms = {term.name for term in form.terms if not term.supplement}
    breaches = {breach.code for breach in form.breaches if not breach.supplement}
    for name in TERMS_OF_EVERY_FORM:
        if name not in terms:
            source.wrong("missing_term", f"every form needs the term {name}", "terms")
    for code in BREACHES_OF_EVERY_FORM:
        if code not in breaches:
            source.wrong("missing_breach", f"every form needs the breach {code}", "breaches")
    if any(clause.duty == AS_AGREED for clause in form.clauses) and "duty_bearer" not in terms:
        source.wrong("missing_term", "a duty is borne as agreed, so the form needs the term duty_bearer", "terms")


def _check_once(data: Data, source: Source) -> None:
    """Names and codes stand once in their list."""
    for name, key in (("terms", "name"), ("annexes", "code"), ("breaches", "code"), ("supplements", "code")):
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
