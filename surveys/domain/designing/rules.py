"""What the parts of a questionnaire must be to each other. Each fault is a refusal that names its place."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from foundation.refusals import Refused
from surveys.domain.designing.definition import (
    MOST_CHOICES,
    MOST_QUESTIONS,
    MOST_SECTIONS,
    SCALES,
    Condition,
    Definition,
    Kind,
    Question,
    Role,
)

WITH_OPTIONS = (Kind.CHOICE, Kind.CHOICES)
WITH_POINTS = (Kind.RATING, Kind.RECOMMENDATION)


def check_structure(definition: Definition) -> None:
    """Refuse what no draft may be, at its first fault: see :func:`structural_faults`."""
    for fault in structural_faults(definition):
        raise fault


def structural_faults(definition: Definition) -> Iterator[Refused]:
    """Faults of a draft: ``surveys.too_much``, ``surveys.key_twice``, ``surveys.role_twice``, ``surveys.role_unfit``,
    ``surveys.scale_wrong``, ``surveys.condition_later``, ``surveys.condition_unfit``, ``surveys.condition_unknown``."""
    if len(definition.sections) > MOST_SECTIONS or len(list(definition.questions)) > MOST_QUESTIONS:
        yield Refused("surveys.too_much", None, sections=MOST_SECTIONS, questions=MOST_QUESTIONS)
    yield from _twice(definition)
    earlier: dict[str, Question] = {}
    for place, question in placed(definition):
        yield from _of_one(question, place)
        if question.condition:
            yield from _of_condition(question.condition, earlier, place)
        earlier[question.key] = question


def placed(definition: Definition) -> Iterator[tuple[str, Question]]:
    """Every question with the words for where it stands."""
    for number, section in enumerate(definition.sections, start=1):
        for ordinal, question in enumerate(section.questions, start=1):
            yield _("Section %(section)s, question %(question)s") % {"section": number, "question": ordinal}, question


def _twice(definition: Definition) -> Iterator[Refused]:
    questions = list(definition.questions)
    keys = Counter(question.key for question in questions), Counter(section.key for section in definition.sections)
    for counted in keys:
        yield from (Refused("surveys.key_twice", None, key=key) for key, count in counted.items() if count > 1)
    roles = Counter(question.role for question in questions if question.role)
    yield from (Refused("surveys.role_twice", "role", role=role.label) for role, count in roles.items() if count > 1)


def _of_one(question: Question, place: str) -> Iterator[Refused]:
    choices = (*question.options, *question.rows)
    if len(choices) > MOST_CHOICES:
        yield Refused("surveys.too_many_options", "options", place=place, most=MOST_CHOICES)
    for listed in (question.options, question.rows):
        keys = [choice.key for choice in listed]
        if len(keys) > len(set(keys)):
            yield Refused("surveys.key_twice", None, key=place)
    if question.scale not in SCALES and question.kind in (Kind.RATING, Kind.MATRIX):
        yield Refused("surveys.scale_wrong", "scale", place=place)
    if question.role and not _fits_role(question):
        yield Refused("surveys.role_unfit", "role", place=place)


def _fits_role(question: Question) -> bool:
    """Figures of a contract come from whole samples on one scale: required, unconditional, of five or 0 to 10."""
    if not question.required or question.condition:
        return False
    if question.role == Role.RECOMMENDATION:
        return question.kind == Kind.RECOMMENDATION
    return question.kind == Kind.RATING and question.scale == SCALES[0]


def _of_condition(condition: Condition, earlier: dict[str, Question], place: str) -> Iterator[Refused]:
    """It names an earlier question, so that there can be no circle, and an answer that this one can have."""
    source = earlier.get(condition.question)
    if source is None:
        yield Refused("surveys.condition_later", "condition_question", place=place)
    elif condition.any_of:
        if source.kind not in WITH_OPTIONS or not set(condition.any_of) <= {option.key for option in source.options}:
            yield Refused("surveys.condition_unfit", "condition_question", place=place)
    else:
        limit = condition.at_least if condition.at_most is None else condition.at_most
        if source.kind not in WITH_POINTS or limit not in source.points:
            yield Refused("surveys.condition_unfit", "condition_question", place=place)
