"""Forms of questionnaires and their sections. They check shape only; what fits is for the domain to say."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from surveys.domain.designing.definition import LONGEST_NAME, LONGEST_TITLE, Section
from surveys.domain.designing.editing import with_traditional
from surveys.domain.designing.readiness import language_name
from surveys.models import LANGUAGES, Purpose, Subject

LANGUAGE_CHOICES = [(language, language_name(language)) for language in LANGUAGES]
MADE_OF_SIMPLIFIED = _("Empty: made of the Simplified Chinese.")


class LanguagesField(forms.MultipleChoiceField):
    """In which languages people are asked."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Languages"), choices=LANGUAGE_CHOICES, widget=forms.CheckboxSelectMultiple, required=False
        )


class NewForm(forms.Form):
    """A questionnaire that is begun, from a template or empty."""

    name = forms.CharField(label=_("Name of the questionnaire"), max_length=LONGEST_NAME)
    purpose = forms.ChoiceField(
        label=pgettext_lazy("questionnaire", "What it is for"),
        choices=Purpose.choices,
        help_text=_("A contract's survey must ask for satisfaction and loyalty: its targets are measured by them."),
    )
    languages = LanguagesField()

    def __init__(self, *args: Any, parties: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_one = len(parties) == 1
        self.fields["party"] = forms.TypedChoiceField(
            label=_("Belongs to"),
            coerce=int,
            choices=parties,
            initial=parties[0][0] if is_one else None,
            widget=forms.HiddenInput if is_one else forms.Select,
        )


class SettingsForm(forms.Form):
    """What a questionnaire is called, and in which languages its draft asks."""

    name = forms.CharField(label=_("Name of the questionnaire"), max_length=LONGEST_NAME)
    languages = LanguagesField()


class CopyForm(forms.Form):
    """How the copy is called."""

    name = forms.CharField(label=_("Name of the copy"), max_length=LONGEST_NAME)


class SectionForm(forms.Form):
    """What a section is about, and its title in each language."""

    subject = forms.ChoiceField(
        label=pgettext_lazy("survey", "Subject"),
        choices=Subject.choices,
        help_text=_("Results are shown by subject, and compared with those of earlier waves."),
    )

    def __init__(self, *args: Any, languages: Sequence[str], section: Section | None = None, **kwargs: Any) -> None:
        if section:
            kwargs["initial"] = {"subject": section.subject} | titles_initial(section.title)
        super().__init__(*args, **kwargs)
        self.languages = languages
        for language in languages:
            self.fields[f"title_{language}"] = text_field(language, pgettext_lazy("survey", "Title"), LONGEST_TITLE)

    @property
    def titles(self) -> list[forms.BoundField]:
        """Side by side, one a language."""
        return [self[f"title_{language}"] for language in self.languages]

    def section(self, key: str) -> Section:
        """What was said."""
        return Section(key, self.cleaned_data["subject"], said_in(self, "title", self.languages))


def text_field(language: str, label: Any, limit: int, *, rows: int = 0) -> forms.CharField:
    """One text in one language; several lines where ``rows`` are given."""
    named = _("%(what)s, %(language)s") % {"what": label, "language": language_name(language)}
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    widget.attrs["lang"] = language
    hint = MADE_OF_SIMPLIFIED if language == "zh-hant" else ""
    return forms.CharField(label=named, required=False, max_length=limit, widget=widget, help_text=hint)


def titles_initial(titles: Any, name: str = "title") -> dict[str, str]:
    """What stands in the fields of a text at first."""
    return {f"{name}_{language}": text for language, text in titles.items()}


def said_in(form: forms.Form, name: str, languages: Sequence[str]) -> dict[str, str]:
    """The text of each language that was filled in."""
    said = {language: form.cleaned_data.get(f"{name}_{language}", "") for language in languages}
    return dict(with_traditional({language: text for language, text in said.items() if text}, languages))
