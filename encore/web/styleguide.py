"""The kit on one page: every component in every state, for whoever builds or reviews a screen."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deadlines.models import Deadline
from foundation.money import capitals
from parties.web.access import ScopedRequest, route

GRAVITIES = [("minor", _("Minor")), ("ordinary", _("Ordinary")), ("major", _("Major"))]
SUBJECTS = [
    ("service", _("Service")),
    ("attitude", _("Attitude")),
    ("facilities", _("Facilities")),
    ("price", _("Price")),
]
SUBJECT_ICONS = {"service": "bell", "attitude": "mood-sad", "facilities": "microphone-2", "price": "receipt"}


class SpecimenForm(forms.Form):
    """One field of each kind that the kit draws."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("As it stands in the register of companies"))
    amount = forms.DecimalField(label=_("Contract amount"), min_value=0)
    rate = forms.DecimalField(label=_("Damages"), required=False)
    kind = forms.ChoiceField(label=_("Subject"), choices=SUBJECTS)
    starts_date = forms.DateField(label=_("Starts on"), widget=forms.DateInput(attrs={"type": "date"}))
    text = forms.CharField(label=_("What happened"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    agreed = forms.BooleanField(label=_("The customer was told"))
    channel = forms.ChoiceField(label=_("Reached by"), choices=SUBJECTS[:3], widget=forms.RadioSelect)
    gravity = forms.ChoiceField(label=_("Gravity"), choices=GRAVITIES, widget=forms.RadioSelect)
    subject = forms.ChoiceField(label=_("Subject"), choices=SUBJECTS, widget=forms.RadioSelect)
    room = forms.ChoiceField(
        label=_("Room"),
        choices=[(str(n), str(n)) for n in (101, 102, 103, 201, 202, 203, 301)],
        widget=forms.RadioSelect,
    )
    photo = forms.FileField(label=_("Photos"), help_text=_("Tap for the camera, or drop files here"), required=False)


def specimen_deadlines(at: datetime) -> list[Deadline]:
    """A deadline in each state a pill can show, none of them stored."""
    hour = timedelta(hours=1)
    start = at - 24 * hour

    def deadline(due_in_hours: float, **state: Any) -> Deadline:
        return Deadline(kind="specimen", started_at=start, due_at=at + due_in_hours * hour, **state)

    return [
        deadline(52),
        deadline(3.33),
        deadline(2, warned=50),
        deadline(0.4, warned=80),
        deadline(-2),
        deadline(-5, outcome="missed", outcome_at=at - 5 * hour, done_at=at - 3 * hour),
        deadline(-1, outcome="kept", outcome_at=at - 4 * hour, done_at=at - 4 * hour),
        deadline(6, paused_at=at - hour),
        deadline(6, outcome="cancelled", outcome_at=at),
    ]


@route(GET="house.see")
def styleguide(request: ScopedRequest) -> HttpResponse:
    """Every component, as the pages use it. Nothing here is read from or written to the database."""
    at = timezone.now()
    messages.success(request, _("The complaint was logged."))
    context = {
        "deadlines": specimen_deadlines(at),
        "late": specimen_deadlines(at)[5],
        "form": SpecimenForm(initial={"gravity": "ordinary", "subject": "facilities", "room": "202"}),
        "refused": SpecimenForm({"amount": "-3", "gravity": "minor"}),
        "subject_icons": SUBJECT_ICONS,
        "amount": Decimal("128000.50"),
        "amount_in_capitals": capitals(Decimal("128000.50")),
        "at": at,
        "steps": [_("Confirm"), _("Read"), _("Sign and seal"), _("Done")],
        "tones": ["info", "ok", "attention", "urgent", "danger", "muted"],
        "variants": ["primary", "accent", "secondary", "danger", "ghost", "link"],
    }
    return render(request, "_styleguide/styleguide.html", context)
