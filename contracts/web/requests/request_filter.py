from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.domain.requests.request_lists import OPEN, ORDERS, SIDES, STATES, Wanted
from contracts.models.requests import RequestKind


class RequestFilter(forms.Form):
    """Which requests to list, in which order. What does not fit narrows nothing."""

    show = forms.ChoiceField(label=_("Show"), required=False, choices=list(STATES.items()))
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *RequestKind.choices])
    side = forms.ChoiceField(label=_("Who asked"), required=False, choices=[("", _("Either side")), *SIDES.items()])
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("", _("As usual")), *((code, label) for code, (label, _order) in ORDERS.items())],
    )
    contract = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)

    def wanted(self) -> Wanted:
        """What was asked for, as the domain knows it."""
        self.full_clean()
        given = self.cleaned_data
        return Wanted(
            state=given.get("show") or OPEN,
            kind=given.get("kind") or "",
            side=given.get("side") or "",
            contract_id=given.get("contract"),
            sort=given.get("sort") or "",
        )
