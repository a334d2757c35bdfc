"""What the words of a form may not hold: foreign template syntax, numbers that look like terms, wrong annexes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from contracts.domain.form_reading.building import Data, clause_parts, heading_key, parts, supplement_of, wording
from contracts.domain.form_reading.parts import Form
from contracts.domain.texts.annex_names import annexes_named, untitled_annexes
from contracts.domain.texts.rendering import foreign_syntax, loose_numbers, placeholders, references
from contracts.domain.yaml_files.source import Path, Source


@dataclass(frozen=True)
class _Written:
    """One text of the file, where it stands, in which supplement, what was ticked in it, and whether marks belong
    there."""

    path: Path
    language: str
    text: str
    supplement: str = ""
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
    for path, part, article in clause_parts(data):
        supplement = supplement_of(part, article)
        ticked = tuple(filter(None, part.get("does_not_act") or ()))
        yield from _both(path, part, heading_key(part), supplement)
        for each in _both(path, part, "text", supplement):
            yield _Written(each.path, each.language, each.text, supplement, ticked, marks=True)
    for name, keys in (
        ("annexes", ("title", "content")),
        ("breaches", ("text",)),
        ("glossary", ("term", "text")),
        ("supplements", ("when",)),
    ):
        for path, part in parts(data, name):
            for key in keys:
                yield from _both(path, part, key, part.get("supplement") or "")


def _both(path: Path, part: Data, key: str, supplement: str) -> Iterator[_Written]:
    for language, text in zip(("zh", "en"), wording(part, key), strict=True):
        yield _Written((*path, key, language), language, text, supplement)


def _check_ticks(data: Data, source: Source) -> None:
    """A tick for a number that no longer stands there would hide a later one."""
    for path, part, _ in clause_parts(data):
        ticked = [number for number in part.get("does_not_act") or () if number]
        standing = {number for text in wording(part, "text") for number in loose_numbers(text)} if ticked else set()
        for number in ticked:
            if number not in standing:
                source.wrong("tick_unused", f"“{number}” is ticked but does not stand here", *path, "does_not_act")


def _check_annexes(written: _Written, form: Form, source: Source) -> None:
    """An annex is named by its number and title, as the list of annexes has them, and only where it is there.

    Where a form has supplements, the numbers depend on the choice: then an annex is never named without its title.
    """
    for number, title in annexes_named(written.text):
        annex = form.annexes[number - 1] if 0 < number <= len(form.annexes) else None
        known = (annex.title_en if written.language == "en" else annex.title_zh) if annex else ""
        if title != known:
            message = f"annex {number} is {known or 'missing'}, not {title}"
            source.wrong_in(written.text, title, "annex_mismatch", message, *written.path)
        elif annex and annex.supplement not in {"", written.supplement}:
            message = f"{title} is there only with the supplement {annex.supplement}"
            source.wrong_in(written.text, title, "annex_of_supplement", message, *written.path)
    for label in untitled_annexes(written.text) if form.supplements else ():
        message = f"{label} must be followed by its title: its number depends on the supplements that are chosen"
        source.wrong_in(written.text, label, "annex_untitled", message, *written.path)
