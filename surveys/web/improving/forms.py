"""The form of a measure. It checks shape alone; what is allowed, the domain says."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from surveys.domain.improving.measures import LONGEST, NewMeasure


class MeasureForm(forms.Form):
    """What is done about a subject, by whom, until when."""

    subject = forms.ChoiceField(label=pgettext_lazy("survey", "Subject"))
    text = forms.CharField(
        label=_("What is done"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    owner = forms.TypedChoiceField(label=_("Owner"), coerce=int, required=False, empty_value=None)
    due_date = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(
        self, *args: Any, subjects: Iterable[tuple[str, str]], people: Iterable[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = list(subjects)  # type: ignore[attr-defined]
        self.fields["owner"].choices = [("", "–"), *people]  # type: ignore[attr-defined]

    @property
    def new(self) -> NewMeasure:
        """As the domain knows it."""
        given = self.cleaned_data
        return NewMeasure(given["subject"], given["text"], given["owner"], given["due_date"])
