"""What the designer's page shows of a version: its sections and questions in words, and how customers get it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from surveys.domain.designing.definition import Condition, Definition, Question, Section, worded
from surveys.domain.designing.rules import WITH_OPTIONS, WITH_POINTS
from surveys.web.answer_form import AnswerForm
from surveys.web.designing.question_form import KIND_ICONS


@dataclass(frozen=True)
class Line:
    """One question on the designer's page."""

    number: str
    question: Question
    title: str
    icon: str
    condition: str


@dataclass(frozen=True)
class Part:
    """One section there."""

    number: int
    section: Section
    title: str
    lines: tuple[Line, ...]


def parts_of(definition: Definition, language: str) -> list[Part]:
    """All sections, in the words of one language."""
    numbers = dict(_numbered(definition))
    return [
        Part(
            number,
            section,
            worded(section.title, language),
            tuple(
                Line(
                    numbers[question.key],
                    question,
                    worded(question.title, language),
                    KIND_ICONS[question.kind],
                    _said(question.condition, definition, numbers, language) if question.condition else "",
                )
                for question in section.questions
            ),
        )
        for number, section in enumerate(definition.sections, start=1)
    ]


def conditionable(definition: Definition, before: str | None, within: str, language: str) -> list[tuple[str, Question]]:
    """The questions on which another may depend, with their number and words: those before the question ``before``, or
    before the end of the section ``within``."""
    numbers = dict(_numbered(definition))
    found: list[tuple[str, Question]] = []
    for section in definition.sections:
        for question in section.questions:
            if question.key == before:
                return found
            if question.kind in (*WITH_OPTIONS, *WITH_POINTS):
                found.append((f"{numbers[question.key]} {worded(question.title, language)}", question))
        if before is None and section.key == within:
            break
    return found


def preview(request: HttpRequest, definition: Definition, language: str) -> str:
    """The page's HTML as a customer gets it in this language."""
    with translation.override(language):
        form = AnswerForm(definition=definition, language=language)
        return render_to_string("surveys/answer/_questionnaire.html", {"form": form}, request)


def _numbered(definition: Definition) -> Iterator[tuple[str, str]]:
    for number, section in enumerate(definition.sections, start=1):
        for ordinal, question in enumerate(section.questions, start=1):
            yield question.key, f"{number}.{ordinal}"


def _said(condition: Condition, definition: Definition, numbers: dict[str, str], language: str) -> str:
    """A condition in words."""
    source = definition.question(condition.question)
    if source is None:
        return ""
    number = numbers[source.key]
    if condition.any_of:
        chosen = [worded(option.title, language) for option in source.options if option.key in condition.any_of]
        return _("If %(number)s is: %(answers)s") % {"number": number, "answers": " / ".join(chosen)}
    if condition.at_most is not None:
        return _("If %(number)s is %(point)s or less") % {"number": number, "point": condition.at_most}
    return _("If %(number)s is %(point)s or more") % {"number": number, "point": condition.at_least}
