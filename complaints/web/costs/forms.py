"""Forms of the pages of costs. They check shape alone; what is allowed, the domain says."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.models import LIMITED, CostKind
from foundation.web.upload_fields import FilesField
from foundation.web.yuan_field import YuanField
from parties.domain.roles import Role

PAPERS = _("PDF, JPEG or PNG, 20 MB at most.")


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class LineForm(forms.Form):
    """One thing that was paid."""

    spent_date = _day(_("Paid on"))
    text = forms.CharField(label=_("What was paid"), max_length=160)
    amount = YuanField(label=_("Amount"))


class ReceiptsForm(forms.Form):
    """Receipts, several at once."""

    receipts = FilesField(label=_("Receipts"), required=False, help_text=PAPERS)


class ClaimForm(LineForm, ReceiptsForm):
    """A new claim with its first line and its receipts."""

    venue = forms.TypedChoiceField(label=_("Venue"), coerce=int)
    kind = forms.ChoiceField(label=_("Kind"), choices=CostKind.choices)
    purpose = forms.CharField(label=_("What for"), max_length=160)
    complaint = forms.RegexField(
        label=_("Complaint"),
        regex=r"^(?:TS)?\d{1,18}$",
        required=False,
        help_text=_("Its number, where the money was spent on one: TS0000012."),
    )

    def __init__(self, *args: Any, venues: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["venue"].choices = list(venues)  # type: ignore[attr-defined]

    @property
    def complaint_id(self) -> int | None:
        """The complaint that was named, if any."""
        number = self.cleaned_data["complaint"].removeprefix("TS")
        return int(number) if number else None


class ClaimStepForm(forms.Form):
    """One step of a claim: which, and what is to be said about it."""

    verb = forms.CharField(max_length=20)
    note = forms.CharField(
        label=_("Note"),
        max_length=300,
        required=False,
        help_text=_("Needed to reject, and to approve what goes beyond the budget. The asker reads it."),
    )


class BudgetForm(forms.Form):
    """A budget for a venue or a contract, a year and a kind."""

    place = forms.ChoiceField(label=_("For"))
    year = forms.IntegerField(label=_("Year"))
    kind = forms.ChoiceField(label=_("Kind"), choices=CostKind.choices)
    amount = YuanField(label=_("Amount for the year"))
    reason = forms.CharField(
        label=_("Reason"), max_length=200, required=False, help_text=_("Needed when it changes a budget.")
    )

    def __init__(self, *args: Any, places: Iterable[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = list(places)  # type: ignore[attr-defined]


class LimitForm(forms.Form):
    """The most that a role may approve of one claim."""

    role = forms.ChoiceField(label=_("Role"), choices=[(role, Role(role).label) for role in LIMITED])
    amount = YuanField(label=_("Most of one claim"), help_text=_("0.00: this role approves nothing."))
    reason = forms.CharField(label=_("Reason"), max_length=200)


class LockForm(forms.Form):
    """The word that a month may be locked for good."""

    understood = forms.BooleanField(label=_("I have checked the costs above. The month may be locked for good."))


class AdjustForm(forms.Form):
    """What a settled cost should have been."""

    amount = YuanField(label=_("What it should have been"))
    reason = forms.CharField(label=_("Reason"), max_length=200)
