"""The form of a questionnaire: what customers fill in at every door, and what the designer previews.

It checks shape only; what an answer may hold is the domain's word (:mod:`surveys.domain.answers`).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.domain.designing.definition import LONGEST_ANSWER, Definition, Kind, Question, Section, worded
from surveys.domain.designing.writing_down import as_condition_json

PREFIX: Final = "q-"
"""Before a question's key in the names of its fields, so that no key can be the name of something else."""


@dataclass(frozen=True)
class Asked:
    """A question as the page draws it: its words in one language, its field, or a field for each row of a matrix."""

    question: Question
    title: str
    help: str
    fields: tuple[forms.BoundField, ...]

    @property
    def is_matrix(self) -> bool:
        return self.question.kind == Kind.MATRIX

    @property
    def is_text(self) -> bool:
        return self.question.kind == Kind.TEXT

    @property
    def has_points(self) -> bool:
        """Whether numbers are chosen, lowest first."""
        return bool(self.question.points)

    @property
    def is_recommendation(self) -> bool:
        return self.question.kind == Kind.RECOMMENDATION

    @property
    def condition(self) -> str:
        """The condition as the page's module reads it, with the names of fields; empty when there is none."""
        condition = self.question.condition
        if condition is None:
            return ""
        return json.dumps(as_condition_json(condition) | {"question": f"{PREFIX}{condition.question}"})

    @property
    def error(self) -> str:
        """What is wrong with it, one sentence."""
        return next((str(error) for field in self.fields for error in field.errors), "")


@dataclass(frozen=True)
class AskedSection:
    """A section as the page draws it."""

    section: Section
    title: str
    questions: tuple[Asked, ...]


class AnswerForm(forms.Form):
    """A field for each question, in one language. All may be sent empty; what is asked and required may not.

    ``answers`` is what the domain takes: key → answer, without what was left empty and without answers to questions
    that the others hide (a phone without scripts shows those too).
    """

    def __init__(self, *args: Any, definition: Definition, language: str, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "%s")
        super().__init__(*args, **kwargs)
        self.definition = definition
        self.language = language
        for question in definition.questions:
            for name, label in self._names(question).items():
                self.fields[name] = _field(question, label, language)

    def _names(self, question: Question) -> dict[str, str]:
        """The fields of a question, each with its label."""
        name = f"{PREFIX}{question.key}"
        if question.kind != Kind.MATRIX:
            return {name: worded(question.title, self.language)}
        return {f"{name}-{row.key}": worded(row.title, self.language) for row in question.rows}

    @property
    def sections(self) -> Iterator[AskedSection]:
        """What the template draws, in order."""
        for section in self.definition.sections:
            asked = tuple(
                Asked(
                    question,
                    worded(question.title, self.language),
                    worded(question.help, self.language),
                    tuple(self[name] for name in self._names(question)),
                )
                for question in section.questions
            )
            yield AskedSection(section, worded(section.title, self.language), asked)

    def clean(self) -> dict[str, Any]:
        """Ask for what is required of the questions that are asked."""
        cleaned = super().clean() or self.cleaned_data
        values = self._values(cleaned)
        asked = self.definition.asked(values)
        for question in self.definition.questions:
            if question.key in asked and question.required:
                self._require(question, values.get(question.key))
        self.answers = {key: value for key, value in values.items() if key in asked}
        return cleaned

    def _require(self, question: Question, value: Any) -> None:
        names = self._names(question)
        is_whole = value is not None and (question.kind != Kind.MATRIX or len(value) == len(names))
        if not is_whole and not any(name in self.errors for name in names):
            # A question that is left empty is marked once, at its first gap.
            self.add_error(next(name for name in names if not self.cleaned_data.get(name)), _("Please answer this."))

    def _values(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        """Key → answer, for what was answered."""
        found: dict[str, Any] = {}
        for question in self.definition.questions:
            said = [cleaned.get(name) for name in self._names(question)]
            if question.kind == Kind.MATRIX:
                rows = {row.key: point for row, point in zip(question.rows, said, strict=True) if _is_said(point)}
                if rows:
                    found[question.key] = rows
            elif _is_said(said[0]):
                found[question.key] = said[0]
        return found


def _is_said(value: object) -> bool:
    return value not in (None, "", [])


def _field(question: Question, label: str, language: str) -> forms.Field:
    if question.kind == Kind.TEXT:
        area = forms.Textarea(attrs={"rows": 3})
        return forms.CharField(label=label, required=False, max_length=LONGEST_ANSWER, widget=area)
    options = [(option.key, worded(option.title, language)) for option in question.options]
    if question.kind == Kind.CHOICES:
        boxes = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(label=label, required=False, choices=options, widget=boxes)
    if question.kind == Kind.CHOICE:
        return forms.ChoiceField(label=label, required=False, choices=options, widget=forms.RadioSelect)
    points = [(point, str(point)) for point in question.points]
    return forms.TypedChoiceField(
        label=label, required=False, choices=points, coerce=int, empty_value=None, widget=forms.RadioSelect
    )
