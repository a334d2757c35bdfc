"""From the typed form of a definition to its JSON, and the hash by which a frozen one is recognised."""

import hashlib
import json
from typing import Any

from surveys.domain.designing.definition import Choice, Condition, Definition, Question, Section


def as_json(definition: Definition) -> dict[str, Any]:
    """What is stored of it."""
    return {"sections": [_section(section) for section in definition.sections]}


def hash_of(definition: Definition) -> str:
    """SHA-256 of the canonical text: JSON with sorted keys, no blanks, UTF-8."""
    text = json.dumps(as_json(definition), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _section(section: Section) -> dict[str, Any]:
    return {
        "key": section.key,
        "subject": section.subject,
        "title": dict(section.title),
        "questions": [_question(question) for question in section.questions],
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "key": question.key,
        "kind": question.kind.value,
        "title": dict(question.title),
        "help": dict(question.help),
        "required": question.required,
        "role": question.role.value,
        "options": [_choice(option) for option in question.options],
        "rows": [_choice(row) for row in question.rows],
        "scale": question.scale,
        "condition": question.condition and as_condition_json(question.condition),
    }


def _choice(choice: Choice) -> dict[str, Any]:
    return {"key": choice.key, "title": dict(choice.title)}


def as_condition_json(condition: Condition) -> dict[str, Any]:
    """A condition as it is stored, and as the phone reads it."""
    said: dict[str, Any] = {"question": condition.question}
    if condition.any_of:
        return said | {"any_of": list(condition.any_of)}
    if condition.at_most is not None:
        return said | {"at_most": condition.at_most}
    return said | {"at_least": condition.at_least}
