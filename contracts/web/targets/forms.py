"""The form of a measurement. It checks shape alone; what is allowed, the domain says."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.domain.duties.fulfilling import LONGEST_WORDS
from contracts.domain.targets.measuring import Method
from contracts.domain.targets.verdicts import Reading


class MeasurementForm(forms.Form):
    """What was measured, in which period, and how."""

    period = forms.ChoiceField(label=_("Target and period"))
    value = forms.DecimalField(label=_("Value"), max_digits=9, decimal_places=4)
    sample = forms.IntegerField(label=_("Valid answers"), required=False, min_value=1, max_value=10**9)
    population = forms.IntegerField(
        label=_("People asked"),
        required=False,
        min_value=1,
        max_value=10**9,
        help_text=_("Leave both empty where everything was counted, as with members."),
    )
    low = forms.DecimalField(label=_("Lower bound"), required=False, max_digits=9, decimal_places=4)
    high = forms.DecimalField(
        label=_("Upper bound"),
        required=False,
        max_digits=9,
        decimal_places=4,
        help_text=_("Of the 95 % interval. Left empty, Wilson's is computed from the answers."),
    )
    method = forms.CharField(
        label=_("How it was measured"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    file = forms.FileField(
        label=_("Paper that shows it"), required=False, widget=forms.FileInput, allow_empty_file=True
    )
    is_correction = forms.BooleanField(label=_("This corrects a value recorded before"), required=False)

    def __init__(self, *args: Any, periods: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = list(periods)  # type: ignore[attr-defined]

    @property
    def chosen(self) -> tuple[str, date]:
        """The target's name and the first day of the period."""
        name, _separator, day = self.cleaned_data["period"].partition("~")
        return name, date.fromisoformat(day)

    @property
    def reading(self) -> Reading:
        """The numbers as the domain knows them."""
        given = self.cleaned_data
        return Reading(given["value"], given["sample"], given["population"], given["low"], given["high"])

    @property
    def how(self) -> Method:
        """How it was measured, as the domain knows it."""
        return Method(self.cleaned_data["method"], self.cleaned_data["file"] or None)
