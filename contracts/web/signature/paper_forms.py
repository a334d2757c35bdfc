from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.domain.signature.paper import NamedSigner, Scan
from contracts.models import Contract
from contracts.models.contracts import Side
from contracts.models.signing import Authority
from contracts.web.life.forms import DateField
from foundation.accepted_files import LARGEST_FILE

CONFIRM, REJECT = "confirm", "reject"
NAMED = ("name", "title", "authority")


class PaperForm(forms.Form):
    """The day of signing, who signed for each side (fields prefixed ``a_`` and ``b_``), and the scan."""

    signed_date = DateField(label=_("Signed on"), help_text=_("The later of the two dates on the paper."))
    scan = forms.FileField(
        label=_("Scan of the signed contract"),
        help_text=_("PDF, JPEG or PNG, 20 MB at most."),
        error_messages={"required": _("Choose the file."), "empty": _("The file is empty.")},
    )

    def __init__(
        self, contract: Contract, data: Mapping[str, Any] | None = None, files: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, files)  # type: ignore[arg-type]
        for side in Side:
            party, prefix = contract.party_of(side), side.lower()
            name = forms.CharField(label=_("Signer"), max_length=80, initial=party.legal_representative)
            title = forms.CharField(label=_("Position"), max_length=80, initial=_("Legal representative"))
            authority = forms.ChoiceField(label=_("Signs as"), choices=Authority.choices)
            self.fields |= {f"{prefix}_name": name, f"{prefix}_title": title, f"{prefix}_authority": authority}

    def clean_scan(self) -> Any:
        """Told by its size before it is read."""
        scan = self.cleaned_data["scan"]
        if scan.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is too big: at most 20 MB."))
        return scan

    def signers(self) -> dict[str, NamedSigner]:
        """What was typed, by side."""
        return {
            side.value: NamedSigner(**{name: self.cleaned_data[f"{side.lower()}_{name}"] for name in NAMED})
            for side in Side
        }

    def kept_scan(self) -> Scan:
        """The file as handed in."""
        scan = self.cleaned_data["scan"]
        return Scan(scan.read(), scan.name)


class PaperAnswerForm(forms.Form):
    """The client's word on one entry: the one whose page it has read."""

    paper = forms.IntegerField(min_value=1, max_value=2**62)
    answer = forms.ChoiceField(choices=[(CONFIRM, CONFIRM), (REJECT, REJECT)])
    reason = forms.CharField(required=False)
