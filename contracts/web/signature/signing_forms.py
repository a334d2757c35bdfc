import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from contracts.documents.pictures import MAX_BYTES
from contracts.domain.signature.asking import LONGEST_QUESTION
from contracts.domain.signature.delegating import LARGEST
from contracts.domain.signature.signers import Signer
from contracts.domain.signature.signing import Handwriting, SealChoice
from contracts.models import PartySeal
from contracts.web.signature.send_forms import AuthorityForm

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


class QuestionForm(forms.Form):
    """What the signer wants to know."""

    text = forms.CharField(
        label=_("Your question"),
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It goes to the provider's account manager. The answer is mailed to you."),
    )


class DelegateForm(AuthorityForm):
    """Who signs instead, and by which letter of authority."""

    name = forms.CharField(label=_("Name"), max_length=80)
    title = forms.CharField(label=_("Position"), max_length=80)
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("A mailbox that is known here as your party's: from the register, or of a person of your party."),
    )
    language = forms.ChoiceField(label=_("Language of the mails"), choices=settings.LANGUAGES)
    letter = forms.FileField(
        label=_("The letter of authority"),
        help_text=_("PDF, JPEG or PNG, 10 MB at most."),
        error_messages={"required": _("Choose the file."), "empty": _("The file is empty.")},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, files: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, files)  # type: ignore[arg-type]
        self.fields |= self.letter_fields()

    def clean_letter(self) -> Any:
        """Told by its size before it is read."""
        letter = self.cleaned_data["letter"]
        if letter.size > LARGEST:
            raise forms.ValidationError(_("The file is too big: at most 10 MB."))
        return letter

    def signer(self) -> Signer:
        """Who was named. Call on a valid form."""
        names = ("name", "title", "email", "language", "authority_scope", "authority_until")
        return Signer(**{name: self.cleaned_data[name] for name in names})


class ActForm(forms.Form):
    """Signature and seal: one act."""

    DRAWN, UPLOADED, REGISTERED = "drawn", "uploaded", "registered-"

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

    def __init__(self, kept: Sequence[PartySeal], data: Any = None, files: Any = None) -> None:
        """``kept``: the registered seals of the party, which come first."""
        own = [(f"{self.REGISTERED}{seal.pk}", seal.name) for seal in kept]
        super().__init__(data, files, initial={"seal": own[0][0] if own else self.DRAWN})
        seals = self.fields["seal"]
        seals.choices = [*own, *seals.choices]  # type: ignore[attr-defined]

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
        chosen: str = self.cleaned_data["seal"]
        if chosen.startswith(self.REGISTERED):
            return SealChoice(registered=int(chosen.removeprefix(self.REGISTERED)))
        return SealChoice() if chosen == self.DRAWN else None
