"""Forms of the pages of complaints: steps, files, owners, links. What is allowed, the domain says."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.domain.stages.narrowing import NUMBER
from complaints.models import Gravity, LinkKind
from foundation.web.upload_fields import FilesField

Choices = Iterable[tuple[int, str]]
LEVELS: Final = ((1, _("Level 1")), (2, _("Level 2")), (3, _("Level 3")))


class StepForm(forms.Form):
    """One step of the handling: which, and what is to be said about it."""

    verb = forms.CharField(max_length=20)
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    level = forms.TypedChoiceField(
        label=_("Level"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=LEVELS,
        widget=forms.RadioSelect,
    )
    gravity = forms.ChoiceField(label=_("How bad?"), required=False, choices=Gravity.choices, widget=forms.RadioSelect)
    was_known = forms.BooleanField(label=_("It was known to be major"), required=False)


class FilesForm(forms.Form):
    """More evidence."""

    evidence = FilesField(label=_("Photo, video or voice"), required=False)


class OwnerForm(forms.Form):
    """Who answers for a clock from now on."""

    owner = forms.IntegerField(label=_("Hand over to"), widget=forms.Select)


class OtherForm(forms.Form):
    """Another complaint, by its number, and why it is named."""

    other = forms.CharField(label=_("Number of the other complaint"), max_length=30)
    kind = forms.ChoiceField(label=_("What they have in common"), choices=LinkKind.choices, required=False)
    note = forms.CharField(label=_("Reason"), required=False, max_length=2000)

    def clean_other(self) -> int:
        """The id behind the number; 0 for what is none."""
        number = NUMBER.fullmatch(self.cleaned_data["other"].strip())
        return int(number[1]) if number and int(number[1]) < 2**63 else 0


class BulkForm(forms.Form):
    """What to do with the chosen complaints."""

    action = forms.ChoiceField(
        label=_("With the chosen ones"),
        choices=[
            ("hand_over", _("Hand over")),
            ("verify", _("Verified: it is so")),
            ("classify", _("Classify")),
            ("dismiss", _("Dismiss")),
            ("link", _("Link with each other")),
        ],
    )
    owner = forms.TypedChoiceField(label=_("Hand over to"), required=False, coerce=int, empty_value=None)
    level = forms.TypedChoiceField(
        label=_("Level"), required=False, coerce=int, empty_value=None, choices=[("", "—"), *LEVELS]
    )
    kind = forms.ChoiceField(label=_("What they have in common"), required=False, choices=LinkKind.choices)
    note = forms.CharField(label=_("Reason"), required=False, max_length=2000)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", "—"), *people]  # type: ignore[attr-defined]
