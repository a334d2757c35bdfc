"""What of a questionnaire is counted: each question with set answers, and each row of a matrix, is an item."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from surveys.domain.results.formulas import LOYALTY, RECOMMENDATION

LOYAL: Final = "=loyal"
"""The item that two questions make together: would come again, and would recommend. No question has such a key."""
YES: Final = "yes"
RATED: Final = "rating"


@dataclass(frozen=True)
class Item:
    """``key`` is that of the question, for a row of a matrix ``question/row``; ``options`` what can be answered."""

    key: str
    kind: str
    subject: str
    role: str
    options: tuple[str, ...]

    @property
    def is_rated(self) -> bool:
        """Whether a share of good answers and a mean can be had of it."""
        return self.kind == RATED

    @property
    def scale(self) -> int:
        """The highest value of a rating."""
        return int(self.options[-1])


def items_of(definition: Mapping[str, Any]) -> list[Item]:
    """The items of a questionnaire in its order; texts are none."""
    found = [
        item
        for section in definition["sections"]
        for question in section["questions"]
        for item in _of_question(question, section["subject"])
    ]
    roles = {item.role for item in found}
    if {LOYALTY, RECOMMENDATION} <= roles:
        found.append(Item(LOYAL, "choice", "", "", (YES,)))
    return found


def item_of_role(items: Sequence[Item], role: str) -> Item | None:
    """The question that bears this role."""
    return next((item for item in items if item.role == role), None)


def _of_question(question: Mapping[str, Any], subject: str) -> Iterator[Item]:
    key, kind, role = question["key"], question["kind"], question.get("role", "")
    match kind:
        case "rating":
            yield Item(key, RATED, subject, role, _points(1, question["scale"]))
        case "matrix":
            for row in question["rows"]:
                yield Item(f"{key}/{row['key']}", RATED, subject, "", _points(1, question["scale"]))
        case "recommendation":
            yield Item(key, kind, subject, role, _points(0, 10))
        case "choice" | "choices":
            yield Item(key, kind, subject, role, tuple(option["key"] for option in question["options"]))


def _points(first: int, last: int) -> tuple[str, ...]:
    return tuple(str(value) for value in range(first, last + 1))
