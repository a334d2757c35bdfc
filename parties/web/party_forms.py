from django import forms
from django.utils.translation import gettext_lazy as _

from parties.domain.registry import PartyDetails
from parties.models import Party, Venue


class PartyForm(forms.ModelForm[Party]):
    """The details of a legal entity; the register's rules check them."""

    class Meta:
        model = Party
        fields = (
            "name",
            "uscc",
            "legal_representative",
            "address",
            "contact",
            "phone",
            "email",
            "bank_name",
            "bank_account",
        )
        help_texts = {
            "name": _("The full name, as on the business licence."),
            "uscc": _("18 characters, as on the business licence. The last one is checked."),
            "bank_account": _("Payments under a contract go to this account."),
        }

    uscc = forms.CharField(label=_("Unified social credit code"), max_length=40)

    def validate_unique(self) -> None:
        """Left to the register, which knows names that merely look different."""

    def _post_clean(self) -> None:
        """The model's own checks of shape are the register's too; asked twice, they would answer twice."""

    def details(self) -> PartyDetails:
        """What was typed."""
        return PartyDetails(**{name: self.cleaned_data[name] for name in self.Meta.fields})


class VenueForm(forms.ModelForm[Venue]):
    """A new venue of a party."""

    class Meta:
        model = Venue
        fields = ("name", "code", "address")
        help_texts = {
            "code": _("Short and yours: letters, digits and hyphens. It stands in complaint numbers and QR codes.")
        }

    def _post_clean(self) -> None:
        """Uniqueness is the register's business."""


class RoomsForm(forms.Form):
    """Rooms of a venue, several at once."""

    names = forms.CharField(
        label=_("New rooms"), max_length=1000, help_text=_("Separate names with commas: 101, 102, VIP 8")
    )
