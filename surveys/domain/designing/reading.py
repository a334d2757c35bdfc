"""From JSON to the typed form of a definition: the shape alone. What the parts must be to each other say the rules."""

import re
from collections.abc import Callable
from typing import Any, Final, TypeVar

from foundation.refusals import Refused
from foundation.text import clean_line
from surveys.domain.designing.definition import (
    LONGEST_HELP,
    LONGEST_TITLE,
    Choice,
    Condition,
    Definition,
    Kind,
    Question,
    Role,
    Section,
)
from surveys.models import LANGUAGES, Subject

KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
QUESTION_FIELDS: Final = frozenset(
    {"key", "kind", "title", "help", "required", "role", "options", "rows", "scale", "condition"}
)
Part = TypeVar("Part")


def read_definition(data: object) -> Definition:
    """The typed form of what is stored. Refused: ``surveys.definition_wrong`` with the place, ``foundation.too_long``,
    ``foundation.hidden_characters``."""
    sections = _object(data, {"sections"}, "")["sections"]
    return Definition(_parts(sections, _section, "sections"))


def _section(data: object, place: str) -> Section:
    said = _object(data, {"key", "subject", "title", "questions"}, place)
    if said["subject"] not in Subject.values:
        raise _wrong(f"{place}.subject")
    questions = _parts(said["questions"], _question, f"{place}.questions")
    return Section(_key(said["key"], place), said["subject"], _titles(said["title"], LONGEST_TITLE, place), questions)


def _question(data: object, place: str) -> Question:
    said = _object(data, QUESTION_FIELDS, place)
    if said["kind"] not in Kind.values or said["role"] not in Role.values:
        raise _wrong(f"{place}.kind")
    if type(said["required"]) is not bool or type(said["scale"]) is not int:
        raise _wrong(f"{place}.scale")
    return Question(
        key=_key(said["key"], place),
        kind=Kind(said["kind"]),
        title=_titles(said["title"], LONGEST_TITLE, place),
        help=_titles(said["help"], LONGEST_HELP, place),
        required=said["required"],
        role=Role(said["role"]),
        options=_parts(said["options"], _choice, f"{place}.options"),
        rows=_parts(said["rows"], _choice, f"{place}.rows"),
        scale=said["scale"],
        condition=None if said["condition"] is None else _condition(said["condition"], f"{place}.condition"),
    )


def _choice(data: object, place: str) -> Choice:
    said = _object(data, {"key", "title"}, place)
    return Choice(_key(said["key"], place), _titles(said["title"], LONGEST_TITLE, place))


def _condition(data: object, place: str) -> Condition:
    match data:
        case {"question": question, "any_of": list(options), **rest} if not rest and options:
            return Condition(_key(question, place), any_of=tuple(_key(option, place) for option in options))
        case {"question": question, "at_most": int(limit), **rest} if not rest and type(limit) is int:
            return Condition(_key(question, place), at_most=limit)
        case {"question": question, "at_least": int(limit), **rest} if not rest and type(limit) is int:
            return Condition(_key(question, place), at_least=limit)
    raise _wrong(place)


def _parts(data: object, read: Callable[[object, str], Part], place: str) -> tuple[Part, ...]:
    if not isinstance(data, list):
        raise _wrong(place)
    return tuple(read(each, f"{place}.{number}") for number, each in enumerate(data, start=1))


def _titles(data: object, limit: int, place: str) -> dict[str, str]:
    """Texts by language, cleaned; empty ones are left out."""
    if not isinstance(data, dict) or not set(data) <= set(LANGUAGES):
        raise _wrong(place)
    cleaned = {}
    for language in LANGUAGES:
        text = data.get(language, "")
        if not isinstance(text, str):
            raise _wrong(place)
        if kept := clean_line(text, limit, f"title_{language}"):
            cleaned[language] = kept
    return cleaned


def _object(data: object, fields: set[str] | frozenset[str], place: str) -> dict[str, Any]:
    if not isinstance(data, dict) or set(data) != fields:
        raise _wrong(place)
    return data


def _key(data: object, place: str) -> str:
    if not isinstance(data, str) or not KEY.fullmatch(data):
        raise _wrong(place)
    return data


def _wrong(place: str) -> Refused:
    return Refused("surveys.definition_wrong", None, place=place or "·")
