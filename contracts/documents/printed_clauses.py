"""Clauses as the page needs them: numbered, cut into paragraphs, every word escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from contracts.documents.snapshot import ClauseSnapshot, ContractSnapshot
from contracts.domain.texts.clause_labels import clause_label
from contracts.domain.texts.rendering import Segment

# An enumerated line hangs from its mark; how far depends on how wide the mark is.
_MARKS = (
    ("hangs-digit", re.compile(r"（[0-9]{1,2}）")),
    ("hangs-numeral", re.compile(r"（[一二三四五六七八九十]{1,2}）")),
    ("hangs-latin", re.compile(r"\([0-9a-z]{1,3}\)|[0-9]{1,2}[)）、]|[①-⑳]")),
)

_KEPT_TOGETHER = 16


@dataclass(frozen=True)
class Paragraph:
    """A line of a clause. `hangs`: the CSS class of its enumeration mark, empty for ordinary text. `leads`: announces
    the lines that follow, and must not be parted from the first of them."""

    html: SafeString
    hangs: str
    leads: bool

    @property
    def css(self) -> str:
        return f"{self.hangs} leads".strip() if self.leads else self.hangs


@dataclass(frozen=True)
class Reading:
    """A clause in the language that is printed beneath it. `label`: of an article, which reads otherwise there."""

    label: str
    heading: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class PrintedClause:
    """A clause ready for the page. `reading` is None where there is none, or none of this clause."""

    label: str
    anchor: str
    kind: str
    heading: str
    paragraphs: tuple[Paragraph, ...]
    heavy: bool
    reading: Reading | None = None

    @property
    def is_top(self) -> bool:
        """Whether it stands in the table of contents."""
        return self.kind != "section"


def clauses_of(snapshot: ContractSnapshot) -> tuple[PrintedClause, ...]:
    """All clauses of a contract as printed, with their reading where it is printed in two languages."""
    clauses = printed_clauses(snapshot.clauses, snapshot.language)
    if snapshot.reading is None:
        return clauses
    readings = printed_clauses(snapshot.reading.clauses, snapshot.reading.language)
    return tuple(_with_reading(*each) for each in zip(clauses, readings, strict=True))


def _with_reading(clause: PrintedClause, reading: PrintedClause) -> PrintedClause:
    if (reading.heading, reading.paragraphs) == (clause.heading, clause.paragraphs):
        return clause  # written in the binding language only
    label = reading.label if clause.is_top else ""
    heading = "" if reading.heading == clause.heading else reading.heading
    paragraphs = () if reading.paragraphs == clause.paragraphs else reading.paragraphs
    return replace(clause, reading=Reading(label, heading, paragraphs))


def printed_clauses(clauses: Iterable[ClauseSnapshot], language: str) -> tuple[PrintedClause, ...]:
    """All clauses in reading order; a reference to another clause becomes a link to it."""
    clauses = tuple(clauses)
    by_number = {clause.number: clause for clause in clauses}
    return tuple(
        PrintedClause(
            label=clause_label(clause.kind, clause.number, language),
            anchor=clause.anchor,
            kind=clause.kind,
            heading=clause.heading,
            paragraphs=tuple(_paragraphs(clause.segments, by_number, language)),
            heavy=clause.heavy,
        )
        for clause in clauses
    )


def _paragraphs(
    segments: Iterable[Segment], clauses: Mapping[str, ClauseSnapshot], language: str
) -> Iterator[Paragraph]:
    for line in _lines(segments):
        pieces = [_piece(segment, clauses, language) for segment in line]
        text = "".join(segment.text for segment in line)
        yield Paragraph(
            html=format_html_join("", "{}", ((piece,) for piece in pieces)),
            hangs=_hangs(text),
            leads=text.rstrip().endswith(("：", ":")),
        )


def _hangs(line: str) -> str:
    return next((name for name, mark in _MARKS if mark.match(line.lstrip())), "")


def _lines(segments: Iterable[Segment]) -> Iterator[list[Segment]]:
    """The segments of each line of text; empty lines are left out."""
    line: list[Segment] = []
    for segment in segments:
        first, *rest = segment.text.split("\n")
        line.append(Segment(segment.kind, first, segment.name))
        for text in rest:
            if any(each.text.strip() for each in line):
                yield line
            line = [Segment(segment.kind, text, segment.name)]
    if any(each.text.strip() for each in line):
        yield line


def _piece(segment: Segment, clauses: Mapping[str, ClauseSnapshot], language: str) -> SafeString:
    if segment.kind == "text":
        return format_html("{}", segment.text)
    if segment.kind != "reference":
        # A figure stays with its unit; an amount with its capitals is too long for that.
        kept = " kept" if len(segment.text) <= _KEPT_TOGETHER else ""
        return format_html('<span class="{}{}">{}</span>', segment.kind, kept, segment.text)
    target = clauses.get(segment.name)
    if target is None:
        return format_html("{}", segment.text)
    # A chapter, article or supplement is referred to as its heading reads (第五条), a section by its number (第5.2条).
    text = segment.text if target.kind == "section" else clause_label(target.kind, target.number, language)
    return format_html('<a href="#{}">{}</a>', target.anchor, text)
