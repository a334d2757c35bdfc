from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from contracts.domain.signature.sending import Signer
from contracts.models import Contract
from contracts.models.contracts import Side
from contracts.models.signing import Authority


class SignersForm(forms.Form):
    """Who signs and seals for each side; fields are prefixed ``a_`` and ``b_``."""

    def __init__(self, contract: Contract, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        for side in Side:
            party = contract.party_of(side)
            prefix = side.lower()
            self.fields.update(
                {
                    f"{prefix}_name": forms.CharField(
                        label=_("Signer"), max_length=80, initial=party.legal_representative
                    ),
                    f"{prefix}_title": forms.CharField(
                        label=_("Position"), max_length=80, initial=_("Legal representative")
                    ),
                    f"{prefix}_email": forms.EmailField(
                        label=_("E-mail"), max_length=254, initial=_mailbox(contract, side)
                    ),
                    f"{prefix}_authority": forms.ChoiceField(label=_("Signs as"), choices=Authority.choices),
                    f"{prefix}_language": forms.ChoiceField(
                        label=_("Language of the mails"), choices=settings.LANGUAGES
                    ),
                }
            )

    def signers(self) -> dict[str, Signer]:
        """What was typed, by side."""
        return {side.value: self._signer(side.lower()) for side in Side}

    def _signer(self, prefix: str) -> Signer:
        names = ("name", "title", "email", "language", "authority")
        return Signer(**{name: self.cleaned_data[f"{prefix}_{name}"] for name in names})


def _mailbox(contract: Contract, side: Side) -> str:
    """The mailbox that will most likely do: a client's that nobody of its own has saved is refused anyhow."""
    party = contract.party_of(side)
    return contract.contract_owner.email if side == Side.A and not party.email_is_own else party.email
