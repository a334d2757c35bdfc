"""Forms about the protection of members' data. They check shape only."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.domain.privacy.incidents import DATA, LONGEST_TEXT
from members.models import Shown
from members.web.registry.forms import NOTHING, ReasonForm

DATA_LABELS = {**dict(Shown.choices), "bills": pgettext_lazy("data of members", "Bills")}


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class EraseForm(ReasonForm):
    """Why, and the card number typed once more: this cannot be taken back."""

    number = forms.CharField(label=_("Type the card number to confirm"))

    def __init__(self, *args: Any, number: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = number
        self.fields["reason"].label = _("Reason")

    def clean_number(self) -> str:
        """What was typed is the number of this very member."""
        typed = str(self.cleaned_data["number"]).strip().upper()
        if typed != self.expected:
            raise forms.ValidationError(_("This is not the card number of this member."))
        return typed


class RuleForm(forms.Form):
    silent_years = forms.IntegerField(
        label=_("Years without a sign of life"), help_text=_("After them you are asked whether to erase. 0: never.")
    )


class IncidentForm(forms.Form):
    """What happened to members' data."""

    what = forms.CharField(label=_("What happened"), max_length=LONGEST_TEXT, widget=_area(4))
    which_data = forms.MultipleChoiceField(
        label=_("Which data"),
        choices=[(name, DATA_LABELS[name]) for name in DATA],
        widget=forms.CheckboxSelectMultiple,
    )
    people = forms.IntegerField(label=_("Members concerned, at most"), min_value=0, max_value=100_000_000)
    venue = forms.TypedChoiceField(label=_("Venue"), required=False, coerce=int, empty_value=None)
    found_at = forms.DateTimeField(label=_("Found at"), widget=_moment())
    owner = forms.TypedChoiceField(label=_("Who answers for it"), required=False, coerce=int, empty_value=None)

    def __init__(
        self, *args: Any, venues: Iterable[tuple[Any, str]], people: Iterable[tuple[Any, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["venue"].choices = [NOTHING, *venues]  # type: ignore[attr-defined]
        self.fields["owner"].choices = [("", _("I do")), *people]  # type: ignore[attr-defined]


class OwnerForm(forms.Form):
    """Who answers for an incident from now on."""

    owner = forms.TypedChoiceField(label=_("Who answers for it"), coerce=int)

    def __init__(self, *args: Any, people: Iterable[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = list(people)  # type: ignore[attr-defined]


class ToldForm(forms.Form):
    """Who was told, and when."""

    whom = forms.ChoiceField(
        label=_("Who was told"), choices=[("authority", _("The authority")), ("members", _("The members concerned"))]
    )
    told_at = forms.DateTimeField(label=pgettext_lazy("incident", "When"), widget=_moment())


class CloseForm(forms.Form):
    remedy = forms.CharField(label=_("What was done about it"), max_length=LONGEST_TEXT, widget=_area(3))
