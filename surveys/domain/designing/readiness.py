"""What is missing before a draft can be asked with: each gap is a refusal that names its place."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _

from foundation.refusals import Refused
from surveys.domain.designing.definition import Definition, Question, Role, Titles
from surveys.domain.designing.rules import WITH_OPTIONS, placed, structural_faults
from surveys.models import Purpose

FEWEST_OPTIONS: Final = 2
NEEDED: Final[Mapping[str, tuple[Role, ...]]] = {
    Purpose.CONTRACT: (Role.SATISFACTION, Role.LOYALTY),
    Purpose.HANDLING: (Role.SATISFACTION,),
}
"""What must be asked, by what the questionnaire is for."""


def gaps(definition: Definition, *, languages: Sequence[str], purpose: str) -> list[Refused]:
    """All that keeps the draft from being frozen, in the order of the page; empty when it is ready.

    Beside the structural faults: ``surveys.nothing_asked``, ``surveys.section_empty``, ``surveys.title_missing``,
    ``surveys.options_missing``, ``surveys.rows_missing``, ``surveys.role_missing``.
    """
    return [*structural_faults(definition), *_of_sections(definition, languages), *_of_roles(definition, purpose)]


def _of_sections(definition: Definition, languages: Sequence[str]) -> Iterator[Refused]:
    if not definition.sections:
        yield Refused("surveys.nothing_asked")
    for number, section in enumerate(definition.sections, start=1):
        place = _("Section %(section)s") % {"section": number}
        yield from _untitled(section.title, languages, place)
        if not section.questions:
            yield Refused("surveys.section_empty", None, place=place)
    for place, question in placed(definition):
        yield from _of_question(question, languages, place)


def _of_question(question: Question, languages: Sequence[str], place: str) -> Iterator[Refused]:
    yield from _untitled(question.title, languages, place)
    # A help is given in all languages or in none.
    if question.help:
        yield from _untitled(question.help, languages, place)
    if question.kind in WITH_OPTIONS and len(question.options) < FEWEST_OPTIONS:
        yield Refused("surveys.options_missing", "options", place=place)
    if question.kind == "matrix" and not question.rows:
        yield Refused("surveys.rows_missing", "rows", place=place)
    for choice in (*question.options, *question.rows):
        yield from _untitled(choice.title, languages, place)


def _untitled(titles: Titles, languages: Sequence[str], place: str) -> Iterator[Refused]:
    for language in languages:
        if not titles.get(language):
            yield Refused("surveys.title_missing", f"title_{language}", place=place, language=language_name(language))


def _of_roles(definition: Definition, purpose: str) -> Iterator[Refused]:
    """A contract's survey is measured against its targets, and the handling of a complaint gets its stars: what they
    are measured by must be asked."""
    for role in NEEDED.get(purpose, ()):
        if definition.question_of(role) is None:
            yield Refused("surveys.role_missing", "role", role=role.label)


def language_name(language: str) -> str:
    """The name of a language, in that language."""
    return {"zh-hans": "简体中文", "zh-hant": "繁體中文", "en": "English"}[language]
