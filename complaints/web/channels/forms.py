"""Forms of the conversation, the phone desk and the templates. They check shape; what is allowed, the domain says."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from complaints.domain.channels.conversation import LONGEST_SAYING
from complaints.domain.channels.templates import LONGEST_NAME, LONGEST_TEMPLATE
from complaints.domain.channels.ways import SPOKEN
from complaints.domain.customer.addresses import LONGEST_ADDRESS
from complaints.domain.customer.addresses import LONGEST_NAME as LONGEST_CALLER
from complaints.models import Channel, MessageChannel
from complaints.web.intake.forms import LogForm

ChannelChoices = Iterable[tuple[str, StrOrPromise]]


def _text(label: StrOrPromise, longest: int, rows: int) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, widget=forms.Textarea(attrs={"rows": rows}))


class SayForm(forms.Form):
    """What is said to the customer, and by which way."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(label=_("How do you answer?"))
    text = _text(_("Your message"), LONGEST_SAYING, 4)

    def __init__(self, *args: Any, channels: ChannelChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = list(channels)  # type: ignore[attr-defined]


class HeardForm(SayForm):
    """What the customer said to somebody of the staff."""

    channel = forms.ChoiceField(label=_("How did you hear it?"))
    text = _text(_("What did the customer say?"), LONGEST_SAYING, 3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, channels=spoken_choices(), **kwargs)


class NoteForm(forms.Form):
    """A note for one's own side."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    text = _text(_("Note for your own side"), LONGEST_SAYING, 2)


class PhoneForm(LogForm):
    """A complaint as it is told on the phone: who calls, what they say while they say it, and what it comes to."""

    caller = forms.CharField(
        label=_("Number of the caller"),
        max_length=LONGEST_ADDRESS,
        required=False,
        help_text=_("Leave it empty when the number is withheld."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "inputmode": "tel"}),
    )
    caller_name = forms.CharField(label=_("How they want to be called"), max_length=LONGEST_CALLER, required=False)
    channel = forms.ChoiceField(choices=Channel.choices, widget=forms.HiddenInput, required=False)

    def clean_channel(self) -> str:
        return Channel.PHONE.value


class TemplateForm(forms.Form):
    """A reply kept ready, in up to three languages."""

    party = forms.TypedChoiceField(label=_("Belongs to"), coerce=int)
    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    zh_hans = _text(_("Simplified Chinese"), LONGEST_TEMPLATE, 4)
    zh_hant = _text(_("Traditional Chinese"), LONGEST_TEMPLATE, 4)
    en = _text(_("English"), LONGEST_TEMPLATE, 4)

    def __init__(self, *args: Any, parties: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = list(parties)  # type: ignore[attr-defined]
        for name in ("zh_hant", "en"):
            self.fields[name].required = False


def spoken_choices() -> list[tuple[str, StrOrPromise]]:
    """The ways on which no machine carries a word."""
    return [(channel, MessageChannel(channel).label) for channel in SPOKEN]
