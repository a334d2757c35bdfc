"""Forms of the obligation pages. They check shape alone; what is allowed, the domain says."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from contracts.domain.duties.fulfilling import LONGEST_WORDS
from contracts.domain.duties.obligation_lists import KINDS, ORDERS, SIDES, STATES, Wanted
from foundation.accepted_files import MOST_FILES
from foundation.days import known_day
from foundation.refusals import Refused
from foundation.web.upload_fields import FilesField
from parties.models import User


class EvidenceForm(forms.Form):
    """Words and files to put on record."""

    text = forms.CharField(
        label=_("What was done"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The other side reads it."),
    )
    evidence = FilesField(
        label=_("Files that show it"),
        required=False,
        help_text=format_lazy(
            _("Up to {count} files of 20 MB each: PDF, pictures, Office documents, sound or video."), count=MOST_FILES
        ),
    )


class DoneForm(EvidenceForm):
    """That it was done, on which day, and what shows it."""

    done_on = forms.DateField(
        label=_("Done on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    field_order = ("done_on", "text", "evidence")


class ContestForm(forms.Form):
    """Why it was not done as owed."""

    text = forms.CharField(
        label=_("What is wrong with it"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The other side reads it."),
    )


class AnswerForm(EvidenceForm):
    """What shows that it was done after all."""


class OwnerForm(forms.Form):
    """Who answers for it from now on."""

    owner = forms.TypedChoiceField(label=_("Hand over to"), coerce=int)

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [(person.pk, str(person)) for person in people]  # type: ignore[attr-defined]


class KnownDayField(forms.DateField):
    """A day within the range that can be counted."""

    widget = forms.DateInput(attrs={"type": "date"})

    def to_python(self, value: Any) -> Any:
        """The day. Raises ValidationError for what is none."""
        day = super().to_python(value)
        if day is None:
            return None
        try:
            return known_day(day)
        except Refused as refused:
            raise forms.ValidationError(refused.message)


class ObligationFilter(forms.Form):
    """Which obligations to list, in which order. What does not fit narrows nothing."""

    show = forms.ChoiceField(label=_("Show"), required=False, choices=list(STATES.items()))
    side = forms.ChoiceField(label=_("Who owes"), required=False, choices=[("", _("Either side")), *SIDES.items()])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *KINDS.items()])
    since = KnownDayField(label=_("Due from"), required=False)
    until = KnownDayField(label=_("Due until"), required=False)
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("", _("As usual")), *((code, label) for code, (label, _order) in ORDERS.items())],
    )
    mine = forms.BooleanField(label=_("Only mine"), required=False)
    contract = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)

    def wanted(self) -> Wanted:
        """What was asked for, as the domain knows it."""
        self.full_clean()
        given = self.cleaned_data
        return Wanted(
            state=given.get("show") or "open",
            side=given.get("side") or "",
            mine=bool(given.get("mine")),
            kind=given.get("kind") or "",
            contract_id=given.get("contract"),
            since=given.get("since"),
            until=given.get("until"),
            sort=given.get("sort") or "",
        )


class CalendarFilter(ObligationFilter):
    """What narrows the month: its days and its order are given."""

    field_order = ("show", "side", "kind", "mine", "contract")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("since", "until", "sort"):
            del self.fields[name]
        self.fields["show"].choices = [("all", STATES["all"]), *STATES.items()][:-1]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """All states unless asked otherwise, by the time of day."""
        wanted = super().wanted()
        return replace(wanted, state=self.cleaned_data.get("show") or "all", sort="due")
