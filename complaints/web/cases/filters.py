"""What the list and the board are narrowed by; both share it. What does not fit narrows nothing."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.domain.stages.narrowing import ORDERS, Wanted
from complaints.models import Channel, Gravity, Stage, Subject

ALL = ("", _("All"))


class QueueFilter(forms.Form):
    """Which complaints to show."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    venue = forms.TypedChoiceField(label=_("Venue"), required=False, coerce=int, empty_value=None)
    stage = forms.ChoiceField(label=_("Stage"), required=False, choices=[ALL, *Stage.choices])
    gravity = forms.ChoiceField(label=_("Gravity"), required=False, choices=[ALL, *Gravity.choices])
    subject = forms.ChoiceField(label=_("Subject"), required=False, choices=[ALL, *Subject.choices])
    channel = forms.ChoiceField(label=_("Channel"), required=False, choices=[ALL, *Channel.choices])
    owner = forms.TypedChoiceField(label=_("In whose hands"), required=False, coerce=int, empty_value=None)
    concerns = forms.TypedChoiceField(label=_("Person concerned"), required=False, coerce=int, empty_value=None)
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("", _("As usual")), *((code, label) for code, (label, _turn) in ORDERS.items())],
    )
    late = forms.BooleanField(label=_("Only late ones"), required=False)

    def __init__(
        self, *args: Any, venues: Iterable[tuple[int, str]], people: Iterable[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        people = list(people)
        for name, choices in (("venue", venues), ("owner", people), ("concerns", people)):
            self.fields[name].choices = [ALL, *choices]  # type: ignore[attr-defined]

    def wanted(self, show: str) -> Wanted:
        """What was asked for, as the domain knows it."""
        self.full_clean()
        given = self.cleaned_data
        return Wanted(
            show=show,
            venue_id=given.get("venue"),
            stage=given.get("stage") or "",
            gravity=given.get("gravity") or "",
            subject=given.get("subject") or "",
            channel=given.get("channel") or "",
            owner_id=given.get("owner"),
            concerns_id=given.get("concerns"),
            is_late=bool(given.get("late")),
            text=(given.get("q") or "").strip(),
            sort=given.get("sort") or "",
        )
