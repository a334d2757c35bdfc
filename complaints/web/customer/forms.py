"""Forms of the customer's side. They check shape alone; what is allowed, the domain says."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from complaints.domain.customer.addresses import LONGEST_ADDRESS, LONGEST_NAME
from complaints.domain.customer.answering import LONGEST_ANSWER
from complaints.domain.customer.contacts import LONGEST_REASON, Reach
from complaints.domain.customer.following import LONGEST_WORDS
from complaints.domain.intake.logging import LONGEST_STORY
from complaints.domain.stages.handling import LONGEST_NOTE
from complaints.models import AttemptEnd, AttemptWay, ContactKind, Subject
from foundation.accepted_files import MOST_FILES
from foundation.web.upload_fields import FilesField


def _words(label: Any, most: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": 3}), **more)


class ContactFields(forms.Form):
    """How somebody can be reached; all of it may be left empty where the form says so."""

    name = forms.CharField(label=_("How may we call you?"), required=False, max_length=LONGEST_NAME)
    kind = forms.ChoiceField(label=_("Reach me by"), required=False, choices=ContactKind.choices)
    address = forms.CharField(label=_("Number or address"), required=False, max_length=LONGEST_ADDRESS)

    def reach(self, *, language: str) -> Reach | None:
        """What was typed; ``None`` when no address was."""
        said = self.cleaned_data
        if not said["address"]:
            return None
        return Reach(said["kind"] or ContactKind.PHONE.value, said["address"], said["name"], language)


class RoomForm(ContactFields):
    """What a customer sends from a room's code."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    subject = forms.ChoiceField(label=_("What about?"), choices=Subject.choices, widget=forms.RadioSelect)
    what_happened = _words(_("What happened?"), LONGEST_STORY)
    evidence = FilesField(
        label=_("Photo, video or voice"),
        required=False,
        help_text=format_lazy(_("Up to {count} files of 20 MB each."), count=MOST_FILES),
    )
    # Nobody sees it; programs that fill in every field do.
    homepage = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )


class KeepForm(ContactFields):
    """The contact as the staff writes it down."""

    name = forms.CharField(label=_("Called"), required=False, max_length=LONGEST_NAME)
    kind = forms.ChoiceField(label=_("Channel"), choices=ContactKind.choices)
    address = forms.CharField(label=_("Number or address"), max_length=LONGEST_ADDRESS)
    reason = forms.CharField(label=_("Why is it replaced?"), required=False, max_length=LONGEST_REASON)

    def __init__(self, *args: Any, asks_why: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_why:
            del self.fields["reason"]


class ShowForm(forms.Form):
    """Why the contact is looked at."""

    reason = forms.CharField(label=_("Why do you need it?"), required=False, max_length=LONGEST_REASON)


class AttemptForm(forms.Form):
    """One attempt to reach the customer."""

    way = forms.ChoiceField(label=_("Tried by"), choices=AttemptWay.choices)
    end = forms.ChoiceField(label=_("What came of the attempt"), choices=AttemptEnd.choices)
    tried_at = forms.DateTimeField(
        label=_("When"),
        required=False,
        help_text=_("Leave empty for just now."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=500)


class AnswerForm(forms.Form):
    """A written answer."""

    text = _words(_("Answer"), LONGEST_ANSWER, required=False)
    language = forms.ChoiceField(label=_("Language"))

    def __init__(self, *args: Any, languages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages  # type: ignore[attr-defined]


class ResultForm(forms.Form):
    """Whether the customer is content."""

    verb = forms.CharField(max_length=20)
    note = _words(_("What is not settled yet?"), LONGEST_NOTE, required=False)


class AddForm(forms.Form):
    """Something more from the customer."""

    words = _words(_("Add something"), LONGEST_NOTE, required=False)
    evidence = FilesField(label=_("Photo, video or voice"), required=False)


class RatingForm(forms.Form):
    """One to five stars."""

    stars = forms.TypedChoiceField(
        label=_("How did we handle it?"),
        coerce=int,
        choices=[
            (1, _("Very badly")),
            (2, _("Badly")),
            (3, _("So-so")),
            (4, _("Well")),
            (5, _("Very well")),
        ],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label=_("Why? (optional)"), required=False, max_length=LONGEST_WORDS)
