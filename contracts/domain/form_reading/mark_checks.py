"""What the marks in the texts of a form must name: terms and clauses that exist, in both languages, without a cycle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from contracts.domain.form_reading.building import Data, clause_parts, parts, supplement_of, wording
from contracts.domain.form_reading.parts import Form
from contracts.domain.texts.rendering import placeholders, references
from contracts.domain.yaml_files.source import Path, Source

Shown = dict[tuple[str, str], tuple[str, ...]]


@dataclass(frozen=True)
class _Text:
    """The wording of a clause in one language, where it stands, and in which supplement (empty: the main text)."""

    number: str
    language: str
    words: str
    path: Path
    supplement: str

    def wrong(self, source: Source, mark: str, code: str, message: str) -> None:
        source.wrong_in(self.words, mark, code, message, *self.path)

    def may_show(self, supplement: str) -> bool:
        """Whether what belongs to a supplement is there whenever this text is."""
        return supplement in {"", self.supplement}


def check_marks(data: Data, form: Form, source: Source) -> None:
    """Notes in `source` what is wrong with the marks for terms and for clauses."""
    texts = list(_clause_texts(data))
    _check_placeholders(texts, form, source)
    _check_languages(data, source)
    _check_shown(data, texts, source)
    _check_references(texts, form, source)


def _clause_texts(data: Data) -> Iterator[_Text]:
    for path, part, article in clause_parts(data):
        supplement = supplement_of(part, article)
        for language, words in zip(("zh", "en"), wording(part, "text"), strict=True):
            yield _Text(part.get("number") or "", language, words, (*path, "text", language), supplement)


def _check_placeholders(texts: list[_Text], form: Form, source: Source) -> None:
    """No mark names what the form lacks, or may lack when the text is there."""
    owner = {term.name: term.supplement for term in form.terms}
    for text in texts:
        for name in placeholders(text.words):
            mark = f"{{{{{name}}}}}"
            if name not in owner:
                text.wrong(source, mark, "placeholder_unknown", f"{mark} is no term of this form")
            elif not text.may_show(owner[name]):
                message = f"{mark} is there only with the supplement {owner[name]}"
                text.wrong(source, mark, "placeholder_of_supplement", message)


def _check_languages(data: Data, source: Source) -> None:
    for path, part, _ in clause_parts(data):
        zh, en = (frozenset(placeholders(words) + references(words)) for words in wording(part, "text"))
        if zh != en:
            source.wrong("languages_differ", "Chinese and English show different terms or clauses", *path, "text")


def _check_shown(data: Data, texts: list[_Text], source: Source) -> None:
    """A term is shown by the clause it stands in."""
    shown: Shown = {}
    for text in texts:
        shown.setdefault((text.number, text.language), placeholders(text.words))
    for path, part in parts(data, "terms"):
        name, clause = part.get("name") or "", part.get("clause") or ""
        for language in ("zh", "en"):
            if name not in shown.get((clause, language), (name,)):
                message = f"clause {clause} does not show {{{{{name}}}}} ({language})"
                source.wrong("placeholder_missing", message, *path, "clause")


def _check_references(texts: list[_Text], form: Form, source: Source) -> None:
    """Clauses refer to clauses that are there whenever they are, and never back to themselves by any way round."""
    owner = {clause.number: clause.supplement for clause in form.clauses}
    onward: dict[str, set[str]] = {}
    for text in texts:
        onward.setdefault(text.number, set()).update(references(text.words))
    for text in texts:
        for number in references(text.words):
            mark = f"{{{{§{number}}}}}"
            if number not in owner:
                text.wrong(source, mark, "reference_missing", f"there is no clause {number} to refer to")
            elif not text.may_show(owner[number]):
                message = f"clause {number} is there only with its supplement: refer to it in words"
                text.wrong(source, mark, "reference_to_supplement", message)
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
