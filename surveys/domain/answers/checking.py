"""An answer against the questionnaire it answers: what may be said, and what is asked at all."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from foundation.refusals import Refused
from foundation.text import clean_text
from surveys.domain.designing.definition import LONGEST_ANSWER, Choice, Definition, Kind, Question, worded

LONGEST_RATING: Final = 10
"""No rating and no recommendation is written with more figures."""
WIDEST: Final = "\U00020bb7"
"""A sign that takes as many bytes as a sign can."""

Said = Mapping[str, Any]
"""Key of a question → what was answered: a key of an option, keys of options, points, points by row, or a text."""


def checked_answer(definition: Definition, said: Said) -> dict[str, Any]:
    """The answer as it is kept: in the order of the questionnaire, cleaned, and without what was left empty.

    A choice is the key of an option, several are keys in the order of the options; a rating is a number from 1 to the
    scale, a recommendation one from 0 to 10, a matrix a rating by row. A condition is judged by what is kept.

    Refused, each with the key of the question as its field: ``surveys.answer_unknown`` (without one),
    ``surveys.answer_hidden``, ``surveys.answer_missing``, ``surveys.answer_out_of_range``, ``surveys.answer_shape``,
    and what a text is refused for.
    """
    questions = list(definition.questions)
    if not said.keys() <= {question.key for question in questions}:
        raise Refused("surveys.answer_unknown")
    kept: dict[str, Any] = {}
    for question in questions:
        value = said.get(question.key)
        is_empty = value is None or value in ("", [], {}, ())
        # What hangs on a question that was hidden or left empty finds nothing there, and is hidden too.
        if question.condition is not None and not question.condition.holds(kept.get(question.condition.question)):
            if not is_empty:
                raise Refused("surveys.answer_hidden", question.key)
            continue
        cleaned = None if is_empty else _cleaned(question, value)
        if cleaned is None or cleaned in ("", {}):
            if question.required:
                raise Refused("surveys.answer_missing", question.key)
            continue
        kept[question.key] = cleaned
    return kept


def longest_answer(definition: Definition) -> dict[str, Any]:
    """An answer that takes as many bytes as any: everything answered, at length."""
    return {question.key: _longest(question) for question in definition.questions}


def texts_in(definition: Definition) -> frozenset[str]:
    """The keys of the questions that are answered in one's own words."""
    return frozenset(question.key for question in definition.questions if question.kind == Kind.TEXT)


def in_words(question: Question, value: Any, language: str) -> str:
    """An answer as people read it: options and rows by their titles; ``–`` for none."""
    titles = {each.key: worded(each.title, language) for each in (*question.options, *question.rows)}
    match value:
        case None:
            return "–"
        case Mapping():
            return ", ".join(f"{titles[row]}: {points}" for row, points in value.items())
        case list():
            return ", ".join(titles[key] for key in value)
    return titles.get(value, str(value))


def _cleaned(question: Question, value: Any) -> Any:
    match question.kind:
        case Kind.CHOICE:
            return _option(question, value)
        case Kind.CHOICES:
            return _options(question, value)
        case Kind.TEXT:
            return _text(question, value)
        case Kind.RATING | Kind.RECOMMENDATION:
            return _points(question, value)
        case Kind.MATRIX:
            return _matrix(question, value)


def _option(question: Question, value: Any) -> str:
    if not isinstance(value, str):
        raise Refused("surveys.answer_shape", question.key)
    if value not in _keys(question.options):
        raise Refused("surveys.answer_out_of_range", question.key)
    return value


def _options(question: Question, value: Any) -> list[str]:
    if not isinstance(value, list | tuple) or len(value) > len(question.options):
        raise Refused("surveys.answer_shape", question.key)
    chosen = {_option(question, each) for each in value}
    return [key for key in _keys(question.options) if key in chosen]


def _text(question: Question, value: Any) -> str:
    if not isinstance(value, str):
        raise Refused("surveys.answer_shape", question.key)
    # Before anything walks over it: somebody may send a megabyte.
    if len(value) > 4 * LONGEST_ANSWER:
        raise Refused("foundation.too_long", question.key, limit=LONGEST_ANSWER)
    return clean_text(value, LONGEST_ANSWER, question.key)


def _points(question: Question, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Refused("surveys.answer_shape", question.key)
    if value not in question.points:
        raise Refused("surveys.answer_out_of_range", question.key)
    return value


def _matrix(question: Question, value: Any) -> dict[str, int]:
    if not isinstance(value, Mapping):
        raise Refused("surveys.answer_shape", question.key)
    rows = _keys(question.rows)
    if not value.keys() <= set(rows):
        raise Refused("surveys.answer_out_of_range", question.key)
    given = {row: _points(question, value[row]) for row in rows if value.get(row) is not None}
    if question.required and len(given) < len(rows):
        raise Refused("surveys.answer_missing", question.key)
    return given


def _longest(question: Question) -> Any:
    match question.kind:
        case Kind.CHOICE:
            return max(_keys(question.options), key=lambda key: len(key.encode()))
        case Kind.CHOICES:
            return _keys(question.options)
        case Kind.TEXT:
            return WIDEST * LONGEST_ANSWER
        case Kind.MATRIX:
            return dict.fromkeys(_keys(question.rows), LONGEST_RATING)
    return LONGEST_RATING


def _keys(named: Sequence[Choice]) -> list[str]:
    return [each.key for each in named]
