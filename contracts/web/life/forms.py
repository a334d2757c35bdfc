from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contracts.domain.life.notices import Delivery, Letter
from contracts.domain.life.rescission import RescissionGround
from contracts.models.notices import Channel, Ground
from foundation.accepted_files import LARGEST_FILE
from foundation.days import FIRST_DAY, LAST_DAY


class DateField(forms.DateField):
    """A day that something can lie on, in the browser's own calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class LetterForm(forms.Form):
    """What is written to the other side, how it was sent and when."""

    text = forms.CharField(
        label=_("What it says"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("The clause relied on, the facts and the reasons. The other side reads it."),
    )
    channel = forms.ChoiceField(label=_("Sent by"), choices=Channel.choices)
    sent_date = DateField(label=_("Sent on"))

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"sent_date": timezone.localdate()})

    def letter(self) -> Letter:
        """As typed."""
        return Letter(**{name: self.cleaned_data[name] for name in ("text", "channel", "sent_date")})


class TerminationForm(LetterForm):
    """A notice that ends the contract, with its ground."""

    ground = forms.ChoiceField(label=_("Ground"), choices=Ground.choices)
    last_day = DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Only where the other side has to agree: the day with which the contract shall end."),
    )
    breach = forms.TypedChoiceField(
        label=_("Breach relied on"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Breaches on record that let you end the contract: grave ones, and demands that were not met."),
    )
    field_order = ("ground", "breach", "text", "last_day", "channel", "sent_date")

    def offer(self, grounds: Iterable[RescissionGround], chosen: str) -> None:
        """Offer the breaches that open the ground; ``chosen``: the one that the page was opened for."""
        choices = [(each.breach.pk, f"#{each.breach.pk} {each.breach.kind.text}") for each in grounds]
        self.fields["breach"].choices = [("", _("None on record")), *choices]  # type: ignore[attr-defined]
        self.fields["breach"].initial = chosen


class DeliveryForm(forms.Form):
    """When a notice arrived, and the paper that proves it."""

    delivered_at = forms.DateTimeField(
        label=_("Arrived on"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )
    proof = forms.FileField(
        label=_("Proof of delivery"),
        help_text=_("Receipt or postal record as PDF, JPEG or PNG, 20 MB at most."),
        error_messages={"required": _("Choose the file."), "empty": _("The file is empty.")},
    )

    def clean_proof(self) -> Any:
        """Told by its size before it is read."""
        proof = self.cleaned_data["proof"]
        if proof.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is too big: at most 20 MB."))
        return proof

    def delivery(self) -> Delivery:
        """As given."""
        proof = self.cleaned_data["proof"]
        return Delivery(self.cleaned_data["delivered_at"], proof.read(), proof.name)


class AnswerForm(forms.Form):
    """What a side says about a notice."""

    text = forms.CharField(
        label=_("Statement"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class WishForm(forms.Form):
    """A written wish to renew."""

    text = forms.CharField(
        label=_("Why, and on which terms"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The other side reads it."),
    )


class TickForm(forms.Form):
    """How a line of the settlement was done."""

    line = forms.CharField(widget=forms.HiddenInput, max_length=16)
    note = forms.CharField(label=_("How"), max_length=500, required=False)
