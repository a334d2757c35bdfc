"""The phone desk: the number is typed, earlier cases show, and what the caller says is written down meanwhile."""

import uuid
from typing import Any

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.domain.channels.doors import log_with_contact, open_cases_of
from complaints.domain.customer.contacts import Reach
from complaints.domain.intake.logging import NewComplaint
from complaints.domain.people import staff_of
from complaints.models import Channel, Complaint, ContactKind
from complaints.web.channels.forms import PhoneForm
from complaints.web.icons import GRAVITY_ICONS, SUBJECT_ICONS
from complaints.web.intake.logging import ELSEWHERE, VENUE_COOKIE
from foundation.refusals import Refused
from foundation.typed_ids import typed_id
from foundation.web.rate_limit import too_many
from foundation.web.refusals import INVALID, add_refusal
from parties.models import Room, Venue
from parties.web.access import ScopedRequest, route

LOOKED_UP = 40  # numbers by one person, within ten minutes: nobody is called by more
TOO_MANY = 429


@route(GET="complaints.tell", POST="complaints.tell")
def phone(request: ScopedRequest) -> HttpResponse:
    """Who calls, what they say, send. "Look up" shows the caller's open cases and keeps all that was typed.

    The number is posted, never part of an address: addresses end up in logs.
    """
    if request.method != "POST":
        return _page(request, None, typed_id(request.GET.get("venue")) or typed_id(request.COOKIES.get(VENUE_COOKIE)))
    venue_id = typed_id(request.POST.get("venue"))
    if "look" in request.POST:
        return _looked_up(request, venue_id)
    form = _form(request, venue_id, data=request.POST, files=request.FILES)
    if form.is_valid():
        try:
            complaint = _log(form, request)
        except Refused as refused:
            _blame(form, refused)
        else:
            toasts.success(request, _("%(number)s is logged. The clock runs.") % {"number": complaint.number})
            return redirect("complaints:detail", complaint.pk)
    return _page(request, form, venue_id, status=INVALID)


def _looked_up(request: ScopedRequest, venue_id: int | None) -> HttpResponse:
    """The same page with what was typed, unjudged, and the caller's open cases."""
    form = _form(request, venue_id, initial=request.POST.dict())
    if too_many("caller", request.user.pk, most=LOOKED_UP):
        toasts.error(request, _("Too many attempts. Wait ten minutes, then try again."))
        return _page(request, form, venue_id, status=TOO_MANY)
    try:
        cases = open_cases_of(ContactKind.PHONE.value, request.POST.get("caller", ""), by=request.scope)
    except Refused as refused:
        bound = _form(request, venue_id, data=request.POST)
        bound.errors.clear()
        _blame(bound, refused)
        return _page(request, bound, venue_id, status=INVALID)
    return _page(request, form, venue_id, cases=cases)


def _log(form: PhoneForm, request: ScopedRequest) -> Complaint:
    said = form.cleaned_data
    told = NewComplaint(
        client_id=said["client_id"],
        venue_id=said["venue"],
        subject=said["subject"],
        gravity=said["gravity"],
        room_id=said["room"] or None,
        channel=Channel.PHONE.value,
        what_happened=said["what_happened"],
        concerns_id=said["concerns"],
        happened_at=said["happened_at"],
    )
    reach = Reach(ContactKind.PHONE.value, said["caller"], said["caller_name"]) if said["caller"] else None
    return log_with_contact(told, reach, by=request.scope, at=timezone.now(), files=said["evidence"])


def _blame(form: PhoneForm, refused: Refused) -> None:
    """The domain speaks of an address; here it is the caller's number."""
    refused.field = {"address": "caller", "name": "caller_name"}.get(refused.field or "", refused.field)
    add_refusal(form, refused)


def _page(
    request: ScopedRequest,
    form: PhoneForm | None,
    wanted: int | None,
    *,
    cases: list[Complaint] | None = None,
    status: int = 200,
) -> HttpResponse:
    venues = list(Venue.objects.within(request.scope, verb="complaints.tell"))
    venue = next((venue for venue in venues if venue.pk == wanted), venues[0] if venues else None)
    if form is None and venue is not None:
        form = _form(request, venue.pk, initial={"client_id": uuid.uuid4(), "venue": venue.pk})
    context = {
        "form": form,
        "venue": venue,
        "venues": venues,
        "cases": cases,
        "subject_icons": SUBJECT_ICONS,
        "gravity_icons": GRAVITY_ICONS,
    }
    return render(request, "complaints/channels/phone.html", context, status=status)


def _form(request: ScopedRequest, venue_id: int | None, **kwargs: Any) -> PhoneForm:
    def rooms() -> list[tuple[object, object]]:
        mine = Venue.objects.within(request.scope, verb="complaints.tell").filter(pk=venue_id or 0)
        known = Room.objects.filter(venue__in=mine).values_list("pk", "name")
        return [*known, (ELSEWHERE, _("Not known"))]

    def people() -> list[tuple[object, object]]:
        return [("", "—"), *((person.pk, person.name) for person in staff_of(request.scope, venue_id))]

    return PhoneForm(rooms=rooms, people=people, **kwargs)
