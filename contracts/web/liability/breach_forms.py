from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.models import Breach
from contracts.models.breaches import BreachState

if TYPE_CHECKING:
    from django.db.models import QuerySet


class StatementForm(forms.Form):
    """What a side says about a breach."""

    text = forms.CharField(
        label=_("Statement"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The other side reads it. A reason is needed to contest or to waive."),
    )


class BreachFilter(forms.Form):
    """Which breaches to list."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *BreachState.choices])
    contract = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def chosen_state(self) -> str:
        """The state that was asked for; empty for all of them."""
        return self.cleaned_data["state"] if self.is_valid() else ""

    def apply(self, rows: "QuerySet[Breach]") -> "QuerySet[Breach]":
        """Narrow the rows by what was chosen; a wrong choice narrows nothing."""
        wanted = self.cleaned_data if self.is_valid() else {}
        if wanted.get("state"):
            rows = rows.filter(state=wanted["state"])
        if wanted.get("contract"):
            rows = rows.filter(contract=wanted["contract"])
        return rows
