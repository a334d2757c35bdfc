import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from billing.domain.fees.claiming import TAX_RATES, USUAL_RATE, Wanted
from billing.domain.fees.standing import Payment
from billing.models import InvoiceState, Purpose
from foundation.money import shown
from foundation.web.yuan_field import YuanField
from parties.domain.scope import Scope

if TYPE_CHECKING:
    from billing.models import InvoiceQuerySet


class PaymentForm(forms.Form):
    """Money that arrived. The key makes a second click harmless."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    amount = YuanField(label=_("Amount"), widget=forms.TextInput)
    received_date = forms.DateField(
        label=_("Received on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=timezone.localdate,
    )
    reference = forms.CharField(
        label=_("Bank reference"),
        max_length=80,
        required=False,
        help_text=_("As on the bank statement, if there is one."),
    )


class InvoiceFilter(forms.Form):
    """Which invoices to list."""

    side = forms.ChoiceField(
        label=_("Side"),
        required=False,
        choices=[("", _("Both sides")), ("issued", _("To receive")), ("received", _("To pay"))],
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *InvoiceState.choices, ("overdue", _("Overdue"))]
    )
    purpose = forms.ChoiceField(
        label=pgettext_lazy("invoice", "For"), required=False, choices=[("", _("All")), *Purpose.choices]
    )
    q = forms.CharField(
        label=_("Number or party"), max_length=80, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    contract = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def apply(self, rows: "InvoiceQuerySet", scope: Scope) -> "InvoiceQuerySet":
        """Narrow the rows by what was chosen; a wrong choice narrows nothing."""
        wanted = self.cleaned_data if self.is_valid() else {}
        if side := wanted.get("side"):
            own = scope.parties_for("billing.see")
            rows = rows.filter(**{f"{'issuer' if side == 'issued' else 'debtor'}__in": own})
        if wanted.get("state") == "overdue":
            rows = rows.overdue(timezone.localdate())
        elif wanted.get("state"):
            rows = rows.filter(state=wanted["state"])
        if wanted.get("purpose"):
            rows = rows.filter(purpose=wanted["purpose"])
        if text := wanted.get("q", "").strip():
            rows = rows.filter(
                Q(number__icontains=text) | Q(debtor__name__icontains=text) | Q(issuer__name__icontains=text)
            )
        if wanted.get("contract"):
            rows = rows.filter(contract=wanted["contract"])
        return rows


class FeeChoice(forms.Form):
    """The payments of a fee picked for one invoice, what was ordered where only a limit is agreed, and the VAT rate."""

    parts = forms.MultipleChoiceField(required=False, label=pgettext_lazy("fee", "Payments"))
    tax_rate = forms.TypedChoiceField(
        label=_("VAT rate"),
        coerce=Decimal,
        choices=[(str(rate), f"{(rate * 100).normalize():f} %") for rate in TAX_RATES],
        initial=str(USUAL_RATE),
        help_text=_("The amounts of the fee plan include VAT."),
    )

    def __init__(self, *args: Any, payments: Sequence[Payment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["parts"]
        assert isinstance(choice, forms.MultipleChoiceField)  # noqa: S101  # declared above
        # Those that are closed too: what somebody else has drafted a moment ago, the domain refuses in words.
        choice.choices = [(each.key, each.key) for each in payments]
        for each in payments:
            if each.is_open and each.part.is_most:
                label = _("Ordered in this period, at most %(limit)s") % {
                    "limit": shown(each.part.amount or Decimal(0))
                }
                self.fields[amount_name(each)] = YuanField(label=label, required=False)

    def wanted(self) -> list[Wanted]:
        """What was picked, once the form is valid."""
        return [Wanted(key, self.cleaned_data.get(f"amount-{key}")) for key in self.cleaned_data["parts"]]


def amount_name(payment: Payment) -> str:
    """The field into which the amount of a payment is typed that has only a limit."""
    return f"amount-{payment.key}"


class DamagesChoice(forms.Form):
    """The damages picked for one invoice."""

    damages = forms.TypedMultipleChoiceField(coerce=int, required=False, label=_("Damages"))

    def __init__(self, *args: Any, offered: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["damages"]
        assert isinstance(choice, forms.TypedMultipleChoiceField)  # noqa: S101  # declared above
        choice.choices = [(pk, str(pk)) for pk in offered]
