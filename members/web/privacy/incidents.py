"""Data incidents: entering one, who was told, closing it."""

from typing import Any

from django.contrib import messages as toasts
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from members.domain.privacy.incident_clocks import people_for
from members.domain.privacy.incidents import NewIncident, close_incident, enter_incident, hand_incident, note_told
from members.models import DataIncident
from members.web.privacy.forms import DATA_LABELS, CloseForm, IncidentForm, OwnerForm, ToldForm
from members.web.privacy.overview import VERB, own_party
from parties.models import Venue
from parties.web.access import ScopedRequest, route
from parties.web.doing import is_done


@route(GET="members.erase", POST="members.erase")
def incident_new(request: ScopedRequest) -> HttpResponse:
    """Write down what happened: from the moment it was found 72 hours run."""
    party, parties = own_party(request)
    venues = Venue.objects.within(request.scope, verb=VERB).filter(party=party).values_list("pk", "name")
    people = [(each.pk, each.name) for each in people_for(party.pk, None) if each.pk != request.user.pk]
    first = {"found_at": timezone.localtime()}
    form = IncidentForm(request.POST or None, venues=venues, people=people, initial=first)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        data = said.pop("which_data")
        new = NewIncident(data=data, venue_id=said.pop("venue"), owner_id=said.pop("owner"), **said)
        try:
            made = enter_incident(party.pk, new, by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("Entered. Tell the authority in time, and note here when you did."))
            return redirect("members:incident", made.pk)
    context = {"form": form, "party": party, "parties": parties}
    return render(request, "members/privacy/incident_new.html", context, status=INVALID if form.errors else 200)


@route(GET="members.erase")
def incident(request: ScopedRequest, incident_id: int) -> HttpResponse:
    """One incident, and what is still to be done."""
    return _answer(request, incident_id)


@route(POST="members.erase")
def told(request: ScopedRequest, incident_id: int) -> HttpResponse:
    """Note who was told, and when."""
    found = _found(request, incident_id)
    form = ToldForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            note_told(found.pk, said["whom"], told_at=said["told_at"], by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("Noted."))
            return redirect("members:incident", found.pk)
    return _answer(request, incident_id, told_form=form)


@route(POST="members.erase")
def close(request: ScopedRequest, incident_id: int) -> HttpResponse:
    """Close it with what was done."""
    found = _found(request, incident_id)
    form = CloseForm(request.POST)
    if form.is_valid():
        try:
            close_incident(found.pk, form.cleaned_data["remedy"], by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("Closed."))
            return redirect("members:privacy")
    return _answer(request, incident_id, close_form=form)


@route(POST="members.erase")
def hand(request: ScopedRequest, incident_id: int) -> HttpResponse:
    """Give it to somebody else of the house."""
    found = _found(request, incident_id)
    form = OwnerForm(request.POST, people=_people(found))

    def do() -> None:
        hand_incident(found.pk, form.cleaned_data["owner"], by=request.scope, at=timezone.now())

    if is_done(request, form, do, _("Noted. Who sees to it is told.")):
        return redirect("members:incident", found.pk)
    return _answer(request, incident_id, owner_form=form)


def _people(found: DataIncident) -> list[tuple[int, str]]:
    return [(each.pk, each.name) for each in people_for(found.party_id, found.venue_id)]


def _found(request: ScopedRequest, incident_id: int) -> DataIncident:
    rows = DataIncident.objects.within(request.scope, verb=VERB)
    return get_object_or_404(rows.select_related("party", "venue", "entered_by"), pk=incident_id)


def _answer(request: ScopedRequest, incident_id: int, **filled: Form) -> HttpResponse:
    found = _found(request, incident_id)
    clocks = list(found.clocks.select_related("deadline__owner"))
    first = clocks[0].deadline if clocks else None
    context: dict[str, Any] = {
        "incident": found,
        "data": [DATA_LABELS[name] for name in found.data],
        "first": first,
        "levels": clocks[1:],
        "owner_form": OwnerForm(people=_people(found), initial={"owner": first.owner_id if first else None}),
        "is_late": found.authority_told_at is None and found.due_at < timezone.now(),
        "told_form": ToldForm(initial={"told_at": timezone.localtime()}),
        "close_form": CloseForm(),
        **filled,
    }
    return render(request, "members/privacy/incident.html", context, status=INVALID if filled else 200)
