"""From the plain data of a form file to the form. Parts that were wrong in shape are left out or empty here; the
mistakes are noted already, and a form with mistakes is never used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.domain.form_reading.parts import (
    Form,
    FormAnnex,
    FormBreach,
    FormClause,
    FormSupplement,
    FormTerm,
    GlossaryEntry,
)
from contracts.domain.terms.catalogue import CATALOGUE
from contracts.domain.terms.term_value import TermValue
from contracts.domain.texts.clause_labels import ARTICLE
from contracts.domain.yaml_files.source import Path, Source
from foundation.refusals import Refused

Data = dict[str, Any]


def parts(data: Data, name: str) -> Iterator[tuple[Path, Data]]:
    """The readable parts of a list, each with where it stands in the file."""
    for index, part in enumerate(data.get(name) or ()):
        if part is not None:
            yield (name, index), part


def clause_parts(data: Data) -> Iterator[tuple[Path, Data, Data | None]]:
    """Each article, then each supplement, followed by its sections: where it stands, its data, that of its article.

    A supplement reads as the article of its number (S1, S2 …).
    """
    for path, article in (*parts(data, "articles"), *_supplements(data)):
        yield path, article, None
        for inner, section in parts(article, "sections"):
            yield (*path, *inner), section, article


def _supplements(data: Data) -> Iterator[tuple[Path, Data]]:
    for (name, index), part in parts(data, "supplements"):
        yield (name, index), {**part, "number": f"S{int(index) + 1}"}


def heading_key(part: Data) -> str:
    """What the heading of a clause is called in the file: a supplement is headed by its title."""
    return "title" if "title" in part else "heading"


def supplement_of(part: Data, article: Data | None) -> str:
    """The code of the supplement in which a clause stands, empty for the main text."""
    return (article or part).get("code") or ""


def wording(data: Data, name: str) -> tuple[str, str]:
    """The Chinese and the English of a part, empty where missing."""
    both = data.get(name) or {}
    return both.get("zh") or "", both.get("en") or ""


def build_form(data: Data, source: Source) -> Form:
    """The form. Defaults that do not fit their term are noted as mistakes."""
    return Form(
        data.get("form") or "",
        int(data.get("version") or 0),
        *wording(data, "title"),
        *wording(data, "summary"),
        execution=data.get("execution") or "",
        clauses=tuple(_clause(part, article) for _, part, article in clause_parts(data)),
        terms=tuple(_term(part, path, source) for path, part in parts(data, "terms")),
        annexes=tuple(_annex(part) for _, part in parts(data, "annexes")),
        breaches=tuple(_breach(part) for _, part in parts(data, "breaches")),
        glossary=tuple(_entry(part) for _, part in parts(data, "glossary")),
        division=data.get("division") or ARTICLE,
        supplements=tuple(_supplement(part) for _, part in parts(data, "supplements")),
    )


def _clause(part: Data, article: Data | None) -> FormClause:
    return FormClause(
        part.get("number") or "",
        "section" if article else "article",
        (article.get("number") or "") if article else None,
        *wording(part, heading_key(part)),
        *wording(part, "text"),
        heavy=part.get("heavy") or False,
        duty=part.get("duty"),
        origin=part.get("origin") or "form",
        part=supplement_of(part, article) or (article or part).get("part") or "main",
        does_not_act=tuple(filter(None, part.get("does_not_act") or ())),
        supplement=supplement_of(part, article),
    )


def _term(part: Data, path: Path, source: Source) -> FormTerm:
    return FormTerm(
        part.get("name") or "",
        part.get("clause") or "",
        _default(part, path, source),
        part.get("required") or False,
        part.get("origin") or "form",
        *wording(part, "note"),
        supplement=part.get("supplement") or "",
    )


def _default(part: Data, path: Path, source: Source) -> TermValue | None:
    name, raw = part.get("name"), part.get("default")
    if raw is None or name is None or name not in CATALOGUE:
        return None
    try:
        return CATALOGUE[name].read(raw)
    except Refused as refused:
        source.wrong("default", f"the default of {name} does not fit: {refused.message}", *path, "default")
        return None


def _annex(part: Data) -> FormAnnex:
    supplement = part.get("supplement") or ""
    return FormAnnex(part.get("code") or "", *wording(part, "title"), *wording(part, "content"), supplement=supplement)


def _supplement(part: Data) -> FormSupplement:
    excludes = tuple(filter(None, part.get("excludes") or ()))
    return FormSupplement(part.get("code") or "", *wording(part, "title"), *wording(part, "when"), excludes)


def _breach(part: Data) -> FormBreach:
    return FormBreach(
        part.get("code") or "",
        part.get("clause") or "",
        part.get("fault") or "",
        *wording(part, "text"),
        remedies=tuple(filter(None, part.get("remedies") or ())),
        rescission=part.get("rescission") or False,
        damages_term=part.get("damages_term"),
        late_terms=tuple(filter(None, part.get("late_terms") or ())),
        origin=part.get("origin") or "form",
        supplement=part.get("supplement") or "",
    )


def _entry(part: Data) -> GlossaryEntry:
    return GlossaryEntry(*wording(part, "term"), *wording(part, "text"), borrowed_from=part.get("borrowed_from") or "")
