from collections.abc import Mapping, Sequence
from itertools import permutations
from typing import Any

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from contracts.domain.signature.signers import LONGEST_SCOPE, Signer
from contracts.models.signing import Authority, SigningSide
from contracts.models.versions import Reading
from contracts.web.life.forms import DateField
from parties.models import Party

NAMED = ("name", "title", "email", "authority", "authority_scope", "authority_until", "language")


class AuthorityForm(forms.Form):
    """The fields that say on which ground a person signs."""

    @staticmethod
    def letter_fields() -> dict[str, forms.Field]:
        """What a letter of authority covers, and until when."""
        return {
            "authority_scope": forms.CharField(
                label=_("What the letter of authority covers"), max_length=LONGEST_SCOPE, required=False
            ),
            "authority_until": DateField(label=_("The letter works until"), required=False),
        }


class SignersForm(AuthorityForm):
    """Who signs and seals for each party, in which order, and in which languages it is printed.

    Fields of a party are prefixed ``a_``, ``b_`` and ``third_``.
    """

    order = forms.ChoiceField(label=_("Order of signing"), required=False)
    reading = forms.ChoiceField(
        label=_("Printed in"),
        choices=Reading.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("The Chinese text binds. The English is there to be read."),
    )

    def __init__(
        self, parties: Mapping[str, Party], data: Mapping[str, Any] | None = None, *, reading: str = ""
    ) -> None:
        super().__init__(data)
        self.parties = parties
        self.fields["order"].choices = [("", _("Any order: everyone is mailed at once")), *_orders(list(parties))]  # type: ignore[attr-defined]
        self.fields["reading"].initial = reading
        for side, party in parties.items():
            # A mailbox that nobody of the party's own has saved would be refused.
            mailbox = party.email if side == SigningSide.B or party.email_is_own else ""
            fields = _signer_fields(party, mailbox=mailbox)
            self.fields |= {f"{side.lower()}_{name}": field for name, field in fields.items()}

    def cards(self) -> list[tuple[str, Party, list[BoundField]]]:
        """For each party its side in words, and its fields."""
        return [
            (str(SigningSide(side).label), party, [self[f"{side.lower()}_{name}"] for name in NAMED])
            for side, party in self.parties.items()
        ]

    def signers(self) -> dict[str, Signer]:
        """What was typed, by side."""
        return {
            side: Signer(**{name: self.cleaned_data[f"{side.lower()}_{name}"] for name in NAMED})
            for side in self.parties
        }

    def chosen_order(self) -> Sequence[str]:
        """The sides in the order in which they sign; empty: any."""
        return [side for side in self.cleaned_data["order"].split(",") if side]


def _signer_fields(party: Party, *, mailbox: str) -> dict[str, forms.Field]:
    return {
        "name": forms.CharField(label=_("Signer"), max_length=80, initial=party.legal_representative),
        "title": forms.CharField(label=_("Position"), max_length=80, initial=_("Legal representative")),
        "email": forms.EmailField(label=_("E-mail"), max_length=254, initial=mailbox),
        "authority": forms.ChoiceField(label=_("Signs as"), choices=Authority.choices),
        "language": forms.ChoiceField(label=_("Language of the mails"), choices=settings.LANGUAGES),
        **AuthorityForm.letter_fields(),
    }


def _orders(sides: Sequence[str]) -> list[tuple[str, Any]]:
    """Every order of the sides, in words."""
    arrows = " → ".join("{}" for _side in sides)
    return [
        (",".join(order), format_lazy(arrows, *(SigningSide(each).label for each in order)))
        for order in permutations(sides)
    ]
