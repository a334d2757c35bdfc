"""The form of one question: the fields that its kind has, its words in each language side by side."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.languages import to_traditional
from foundation.refusals import Refused
from surveys.domain.designing.definition import (
    LONGEST_HELP,
    LONGEST_TITLE,
    MOST_CHOICES,
    Choice,
    Condition,
    Kind,
    Question,
    Role,
    worded,
)
from surveys.domain.designing.editing import choices_of
from surveys.domain.designing.rules import WITH_OPTIONS
from surveys.web.designing.forms import said_in, text_field, titles_initial

LINES: Final = MOST_CHOICES * (LONGEST_TITLE + 2)
ALWAYS: Final = ("", _("Always asked"))
AT_MOST, AT_LEAST = "at_most", "at_least"
ROLES: Final = {
    Kind.RATING: (Role.NONE, Role.SATISFACTION, Role.LOYALTY),
    Kind.RECOMMENDATION: (Role.NONE, Role.RECOMMENDATION),
}


class QuestionForm(forms.Form):
    """A question of one kind. ``earlier`` are those before it, on which it may depend."""

    required = forms.BooleanField(label=_("Must be answered"), required=False)

    def __init__(
        self,
        *args: Any,
        kind: Kind,
        languages: Sequence[str],
        earlier: Sequence[tuple[str, Question]] = (),
        question: Question | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = _initial(question)
        super().__init__(*args, **kwargs)
        self.kind, self.languages, self.earlier, self.former = kind, languages, earlier, question
        for name, label, limit, rows in self._texts():
            for language in languages:
                self.fields[f"{name}_{language}"] = text_field(language, label, limit, rows=rows)
        if kind in ROLES:
            roles = [(role.value, role.label) for role in ROLES[kind]]
            self.fields["role"] = forms.ChoiceField(label=_("Counts for"), choices=roles, required=False)
        if kind in (Kind.RATING, Kind.MATRIX):
            scales = [("5", _("1 to 5")), ("10", _("1 to 10"))]
            self.fields["scale"] = forms.ChoiceField(
                label=pgettext_lazy("question of a survey", "Scale"), choices=scales
            )
        if earlier:
            self._add_condition()

    def _texts(self) -> list[tuple[str, Any, int, int]]:
        """Name, label, longest and rows of each text in several languages."""
        texts: list[tuple[str, Any, int, int]] = [("title", pgettext_lazy("survey", "Question"), LONGEST_TITLE, 0)]
        if self.kind in WITH_OPTIONS:
            texts.append(("options", _("Options, one a line"), LINES, 5))
        if self.kind == Kind.MATRIX:
            texts.append(("rows", _("Rows, one a line"), LINES, 5))
        return [*texts, ("help", pgettext_lazy("question of a survey", "Help"), LONGEST_HELP, 0)]

    def _add_condition(self) -> None:
        """On which question it depends, and on which of its answers, as far as one was chosen."""
        choices = [ALWAYS, *((question.key, label) for label, question in self.earlier)]
        self.fields["condition_question"] = forms.ChoiceField(
            label=pgettext_lazy("question of a survey", "Asked"), choices=choices, required=False
        )
        chosen = self["condition_question"].value()
        source = next((question for _label, question in self.earlier if question.key == chosen), None)
        if source is not None and source.kind in WITH_OPTIONS:
            options = [(option.key, worded(option.title, self.languages[0])) for option in source.options]
            self.fields["condition_answers"] = forms.MultipleChoiceField(
                label=_("If answered with"), choices=options, required=False, widget=forms.CheckboxSelectMultiple
            )
        elif source is not None:
            self.fields["condition_points"] = forms.ChoiceField(
                label=_("If answered with"), choices=_limits(source), required=False
            )

    @property
    def worded(self) -> list[list[forms.BoundField]]:
        """The texts, each a row of one field a language."""
        return [[self[f"{name}_{language}"] for language in self.languages] for name, *_rest in self._texts()]

    @property
    def others(self) -> list[forms.BoundField]:
        """What is not worded and no condition."""
        return [self[name] for name in ("required", "role", "scale") if name in self.fields]

    @property
    def conditions(self) -> list[forms.BoundField]:
        """Its condition, as far as it was chosen."""
        names = ("condition_question", "condition_answers", "condition_points")
        return [self[name] for name in names if name in self.fields]

    def question(self, key: str) -> Question:
        """What was said. Refused: ``surveys.lines_differ``, ``surveys.condition_half``."""
        return replace(self.unconditional(key), condition=self._condition())

    def unconditional(self, key: str) -> Question:
        """The same without its condition. Refused: ``surveys.lines_differ``."""
        said = self.cleaned_data
        return Question(
            key=key,
            kind=self.kind,
            title=said_in(self, "title", self.languages),
            help=said_in(self, "help", self.languages),
            required=said["required"],
            role=Role(said.get("role") or ""),
            options=self._choices("options", self.former.options if self.former else ()),
            rows=self._choices("rows", self.former.rows if self.former else ()),
            scale=int(said.get("scale") or 5),
        )

    def _choices(self, name: str, former: Sequence[Choice]) -> tuple[Choice, ...]:
        lines = {
            language: [line.strip() for line in self.cleaned_data[f"{name}_{language}"].splitlines() if line.strip()]
            for language in self.languages
            if f"{name}_{language}" in self.cleaned_data
        }
        if lines.get("zh-hans") and lines.get("zh-hant") == []:
            lines["zh-hant"] = [to_traditional(line) for line in lines["zh-hans"]]
        return choices_of(lines, former)

    def _condition(self) -> Condition | None:
        said = self.cleaned_data
        key = said.get("condition_question")
        if not key:
            return None
        if said.get("condition_answers"):
            return Condition(key, any_of=tuple(said["condition_answers"]))
        how, _colon, point = (said.get("condition_points") or "").partition(":")
        if not point:
            raise Refused("surveys.condition_half", "condition_question")
        return Condition(key, at_most=int(point)) if how == AT_MOST else Condition(key, at_least=int(point))


def _limits(source: Question) -> list[tuple[str, Any]]:
    """At most, and at least, each number that leaves some out."""
    points = list(source.points)
    at_most = [(f"{AT_MOST}:{point}", _("%(point)s or less") % {"point": point}) for point in points[:-1]]
    return at_most + [(f"{AT_LEAST}:{point}", _("%(point)s or more") % {"point": point}) for point in points[1:]]


def _initial(question: Question | None) -> dict[str, Any]:
    if question is None:
        return {"role": "", "scale": "5"}
    initial: dict[str, Any] = {"required": question.required, "role": question.role.value, "scale": str(question.scale)}
    initial |= titles_initial(question.title) | titles_initial(question.help, "help")
    for name, choices in (("options", question.options), ("rows", question.rows)):
        for language in {language for choice in choices for language in choice.title}:
            initial[f"{name}_{language}"] = "\n".join(choice.title.get(language, "") for choice in choices)
    condition = question.condition
    if condition is None:
        return initial
    initial |= {"condition_question": condition.question, "condition_answers": list(condition.any_of)}
    if condition.at_most is not None:
        initial["condition_points"] = f"{AT_MOST}:{condition.at_most}"
    if condition.at_least is not None:
        initial["condition_points"] = f"{AT_LEAST}:{condition.at_least}"
    return initial


KIND_ICONS: Final = {
    Kind.RATING: "star",
    Kind.CHOICE: "circle-dot",
    Kind.CHOICES: "checkbox",
    Kind.MATRIX: "table",
    Kind.TEXT: "pencil",
    Kind.RECOMMENDATION: "thumb-up",
}
