"""Forms of the pages of complaints: steps, files, owners, filters. What is allowed, the domain says."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.models import Gravity, Stage
from foundation.web.upload_fields import FilesField


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
