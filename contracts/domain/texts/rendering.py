"""The text of a clause with the values of its terms. There is no template engine and nothing is ever evaluated.

A clause knows two marks: `{{verify_within}}` stands for the value of a term, `{{§5.2}}` for another clause (`{{§S1.2}}`
for one of a supplement).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from contracts.domain.terms.loose_numbers import loose_numbers
from contracts.domain.terms.term_value import TermValue
from contracts.domain.texts.clause_labels import ARTICLE, reference_text
from foundation.languages import is_traditional, to_traditional

__all__ = [
    "BLANK",
    "Segment",
    "clause_text",
    "foreign_syntax",
    "loose_numbers",
    "placeholders",
    "reference_text",
    "references",
    "render_clause",
]

Values = Mapping[str, TermValue | None]
BLANK = "______"
_MARK = re.compile(r"\{\{(?:(?P<term>[a-z][a-z0-9_]{0,39})|§(?P<clause>S?[0-9]+(?:\.[0-9]+)*))\}\}")
_SYNTAX = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")


@dataclass(frozen=True)
class Segment:
    """A piece of a clause as printed. `name`: the term of a value or blank, the number of a referred clause."""

    kind: Literal["text", "term", "blank", "reference"]
    text: str
    name: str = ""


def render_clause(
    text: str, values: Values, language: str, blank: str = BLANK, *, division: str = ARTICLE
) -> list[Segment]:
    """The clause in pieces, in reading order; joined, their texts are the printed clause.

    `text` is the wording in the language's own script source (Chinese or English); Traditional is converted here.
    A mark that names no known term stays in the text as it was typed. `division`: of the contract, `article` or
    `chapter`, for references to a whole one.
    """
    return _merged(_segments(text, values, language, blank, division))


def clause_text(text: str, values: Values, language: str, blank: str = BLANK, *, division: str = ARTICLE) -> str:
    """The clause as one string."""
    return "".join(segment.text for segment in render_clause(text, values, language, blank, division=division))


def _segments(text: str, values: Values, language: str, blank: str, division: str) -> Iterator[Segment]:
    at = 0
    for mark in _MARK.finditer(text):
        yield _words(text[at : mark.start()], language)
        at = mark.end()
        name, number = mark["term"], mark["clause"]
        if number:
            yield Segment("reference", reference_text(number, language, division), number)
        elif name in values:
            value = values[name]
            yield Segment("blank", blank, name) if value is None else Segment("term", value.display(language), name)
        else:
            yield _words(mark[0], language)
    yield _words(text[at:], language)


def _words(text: str, language: str) -> Segment:
    return Segment("text", to_traditional(text) if is_traditional(language) else text)


def _merged(segments: Iterator[Segment]) -> list[Segment]:
    """No empty pieces, and no two pieces of plain text in a row."""
    merged: list[Segment] = []
    for segment in segments:
        if segment.kind == "text" and merged and merged[-1].kind == "text":
            merged[-1] = Segment("text", merged[-1].text + segment.text)
        elif segment.text:
            merged.append(segment)
    return merged


def placeholders(text: str) -> tuple[str, ...]:
    """The names of the terms that a text shows, each once, in order."""
    return tuple(dict.fromkeys(mark["term"] for mark in _MARK.finditer(text) if mark["term"]))


def references(text: str) -> tuple[str, ...]:
    """The numbers of the clauses that a text refers to, each once, in order."""
    return tuple(dict.fromkeys(mark["clause"] for mark in _MARK.finditer(text) if mark["clause"]))


def foreign_syntax(text: str) -> tuple[str, ...]:
    """Template syntax that is neither a term nor a clause: always a mistake or an attack, never evaluated."""
    return tuple(dict.fromkeys(_SYNTAX.findall(_MARK.sub("", text))))
