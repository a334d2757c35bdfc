"""How the questions, answers and subjects of a wave read beside its figures, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from surveys.domain.results.items import LOYAL, YES
from surveys.models import LANGUAGES, Subject


@dataclass(frozen=True)
class Wording:
    """Of one questionnaire; what it does not say in ``language`` it says in the first one it has."""

    definition: Mapping[str, Any]
    language: str

    def title(self, item: str) -> str:
        """The question; of a row of a matrix the question and the row."""
        if item == LOYAL:
            return _("Would come again and recommend")
        key, _slash, row = item.partition("/")
        question = self._questions.get(key)
        if question is None:
            return item
        named = next((each for each in question.get("rows", ()) if each["key"] == row), None)
        said = self.said(question["title"])
        return f"{said} · {self.said(named['title'])}" if named else said

    def option(self, item: str, value: str) -> str:
        """An answer: the words of a choice, of a rating the number itself."""
        if item == LOYAL and value == YES:
            return _("Yes")
        question = self._questions.get(item.partition("/")[0], {})
        named = next((each for each in question.get("options", ()) if each["key"] == value), None)
        return self.said(named["title"]) if named else value

    def subject(self, code: str) -> str:
        """A subject."""
        return str(Subject(code).label) if code in Subject.values else code

    def said(self, title: Mapping[str, str]) -> str:
        """A title in the language wanted, or in the first one it has."""
        order = (self.language, *LANGUAGES)
        return next((title[language] for language in order if title.get(language)), "")

    @property
    def texts(self) -> list[str]:
        """The keys of the questions that are answered in one's own words."""
        return [key for key, question in self._questions.items() if question["kind"] == "text"]

    @property
    def _questions(self) -> Mapping[str, Any]:
        return {each["key"]: each for section in self.definition["sections"] for each in section["questions"]}
