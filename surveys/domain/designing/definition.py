"""What a questionnaire asks: sections of questions, some only on a condition. The typed form of a version's JSON."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

Titles = Mapping[str, str]
"""Language → text."""

LONGEST_TITLE: Final = 200
LONGEST_HELP: Final = 300
LONGEST_NAME: Final = 60
LONGEST_ANSWER: Final = 1000
"""Characters of a written answer."""
MOST_SECTIONS: Final = 12
MOST_QUESTIONS: Final = 60
MOST_CHOICES: Final = 20
SCALES: Final = (5, 10)
HIGHEST_RECOMMENDATION: Final = 10


class Kind(TextChoices):
    CHOICE = "choice", pgettext_lazy("kind of question", "One of several")
    CHOICES = "choices", pgettext_lazy("kind of question", "Several of several")
    TEXT = "text", pgettext_lazy("kind of question", "Text")
    RATING = "rating", pgettext_lazy("kind of question", "Rating")
    MATRIX = "matrix", pgettext_lazy("kind of question", "Ratings in a table")
    RECOMMENDATION = "recommendation", pgettext_lazy("kind of question", "Recommendation, 0 to 10")


class Role(TextChoices):
    """What a question is counted for; each at most once in a questionnaire (docs/methods.md)."""

    NONE = "", pgettext_lazy("role of a question", "For itself")
    SATISFACTION = "satisfaction", pgettext_lazy("role of a question", "Satisfaction index")
    LOYALTY = "loyalty", pgettext_lazy("role of a question", "Loyalty index: will come again")
    RECOMMENDATION = "recommendation", pgettext_lazy("role of a question", "Willingness to recommend")


@dataclass(frozen=True)
class Choice:
    """An option of a choice, or a row of a matrix."""

    key: str
    title: Titles


@dataclass(frozen=True)
class Condition:
    """The question is asked only if an earlier one was answered so: with any of some options, or at most or at least
    some rating. Exactly one of the three is given."""

    question: str
    any_of: tuple[str, ...] = ()
    at_most: int | None = None
    at_least: int | None = None

    def holds(self, value: object) -> bool:
        """Whether an answer to the earlier question opens this one; no answer does not."""
        if self.any_of:
            chosen = value if isinstance(value, list | tuple) else [value]
            return any(each in self.any_of for each in chosen)
        if not isinstance(value, int):
            return False
        return value <= self.at_most if self.at_most is not None else value >= (self.at_least or 0)


@dataclass(frozen=True)
class Question:
    """One question. An answer is an option's key, a list of them, a text, a number, or row → number (matrix)."""

    key: str
    kind: Kind
    title: Titles
    help: Titles
    required: bool = False
    role: Role = Role.NONE
    options: tuple[Choice, ...] = ()
    rows: tuple[Choice, ...] = ()
    scale: int = 5
    condition: Condition | None = None

    @property
    def points(self) -> range:
        """The numbers that may be answered; none where the answer is no number."""
        if self.kind == Kind.RECOMMENDATION:
            return range(HIGHEST_RECOMMENDATION + 1)
        return range(1, self.scale + 1) if self.kind in (Kind.RATING, Kind.MATRIX) else range(0)


@dataclass(frozen=True)
class Section:
    """Questions about one subject."""

    key: str
    subject: str
    title: Titles
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Definition:
    """All that a version asks, in order."""

    sections: tuple[Section, ...] = ()

    @property
    def questions(self) -> Iterator[Question]:
        """Of all sections, in the order in which they are asked."""
        return (question for section in self.sections for question in section.questions)

    def question(self, key: str) -> Question | None:
        """The one of this key."""
        return next((question for question in self.questions if question.key == key), None)

    def question_of(self, role: Role) -> Question | None:
        """The one that is counted for this."""
        return next((question for question in self.questions if question.role == role), None)

    def asked(self, values: Mapping[str, Any]) -> frozenset[str]:
        """The keys of the questions that these answers leave visible. What hangs on a hidden question is hidden."""
        found: set[str] = set()
        for question in self.questions:
            condition = question.condition
            if condition is None or (condition.question in found and condition.holds(values.get(condition.question))):
                found.add(question.key)
        return frozenset(found)


def worded(titles: Titles, language: str) -> str:
    """The text in this language; where it is missing, in the first there is."""
    return titles.get(language) or next((text for text in titles.values() if text), "")
