"""Forms of the complaint pages. They check shape alone; what is allowed, the domain says."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from complaints.domain.logging import LONGEST_STORY
from complaints.models import Channel, Gravity, Stage, Subject
from foundation.accepted_files import MOST_FILES

Choices = Callable[[], Iterable[tuple[Any, Any]]]


class FilesInput(forms.ClearableFileInput):
    """A file input that takes several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; none is fine."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        # An empty file passes here: the domain refuses it, with its own words.
        return [file for file in data or [] if isinstance(file, UploadedFile)]


class LogForm(forms.Form):
    """A complaint as the floor writes it down. Rooms and people are looked up only when the form is drawn."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    venue = forms.IntegerField(widget=forms.HiddenInput)
    room = forms.IntegerField(label=_("Room"), widget=forms.RadioSelect)
    subject = forms.ChoiceField(label=_("What about?"), choices=Subject.choices, widget=forms.RadioSelect)
    gravity = forms.ChoiceField(label=_("How bad?"), choices=Gravity.choices, widget=forms.RadioSelect)
    what_happened = forms.CharField(
        label=_("What happened?"), required=False, max_length=LONGEST_STORY, widget=forms.Textarea(attrs={"rows": 3})
    )
    evidence = FilesField(
        label=_("Photo, video or voice"),
        required=False,
        help_text=format_lazy(_("Up to {count} files of 20 MB each."), count=MOST_FILES),
    )
    channel = forms.ChoiceField(label=_("How did it come?"), choices=Channel.choices)
    concerns = forms.IntegerField(label=_("Whom does it concern?"), required=False, widget=forms.Select)
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


class StepForm(forms.Form):
    """One step of the handling: which, and what is to be said about it."""

    verb = forms.CharField(max_length=20)
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    level = forms.TypedChoiceField(
        label=_("Level"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[(1, _("Level 1")), (2, _("Level 2")), (3, _("Level 3"))],
        widget=forms.RadioSelect,
    )
    gravity = forms.ChoiceField(label=_("How bad?"), required=False, choices=Gravity.choices, widget=forms.RadioSelect)


class FilesForm(forms.Form):
    """More evidence."""

    evidence = FilesField(label=_("Photo, video or voice"), required=False)


class OwnerForm(forms.Form):
    """Who answers for a clock from now on."""

    owner = forms.IntegerField(label=_("Hand over to"), widget=forms.Select)


class QueueFilter(forms.Form):
    """Which complaints to list."""

    venue = forms.TypedChoiceField(label=_("Venue"), required=False, coerce=int, empty_value=None)
    stage = forms.ChoiceField(label=_("Stage"), required=False, choices=[("", _("All")), *Stage.choices])
    gravity = forms.ChoiceField(label=_("Gravity"), required=False, choices=[("", _("All")), *Gravity.choices])

    def __init__(self, *args: Any, venues: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["venue"].choices = [("", _("All")), *venues]  # type: ignore[attr-defined]
