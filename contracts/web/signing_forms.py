import base64
import binascii
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.documents.pictures import MAX_BYTES
from contracts.domain.signature.signing import Handwriting, SealChoice

PNG_URL = "data:image/png;base64,"
LONGEST_DRAWING = 2_000_000


class CodeForm(forms.Form):
    """The one-time code."""

    code = forms.CharField(label=_("Code from the mail"), max_length=20)


class DeclineForm(forms.Form):
    """Why not."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Both parties read it."),
    )


class ActForm(forms.Form):
    """Signature and seal: one act."""

    DRAWN, UPLOADED = "drawn", "uploaded"

    typed_name = forms.CharField(
        label=_("Your name, as you sign"), max_length=80, error_messages={"required": _("Type your name.")}
    )
    # Not a hidden input: those are put into the page by themselves, and the signature pad brings its own.
    drawing = forms.CharField(required=False, max_length=LONGEST_DRAWING, widget=forms.TextInput)
    seal = forms.ChoiceField(
        label=_("Seal"),
        choices=[
            (DRAWN, _("The seal that Encore draws for your company")),
            (UPLOADED, _("A picture of your own seal")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    seal_picture = forms.FileField(
        label=_("Picture of the seal"), required=False, help_text=_("PNG or JPEG, 5 MB at most; its paper is cut away.")
    )
    agreed = forms.BooleanField(
        label=_("I sign and seal this contract for the party named above, and I may do so."),
        error_messages={"required": _("Tick at the end that you sign and seal for this party.")},
    )

    def clean_drawing(self) -> bytes | None:
        """The drawing's bytes, from the address that the canvas gives."""
        url: str = self.cleaned_data["drawing"]
        if not url:
            return None
        try:
            return base64.b64decode(url.removeprefix(PNG_URL), validate=True)
        except (binascii.Error, ValueError):
            raise forms.ValidationError(_("The drawing did not arrive whole. Please draw it again."))

    def clean_seal_picture(self) -> Any:
        """Told by its size before it is read."""
        picture = self.cleaned_data["seal_picture"]
        if picture and picture.size > MAX_BYTES:
            raise forms.ValidationError(_("The picture is too big: at most 5 MB."))
        return picture

    def clean(self) -> dict[str, Any]:
        """A picture that was handed in is meant, whatever the radio button says."""
        data = super().clean() or {}
        if data.get("seal") == self.UPLOADED and not data.get("seal_picture"):
            self.add_error("seal_picture", _("Choose the picture of your seal."))
        return data

    def handwriting(self) -> Handwriting:
        """The signature as given."""
        return Handwriting(self.cleaned_data["typed_name"], self.cleaned_data["drawing"])

    def seal_choice(self) -> SealChoice | None:
        """The seal as chosen; ``None`` when none was."""
        picture = self.cleaned_data.get("seal_picture")
        if picture:
            return SealChoice(picture.read())
        return SealChoice() if self.cleaned_data["seal"] == self.DRAWN else None
