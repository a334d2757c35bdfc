from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.domain.terms.values import Money, Percent
from contracts.domain.wording.blanks import values_of
from contracts.domain.wording.engaging import INTERMEDIARY, LONGEST_TASK, Engagement
from contracts.models import ContractVersion, ThirdParty
from contracts.models.third_parties import ThirdRole
from contracts.web.wording.draft_forms import CHOOSE
from parties.domain.scope import Scope
from parties.models import Party


class ThirdPartyForm(forms.Form):
    """Whom a draft engages as third party, what for, and for which fee."""

    party = forms.ModelChoiceField(Party.objects.none(), label=_("Third party"), empty_label=CHOOSE)
    role = forms.ChoiceField(label=_("Role"), choices=ThirdRole.choices)
    engaged_for = forms.CharField(
        label=_("Engaged for"),
        max_length=LONGEST_TASK,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Printed in the contract. It sees of the contract what it needs for this, and no more."),
    )
    fee = forms.DecimalField(label=_("Fee"), min_value=0, max_digits=14, decimal_places=2)
    share_a = forms.DecimalField(
        label=_("Share of the fee that Party A bears"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        help_text=_("Party B bears the rest, to the fen."),
    )
    cap_percent = forms.DecimalField(
        label=_("Limit of its liability, as a share of the contract amount"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
    )
    cap_amount = forms.DecimalField(
        label=_("Or as a sum"),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        help_text=_("Leave both empty where the contract's own limit holds."),
    )

    def __init__(
        self, version: ContractVersion, third: ThirdParty | None, scope: Scope, data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=_stored(third) if third else _by_terms(version))
        sides = (version.contract.party_a_id, version.contract.party_b_id)
        known = Party.objects.within(scope, verb="contracts.draft").exclude(pk__in=sides)
        self.fields["party"].queryset = known  # type: ignore[attr-defined]

    def engagement(self) -> Engagement:
        """What was typed. Call on a valid form."""
        return Engagement(**self.cleaned_data)


def _stored(third: ThirdParty) -> dict[str, Any]:
    names = ("role", "engaged_for", "fee", "share_a", "cap_percent", "cap_amount")
    return {"party": third.party_id, **{name: getattr(third, name) for name in names}}


def _by_terms(version: ContractVersion) -> dict[str, Any]:
    """What the blanks of the intermediary's clause say already."""
    values = values_of(version)
    fee, share = values.get("intermediary_fee"), values.get("intermediary_share_a")
    return {
        "role": ThirdRole.INTERMEDIARY if INTERMEDIARY in version.supplements else ThirdRole.ADVISER,
        "fee": fee.value if isinstance(fee, Money) else 0,
        "share_a": share.value if isinstance(share, Percent) else 50,
    }
