"""A form with only some of its supplements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from django.utils.translation import get_language

from contracts.domain.texts.annex_names import renumbered
from foundation.refusals import Refused

if TYPE_CHECKING:
    from contracts.domain.form_reading.parts import Form, FormBreach, FormClause, GlossaryEntry

Row = TypeVar("Row", "FormClause", "FormBreach")
Worded = TypeVar("Worded", "FormClause", "FormBreach", "GlossaryEntry")


def with_only(form: Form, codes: Iterable[str]) -> Form:
    """The form with its main text and these supplements.

    Raises Refused `contracts.supplement_unknown`, `contracts.supplements_exclude`.
    """
    chosen = set(codes)
    unknown = sorted(chosen - {each.code for each in form.supplements})
    if unknown:
        raise Refused("contracts.supplement_unknown", "supplements", supplement=unknown[0])
    for each in form.supplements:
        if each.code in chosen and chosen & set(each.excludes):
            raise Refused(
                "contracts.supplements_exclude", "supplements", supplement=each.title(get_language() or "zh-hans")
            )
    kept = {"", *chosen}
    annexes = tuple(annex for annex in form.annexes if annex.supplement in kept)
    numbers = {title: n for n, annex in enumerate(annexes, 1) for title in (annex.title_zh, annex.title_en)}
    return replace(
        form,
        clauses=_worded(form.clauses, kept, numbers),
        terms=tuple(term for term in form.terms if term.supplement in kept),
        annexes=annexes,
        breaches=_worded(form.breaches, kept, numbers),
        glossary=tuple(_renumbered(entry, numbers) for entry in form.glossary),
        supplements=tuple(each for each in form.supplements if each.code in chosen),
    )


def _worded(rows: Iterable[Row], kept: set[str], numbers: Mapping[str, int]) -> tuple[Row, ...]:
    return tuple(_renumbered(row, numbers) for row in rows if row.supplement in kept)


def _renumbered(row: Worded, numbers: Mapping[str, int]) -> Worded:
    """The same, naming the annexes by the numbers that they now have."""
    return replace(row, text_zh=renumbered(row.text_zh, numbers), text_en=renumbered(row.text_en, numbers))
