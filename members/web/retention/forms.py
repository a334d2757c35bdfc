"""What figures are asked of: registry, period, venue. Shape only."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from foundation.periods import Period, month_at, offered, period_of
from members.models import TrialFrame


class FigureFilter(forms.Form):
    """Which registry, which period, whose members. A wrong choice narrows nothing."""

    party = forms.TypedChoiceField(label=gettext_lazy("Registry"), required=False, coerce=int, empty_value=None)
    period = forms.ChoiceField(label=gettext_lazy("Period"), required=False)
    venue = forms.TypedChoiceField(label=gettext_lazy("Home venue"), required=False, coerce=int, empty_value=None)

    def __init__(
        self, data: Any, *, parties: Iterable[tuple[int, str]], venues: Iterable[tuple[int, str]], at: datetime
    ) -> None:
        asked = period_of(str(data.get("period", "")))
        # What is shown without a choice stands in the field, too.
        super().__init__({**data.dict(), "period": (asked or month_at(at).previous).code})
        self.at = at
        choices = offered(at)
        if asked is not None and asked not in choices:
            choices = [asked, *choices]
        for name, found in (
            ("party", list(parties)),
            ("period", [(period.code, period.label) for period in choices]),
            ("venue", [("", _("All")), *venues]),
        ):
            self.fields[name].choices = found  # type: ignore[attr-defined]
        self.full_clean()

    @property
    def chosen(self) -> Period:
        """What was chosen; without a choice the last month that is over."""
        return period_of(self.cleaned_data.get("period") or "") or month_at(self.at).previous

    @property
    def venue_id(self) -> int | None:
        return self.cleaned_data.get("venue") or None


class TrialForm(forms.Form):
    """A new trial; what is allowed, the domain says."""

    name = forms.CharField(label=gettext_lazy("What is tried"), max_length=60)
    frame = forms.ChoiceField(label=gettext_lazy("Among whom"), choices=TrialFrame.choices)
    venue = forms.TypedChoiceField(label=gettext_lazy("Home venue"), required=False, coerce=int, empty_value=None)
    percent = forms.IntegerField(
        label=gettext_lazy("Left alone"),
        min_value=1,
        max_value=50,
        initial=20,
        help_text=gettext_lazy("So many per cent get no offer. Without them nobody knows who would have come anyway."),
    )
    first_date = forms.DateField(label=pgettext_lazy("trial", "From"), widget=forms.DateInput(attrs={"type": "date"}))
    last_date = forms.DateField(label=gettext_lazy("Until"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, venues: Iterable[tuple[int, str]], needs_venue: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = list(venues) if needs_venue else [("", _("All")), *venues]
        self.fields["venue"].choices = choices  # type: ignore[attr-defined]
