"""Forms about bills. They check shape alone; what is allowed, the domain says."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.web.yuan_field import YuanField
from members.domain.bills.sent import LONGEST_NUMBER, LONGEST_ROOM, NewBill
from members.models import Bill

ALL = ("", _("All"))
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class BillFilter(forms.Form):
    """Which bills to show. What does not fit narrows nothing."""

    q = forms.CharField(
        label=_("Bill or card number"),
        required=False,
        max_length=LONGEST_NUMBER,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    venue = forms.TypedChoiceField(label=_("Venue"), required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[ALL, ("paid", _("Bills")), ("refund", _("Refunds")), ("nobody", _("Without a member"))],
    )
    first = _day(_("From day"))
    last = _day(_("Until day"))

    def __init__(self, *args: Any, venues: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["venue"].choices = [ALL, *venues]  # type: ignore[attr-defined]

    def narrow(self, rows: QuerySet[Bill]) -> QuerySet[Bill]:
        """The bills that were asked for."""
        self.full_clean()
        given = self.cleaned_data
        kinds = {"paid": Q(refund_of=None), "refund": Q(refund_of__isnull=False), "nobody": Q(member=None)}
        condition = kinds.get(given.get("kind") or "", Q())
        for name, path in (("venue", "venue"), ("first", "business_date__gte"), ("last", "business_date__lte")):
            if given.get(name):
                condition &= Q(**{path: given[name]})
        if words := (given.get("q") or "").strip():
            condition &= Q(number=words) | Q(member__number=words.upper())
        return rows.filter(condition)


class BillForm(forms.Form):
    """A bill as somebody writes it down."""

    venue = forms.TypedChoiceField(label=_("Venue"), coerce=int)
    number = forms.CharField(
        label=_("Bill number"), max_length=LONGEST_NUMBER, help_text=_("The one that the till printed.")
    )
    amount = YuanField(label=_("Amount"))
    happened_at = forms.DateTimeField(label=_("Paid at"), widget=MOMENT)
    room = forms.CharField(label=_("Room"), max_length=LONGEST_ROOM, required=False)
    card = forms.CharField(label=_("Card number"), max_length=LONGEST_NUMBER, required=False)
    phone = forms.CharField(
        label=pgettext_lazy("of a member", "Telephone number"),
        max_length=40,
        required=False,
        help_text=_("Where the card is not at hand. Leave both empty for a guest."),
    )

    def __init__(self, *args: Any, venues: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["venue"].choices = list(venues)  # type: ignore[attr-defined]

    def bill(self) -> NewBill:
        """What was written."""
        said = self.cleaned_data
        names = ("number", "happened_at", "room", "card", "phone")
        return NewBill(venue_id=said["venue"], amount_fen=fen(said["amount"]), **{name: said[name] for name in names})


class RefundForm(forms.Form):
    """What is given back of a bill."""

    number = forms.CharField(label=_("Number of the refund"), max_length=LONGEST_NUMBER)
    amount = YuanField(label=_("Amount"))
    happened_at = forms.DateTimeField(label=_("Given back at"), widget=MOMENT)

    def refund(self, bill: Bill) -> NewBill:
        """What was written."""
        said = self.cleaned_data
        return NewBill(bill.venue_id, said["number"], fen(said["amount"]), said["happened_at"], refund_of=bill.number)


def fen(yuan: Any) -> int:
    """Yuan as fen; a part of a fen makes it wrong, and the domain refuses what is below one."""
    whole = yuan * 100
    return int(whole) if whole == whole.to_integral_value() and abs(whole) < 10**15 else -1
