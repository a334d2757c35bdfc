"""Forms of offers and vouchers. They check shape; what is allowed, the domain says."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members.domain.offers.offering import LONGEST_NAME, LONGEST_NOTE, LONGEST_TERMS, MOST_PER_MEMBER, MOST_STOCK
from members.models import Offer


def _date(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def _area(label: Any, longest: int, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)


class OfferForm(forms.Form):
    """What is offered, to whom, how long and how often."""

    segment = forms.TypedChoiceField(label=_("To which segment"), coerce=int)
    name = forms.CharField(label=_("What is offered"), max_length=LONGEST_NAME)
    terms = _area(_("Conditions"), LONGEST_TERMS)
    valid_from = _date(_("Valid from"))
    valid_until = _date(_("Valid until"))
    stock = forms.IntegerField(label=_("Vouchers in all"), min_value=1, max_value=MOST_STOCK)
    per_member = forms.IntegerField(
        label=_("Vouchers for each member at most"), min_value=1, max_value=MOST_PER_MEMBER, initial=1
    )
    is_automated = forms.BooleanField(
        label=_("Rules of care may hand it out by themselves"),
        required=False,
        help_text=_("Then the law wants equal conditions, and a way without profiles (PIPL 24)."),
    )
    fair_note = _area(_("Why the conditions are fair to everybody"), LONGEST_NOTE, required=False)
    open_way = _area(_("How others come by it, without any profile"), LONGEST_NOTE, required=False)

    def __init__(self, *args: Any, segments: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["segment"].choices = list(segments)  # type: ignore[attr-defined]


class RedeemForm(forms.Form):
    """A code, as typed or scanned, and where it is used."""

    venue = forms.TypedChoiceField(label=_("Venue"), coerce=int)
    code = forms.CharField(
        label=_("Code of the voucher"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "inputmode": "text"}
        ),
    )

    def __init__(self, *args: Any, venues: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["venue"].choices = list(venues)  # type: ignore[attr-defined]


class GiveForm(forms.Form):
    """Which voucher a member is handed; ``held``: how many they had when the page was opened."""

    offer = forms.TypedChoiceField(label=_("Of which offer"), coerce=int)
    held = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, offers: Iterable[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        until = _("until %(day)s")
        choices = [(each.pk, f"{each.name} · {until % {'day': each.valid_until.isoformat()}}") for each in offers]
        self.fields["offer"].choices = choices  # type: ignore[attr-defined]
