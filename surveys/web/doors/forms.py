"""Forms of the doors. They check shape alone; what is allowed, the domain says."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.domain.privacy.showing import LONGEST_REASON
from surveys.models import AttemptOutcome, AttemptWay

LONGEST_CODE = 40


class CodeForm(forms.Form):
    """The code on a slip, before a tablet asks anything."""

    code = forms.CharField(
        label=pgettext_lazy("survey", "Your code"),
        max_length=LONGEST_CODE,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class WalkInForm(forms.Form):
    """What a form at an open door brings beside the answers: its number, so that sent twice it is taken once."""

    form = forms.UUIDField()
    code = forms.CharField(required=False, max_length=LONGEST_CODE)
    # Nobody sees it; programs that fill in every field do.
    homepage = forms.CharField(required=False, max_length=1000)


class AttemptForm(forms.Form):
    """What came of an attempt to reach somebody who was drawn."""

    way = forms.ChoiceField(label=_("How you tried"), choices=AttemptWay.choices, initial=AttemptWay.PHONE)
    outcome = forms.ChoiceField(
        label=pgettext_lazy("attempt to ask", "What came of it"),
        choices=AttemptOutcome.choices,
        widget=forms.RadioSelect,
    )


class RevealForm(forms.Form):
    """Why the number is to be shown."""

    reason = forms.CharField(label=_("Why do you need it?"), max_length=LONGEST_REASON)


class SheetsForm(forms.Form):
    """How many sheets to print, and for whom."""

    count = forms.IntegerField(label=_("How many sheets"), initial=20, min_value=1, max_value=100_000)
    drawn = forms.TypedChoiceField(
        label=_("For whom"),
        choices=[
            ("yes", _("Members who were drawn: they count for the target")),
            ("no", _("Whoever takes one: shown separately")),
        ],
        coerce=lambda value: value == "yes",
        initial="yes",
        widget=forms.RadioSelect,
    )


class TabletForm(forms.Form):
    """A tablet for one venue."""

    venue = forms.TypedChoiceField(label=_("Venue"), coerce=int)
    asks_code = forms.BooleanField(label=_("Ask for a code before each answer"), required=False)

    def __init__(self, *args: object, venues: list[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["venue"].choices = venues  # type: ignore[attr-defined]


class CodesForm(forms.Form):
    """How many slips with codes."""

    count = forms.IntegerField(label=_("How many codes"), initial=20, min_value=1, max_value=100_000)
