"""What the words of a form may not hold: foreign template syntax, numbers that look like terms, wrong annexes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from contracts.domain.form_building import Data, clause_parts, parts, wording
from contracts.domain.form_parts import Form
from contracts.domain.form_source import Path, Source
from contracts.domain.rendering import foreign_syntax, loose_numbers, placeholders, references

_DIGITS = "零一二三四五六七八九十"
_ANNEX_ZH = re.compile(r"附件([一二三四五六七八九十]+)《([^》]+)》")
_ANNEX_EN = re.compile(r"Annex ([0-9]+) \(([^)]+)\)")


@dataclass(frozen=True)
class _Written:
    """One text of the file, where it stands, what was ticked in it, and whether marks belong there."""

    path: Path
    language: str
    text: str
    ticked: tuple[str, ...] = ()
    marks: bool = False


def check_texts(data: Data, form: Form, source: Source) -> None:
    """Notes in `source` what is wrong with single texts."""
    for written in _texts(data):
        for syntax in foreign_syntax(written.text):
            message = f"{syntax} is neither a term nor a clause"
            source.wrong_in(written.text, syntax, "foreign_syntax", message, *written.path)
        if not written.marks and (placeholders(written.text) or references(written.text)):
            source.wrong("mark_misplaced", "terms and clauses are shown in the text of clauses only", *written.path)
        for number in loose_numbers(written.text):
            if number not in written.ticked:
                message = f"“{number}” looks like a term: tick it in does_not_act"
                source.wrong_in(written.text, number, "loose_number", message, *written.path)
        _check_annexes(written, form, source)
    _check_ticks(data, source)


def _texts(data: Data) -> Iterator[_Written]:
    for path, part, _ in clause_parts(data):
        ticked = tuple(filter(None, part.get("does_not_act") or ()))
        yield from _both(path, part, "heading")
        for each in _both(path, part, "text"):
            yield _Written(each.path, each.language, each.text, ticked, marks=True)
    for name, keys in (("annexes", ("title", "content")), ("breaches", ("text",)), ("glossary", ("term", "text"))):
        for path, part in parts(data, name):
            for key in keys:
                yield from _both(path, part, key)


def _both(path: Path, part: Data, key: str) -> Iterator[_Written]:
    for language, text in zip(("zh", "en"), wording(part, key), strict=True):
        yield _Written((*path, key, language), language, text)


def _check_ticks(data: Data, source: Source) -> None:
    """A tick for a number that no longer stands there would hide a later one."""
    for path, part, _ in clause_parts(data):
        standing = {number for text in wording(part, "text") for number in loose_numbers(text)}
        for number in filter(None, part.get("does_not_act") or ()):
            if number not in standing:
                source.wrong("tick_unused", f"“{number}” is ticked but does not stand here", *path, "does_not_act")


def _check_annexes(written: _Written, form: Form, source: Source) -> None:
    """An annex is named by its number and title, as the list of annexes has them."""
    titles = [(annex.title_zh, annex.title_en) for annex in form.annexes]
    for number, title in _annexes_named(written):
        known = titles[number - 1][written.language == "en"] if 0 < number <= len(titles) else ""
        if title != known:
            message = f"annex {number} is {known or 'missing'}, not {title}"
            source.wrong_in(written.text, title, "annex_mismatch", message, *written.path)


def _annexes_named(written: _Written) -> Iterator[tuple[int, str]]:
    for number, title in (_ANNEX_EN if written.language == "en" else _ANNEX_ZH).findall(written.text):
        yield (int(number) if written.language == "en" else _chinese_number(number)), title


def _chinese_number(written: str) -> int:
    """一 to 九十九."""
    tens, ten, ones = written.rpartition("十")
    return ((_DIGITS.index(tens) if tens else 1) * 10 if ten else 0) + (_DIGITS.index(ones) if ones else 0)
