"""The form in which a complaint is written down. It checks shape alone; what is allowed, the domain says."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from complaints.domain.intake.logging import LONGEST_STORY
from complaints.models import WRITTEN_DOWN, Gravity, Subject
from foundation.accepted_files import MOST_FILES
from foundation.web.upload_fields import FilesField

Choices = Callable[[], Iterable[tuple[Any, Any]]]


class ToldForm(forms.Form):
    """What is told of a complaint, from whichever page of the floor it comes."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    venue = forms.IntegerField(widget=forms.HiddenInput)
    room = forms.IntegerField(label=_("Room"), widget=forms.RadioSelect)
    subject = forms.ChoiceField(label=_("What about?"), choices=Subject.choices, widget=forms.RadioSelect)
    gravity = forms.ChoiceField(label=_("How bad?"), choices=Gravity.choices, widget=forms.RadioSelect)
    what_happened = forms.CharField(
        label=_("What happened?"), required=False, max_length=LONGEST_STORY, widget=forms.Textarea(attrs={"rows": 3})
    )
    channel = forms.ChoiceField(label=_("How did it come?"), choices=WRITTEN_DOWN)
    concerns = forms.IntegerField(label=_("Whom does it concern?"), required=False, widget=forms.Select)


class LogForm(ToldForm):
    """A complaint as the floor writes it down. Rooms and people are looked up only when the form is drawn."""

    evidence = FilesField(
        label=_("Photo, video or voice"),
        required=False,
        help_text=format_lazy(_("Up to {count} files of 20 MB each."), count=MOST_FILES),
    )
    happened_at = forms.DateTimeField(
        label=_("When did it happen?"),
        required=False,
        help_text=_("Leave empty for just now."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args: Any, rooms: Choices, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"].widget.choices = rooms
        self.fields["concerns"].widget.choices = people
