"""The form that asks for an evidence pack. It checks shape alone; what is allowed, the domain says."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from contracts.domain.evidence.asking import LONGEST_REASON, Wanted
from contracts.models import Breach


class PackForm(forms.Form):
    """Which breaches or which period, and what for."""

    breaches = forms.TypedMultipleChoiceField(
        label=_("Breaches"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    first_day = forms.DateField(
        label=_("First day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last_day = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(
        label=_("What is it for?"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only your side reads this. It is not put into the pack."),
    )

    def __init__(self, *args: Any, breaches: Iterable[Breach], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["breaches"].choices = [(each.pk, _named(each)) for each in breaches]  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        """What was asked for, as the domain knows it."""
        given = self.cleaned_data
        return Wanted(given["breaches"], given["first_day"], given["last_day"])


def _named(breach: Breach) -> str:
    day = date_format(timezone.localdate(breach.occurred_at), "Y-m-d")
    what = breach.obligation.title if breach.obligation else breach.kind.text
    return f"#{breach.pk} · {day} · {what} · {breach.get_state_display()}"
