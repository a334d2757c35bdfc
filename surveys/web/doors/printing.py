"""A questionnaire as it stands on paper."""

from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from surveys.documents.sheets import Asked, Printed
from surveys.domain.answers.checking import in_words
from surveys.domain.designing.definition import Definition, Question, worded
from surveys.domain.designing.reading import read_definition
from surveys.models import QuestionnaireVersion, Wave


def printed_questions(wave: Wave, version: QuestionnaireVersion, language: str) -> Printed:
    """All sections and questions in one language, numbered through."""
    definition = read_definition(version.definition)
    numbers = {question.key: number for number, question in enumerate(definition.questions, start=1)}
    with translation.override(language):
        sections = [
            (
                worded(section.title, language),
                [_asked(question, numbers, definition, language) for question in section.questions],
            )
            for section in definition.sections
        ]
    return Printed(wave.party.name, version.questionnaire.name, language, sections)


def _asked(question: Question, numbers: dict[str, int], definition: Definition, language: str) -> Asked:
    marks: Sequence[str] = [worded(each.title, language) for each in question.options]
    return Asked(
        number=numbers[question.key],
        title=worded(question.title, language),
        help=worded(question.help, language),
        kind=question.kind.value,
        marks=marks or [str(point) for point in question.points],
        rows=[worded(each.title, language) for each in question.rows],
        when=_when(question, numbers, definition, language),
    )


def _when(question: Question, numbers: dict[str, int], definition: Definition, language: str) -> str:
    """Who is to answer it, in words; empty for everybody."""
    condition = question.condition
    source = definition.question(condition.question) if condition else None
    if condition is None or source is None:
        return ""
    number = numbers[source.key]
    if condition.any_of:
        options = in_words(source, list(condition.any_of), language)
        return _("(only if you ticked %(options)s in question %(number)s)") % {"options": options, "number": number}
    if condition.at_most is not None:
        most = {"points": condition.at_most, "number": number}
        return _("(only if you gave %(points)s or less in question %(number)s)") % most
    least = {"points": condition.at_least, "number": number}
    return _("(only if you gave %(points)s or more in question %(number)s)") % least
