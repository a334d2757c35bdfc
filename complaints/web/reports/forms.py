"""What a report is about: period, venue, channel."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.domain.reports.cuts import Cut
from complaints.models import Channel
from foundation.periods import Period, month_at, offered, period_of


class ReportFilter(forms.Form):
    """Which period, and of which complaints."""

    period = forms.ChoiceField(label=gettext_lazy("Period"), required=False)
    venue = forms.TypedChoiceField(label=gettext_lazy("Venue"), required=False, coerce=int, empty_value=None)
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), required=False)

    def __init__(self, data: Any, *, venues: Iterable[tuple[int, str]], at: datetime) -> None:
        super().__init__(data)
        self.at = at
        choices = offered(at)
        asked = period_of(str(self.data.get("period", "")))
        if asked is not None and asked not in choices:
            choices = [asked, *choices]
        for name, found in (
            ("period", [(period.code, name_of(period)) for period in choices]),
            ("venue", [("", _("All")), *venues]),
            ("channel", [("", _("All")), *Channel.choices]),
        ):
            self.fields[name].choices = found  # type: ignore[attr-defined]

    @property
    def cut(self) -> Cut:
        """What was chosen; a wrong choice narrows nothing, and without a period it is this month."""
        self.full_clean()
        said = self.cleaned_data
        period = period_of(said.get("period") or "") or month_at(self.at)
        return Cut(period, said.get("venue") or None, said.get("channel") or "")


def name_of(period: Period) -> str:
    """The period as people read it."""
    return period.label
