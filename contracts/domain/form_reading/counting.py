"""How many there are of each thing in a form, for comparing it with its source."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contracts.domain.form_reading.parts import Form, FormClause


def counts_of(form: Form) -> dict[str, object]:
    """Chapters (or articles) and sections of the main text, each part and each supplement by itself, and all else.

    `parts` has the numbers of each part of the main text, `supplements` the clauses of each supplement.
    """
    main = [clause for clause in form.clauses if not clause.supplement]
    added = [clause for clause in form.clauses if clause.supplement and clause.kind == "section"]
    return {
        **_levels(main),
        "supplement_clauses": len(added),
        "clauses": len(form.clauses),
        "terms": len(form.terms),
        "blanks": len(form.blanks),
        "required_blanks": sum(term.required for term in form.blanks),
        "annexes": len(form.annexes),
        "breaches": len(form.breaches),
        "defined_terms": len(form.glossary),
        "parts": {
            part: _levels(clause for clause in main if clause.part == part)
            for part in dict.fromkeys(clause.part for clause in main)
        },
        "supplements": {
            each.code: sum(clause.supplement == each.code for clause in added) for each in form.supplements
        },
    }


def _levels(clauses: Iterable[FormClause]) -> dict[str, int]:
    kinds = [clause.kind for clause in clauses]
    return {"chapters": kinds.count("article"), "sections": kinds.count("section")}
