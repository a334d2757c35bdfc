"""Forms of points and tiers. They check shape alone; what is allowed, the domain says."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.web.yuan_field import YuanField
from members.domain.points.adjusting import NewAdjustment
from members.domain.points.schemes import NewScheme
from members.domain.points.tier_rules import MOST_TIERS, NewTier
from members.models import BenefitPeriod, PointScheme, Tier, TierTable
from parties.models import User

MOST = 2_000_000_000
FEN = 100


class DayField(forms.DateField):
    """A day, with the calendar of the browser."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class KeyedForm(forms.Form):
    """A form that counts once, however often it is sent."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class SpendForm(KeyedForm):
    """Points for something that the member gets."""

    points = forms.IntegerField(label=_("Points"), min_value=1, max_value=MOST)
    what_for = forms.CharField(label=_("What for"), max_length=200)


class AdjustForm(KeyedForm):
    """Points given or taken by hand."""

    points = forms.IntegerField(
        label=_("Points"), min_value=-MOST, max_value=MOST, help_text=_("With a minus sign they are taken.")
    )
    reason = forms.CharField(label=_("Why"), max_length=200, help_text=_("No names or telephone numbers."))

    def adjustment(self) -> NewAdjustment:
        """As typed."""
        return NewAdjustment(**self.cleaned_data)


class UndoForm(forms.Form):
    """Why a use of a benefit is taken back."""

    reason = forms.CharField(label=_("Why it is taken back"), max_length=200)


class SchemeForm(forms.Form):
    """A party's rules of points."""

    per_hundred_yuan = forms.IntegerField(label=_("Points for each full ¥100"), min_value=0)
    per_referral = forms.IntegerField(label=_("Points for each new customer referred"), min_value=0)
    settle_days = forms.IntegerField(
        label=_("Days until they can be spent"), min_value=0, help_text=_("Time for refunds.")
    )
    valid_months = forms.IntegerField(
        label=_("Months until they lapse"), min_value=1, required=False, help_text=_("Empty: they never lapse.")
    )
    free_adjustment = forms.IntegerField(
        label=_("One person adjusts up to"),
        min_value=0,
        help_text=_("Points in 30 days; above, it takes two people."),
    )
    starts_date = DayField(label=_("In force from"))

    def scheme(self) -> NewScheme:
        """As typed."""
        return NewScheme(**{name: value for name, value in self.cleaned_data.items() if name != "starts_date"})


class TierForm(forms.Form):
    """One tier; a line without a name is left out."""

    name = forms.CharField(label=_("Tier"), max_length=20, required=False)
    spend = YuanField(label=_("Spend"), required=False, min_value=0, max_digits=12, decimal_places=2)
    visits = forms.IntegerField(label=_("Visits"), required=False, min_value=1, max_value=10_000)
    points = forms.IntegerField(label=_("Points"), required=False, min_value=1, max_value=MOST)
    is_exclusive = forms.BooleanField(label=_("Exclusive service"), required=False)

    def tier(self) -> NewTier | None:
        """As typed; nothing for an empty line."""
        said: dict[str, Any] = {**self.cleaned_data}
        spend = said.pop("spend", None)
        fen = None if spend is None else int(spend * FEN)
        return NewTier(**said, spend_fen=fen) if said.get("name") else None


class TableForm(forms.Form):
    """From when the rules act, and what counts."""

    window_months = forms.IntegerField(label=_("Months that count"), min_value=1, max_value=60)
    starts_date = DayField(label=_("In force from"))


TierLines = forms.formset_factory(TierForm, extra=2, max_num=MOST_TIERS, absolute_max=MOST_TIERS)


class BenefitForm(forms.Form):
    """Something that members get from a tier on."""

    tier = forms.ModelChoiceField(label=_("From tier"), queryset=Tier.objects.none(), empty_label=None)
    name = forms.CharField(label=_("What members get"), max_length=60)
    granted = forms.IntegerField(label=_("Times"), min_value=1, max_value=366, initial=1)
    period = forms.ChoiceField(label=_("How often"), choices=BenefitPeriod.choices)

    def __init__(self, *args: Any, tiers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tier"].queryset = tiers  # type: ignore[attr-defined]


class PersonForm(forms.Form):
    """Who looks after a member in person."""

    person = forms.TypedChoiceField(label=_("Personal manager"), coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "–"), *((user.pk, str(user)) for user in people)]  # type: ignore[attr-defined]


class WishForm(PersonForm):
    """A wish, who answers for it, and until when."""

    what = forms.CharField(label=_("What the member wishes"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    due_at = forms.DateTimeField(label=_("Due by"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].label = _("Who sees to it")
        self.fields["person"].required = True
        self.order_fields(["what", "person", "due_at"])


def scheme_values(scheme: PointScheme | None) -> dict[str, Any]:
    """What the form starts with: the rules in force."""
    names = ("per_hundred_yuan", "per_referral", "settle_days", "valid_months", "free_adjustment")
    return {name: getattr(scheme, name) for name in names} if scheme else {}


def tier_values(table: TierTable | None) -> list[dict[str, Any]]:
    """The lines that the form starts with: the tiers in force."""
    rules = table.rules.select_related("tier").order_by("tier__rank") if table else []
    return [
        {
            "name": rule.tier.name,
            "spend": rule.spend,
            "visits": rule.visits,
            "points": rule.points,
            "is_exclusive": rule.tier.is_exclusive,
        }
        for rule in rules
    ]
