"""What the list of members is narrowed by. What does not fit narrows nothing."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.domain.registry.finding import LONGEST_QUESTION, NO_TIER, Wanted
from members.models import MemberSource, MemberState, Tier

ALL = ("", _("All"))


class MemberFilter(forms.Form):
    """Which members to show."""

    venue = forms.TypedChoiceField(label=_("Home venue"), required=False, coerce=int, empty_value=None)
    source = forms.ChoiceField(label=_("Won through"), required=False, choices=[ALL, *MemberSource.choices])
    tier = forms.ChoiceField(label=pgettext_lazy("membership", "Tier"), required=False)
    month = forms.TypedChoiceField(
        label=_("Month of birth"), required=False, coerce=int, empty_value=None, choices=[ALL, *MONTHS.items()]
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", MemberState.ACTIVE.label), *MemberState.choices[1:]]
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("", pgettext_lazy("order", "Newest first")), ("name", pgettext_lazy("order", "By name"))],
    )

    def __init__(self, *args: Any, venues: Iterable[tuple[int, str]], tiers: Iterable[Tier], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(tier.pk), tier.name) for tier in tiers]
        self.fields["tier"].choices = [ALL, *named, (NO_TIER, _("In no tier"))]  # type: ignore[attr-defined]
        self.fields["venue"].choices = [ALL, *venues]  # type: ignore[attr-defined]

    def wanted(self, party_id: int, text: str = "") -> Wanted:
        """What was asked for, as the domain knows it."""
        self.full_clean()
        given = self.cleaned_data
        return Wanted(
            party_id=party_id,
            text=text,
            venue_id=given.get("venue"),
            source=given.get("source") or "",
            tier=given.get("tier") or "",
            birth_month=given.get("month"),
            state=given.get("state") or MemberState.ACTIVE,
            sort=given.get("sort") or "newest",
        )


class SearchForm(forms.Form):
    """What is looked for; it is posted, so that no telephone number comes into an address."""

    q = forms.CharField(
        label=_("Name, pinyin, card number, or last four digits of the phone"),
        max_length=LONGEST_QUESTION,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    party = forms.IntegerField(required=False, widget=forms.HiddenInput())
