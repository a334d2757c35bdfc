"""The floor's page: a complaint written down in seconds, with one hand."""

import uuid
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.gzip import gzip_page

from complaints.domain.floor.recent import recent_rooms
from complaints.domain.intake.logging import NewComplaint, log_complaint
from complaints.domain.people import staff_of
from complaints.models import Channel, Complaint
from complaints.web.floor.long_session import lengthen
from complaints.web.floor.shared_session import is_shared
from complaints.web.icons import GRAVITY_ICONS, SUBJECT_ICONS
from complaints.web.intake.forms import LogForm, ToldForm
from foundation.refusals import Refused
from foundation.typed_ids import typed_id
from foundation.web.refusals import INVALID, add_refusal
from parties.domain.roles import Role
from parties.models import Room, Venue
from parties.web.access import ScopedRequest, route

VENUE_COOKIE = "encore_venue"
ELSEWHERE = 0  # chosen on purpose, so that a forgotten room is noticed
HALF_A_YEAR = 180 * 24 * 3600


# The page is loaded over a venue's poor network: its drawing is the largest part of it that nothing else compresses.
@route(GET="complaints.log", POST="complaints.log")
@gzip_page
def log(request: ScopedRequest) -> HttpResponse:
    """Room, subject, gravity, send. Sent twice, it is logged once; refused, it keeps what was typed."""
    if request.method != "POST":
        lengthen(request)
        return _blank_page(request)
    venue_id = typed_id(request.POST.get("venue"))
    form = _form(request, venue_id, data=request.POST, files=request.FILES)
    if form.is_valid():
        try:
            complaint = _log(form, request)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return _logged(request, complaint)
    return _page(request, form, venue_id, status=INVALID)


@route(GET="complaints.log")
def moved(request: ScopedRequest) -> HttpResponse:
    """Where the page was before it became an app with a scope of its own."""
    return redirect("complaints:log", permanent=True)


def _log(form: LogForm, request: ScopedRequest) -> Complaint:
    told = replace(told_by(form), happened_at=form.cleaned_data["happened_at"])
    return log_complaint(told, by=request.scope, at=timezone.now(), files=form.cleaned_data["evidence"])


def told_by(form: ToldForm) -> NewComplaint:
    """What a valid form tells, without its moments."""
    said = form.cleaned_data
    return NewComplaint(
        client_id=said["client_id"],
        venue_id=said["venue"],
        subject=said["subject"],
        gravity=said["gravity"],
        room_id=said["room"] or None,
        channel=said["channel"],
        what_happened=said["what_happened"],
        concerns_id=said["concerns"],
    )


def _logged(request: ScopedRequest, complaint: Complaint) -> HttpResponse:
    toasts.success(request, _("%(number)s is logged. The clock runs.") % {"number": complaint.number})
    response = redirect("complaints:detail", complaint.pk)
    response.set_cookie(
        VENUE_COOKIE,
        str(complaint.venue_id),
        max_age=HALF_A_YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _blank_page(request: ScopedRequest) -> HttpResponse:
    wanted = typed_id(request.GET.get("venue")) or typed_id(request.COOKIES.get(VENUE_COOKIE))
    return _page(request, None, wanted)


def _page(request: ScopedRequest, form: LogForm | None, wanted: int | None, *, status: int = 200) -> HttpResponse:
    venues = list(Venue.objects.within(request.scope, verb="complaints.log"))
    venue = next((venue for venue in venues if venue.pk == wanted), venues[0] if venues else None)
    if form is None and venue is not None:
        form = _form(request, venue.pk, initial=_initial(request, venue))
    context = {
        "form": form,
        "venue": venue,
        "venues": venues,
        "subject_icons": SUBJECT_ICONS,
        "gravity_icons": GRAVITY_ICONS,
        "is_shared": is_shared(request),
        "may_manage_tablets": request.scope.may("tablets.manage"),
    }
    response = render(request, "complaints/intake/log.html", context, status=status)
    if context["is_shared"]:
        response["X-Encore-Shared"] = "yes"  # the worker does not keep the page: the next person is another
    return response


def _initial(request: ScopedRequest, venue: Venue) -> dict[str, object]:
    is_promoter = Role.PROMOTER in request.scope.roles
    channel = Channel.PROMOTER if is_promoter else Channel.IN_PERSON
    return {"client_id": uuid.uuid4(), "venue": venue.pk, "channel": channel.value}


def _form(request: ScopedRequest, venue_id: int | None, **kwargs: Any) -> LogForm:
    def rooms() -> list[tuple[object, object]]:
        mine = Venue.objects.within(request.scope, verb="complaints.log").filter(pk=venue_id or 0)
        known = list(Room.objects.filter(venue__in=mine).values_list("pk", "name"))
        lately = recent_rooms(venue_id, by=request.scope)
        first = sorted((room for room in known if room[0] in lately), key=lambda room: lately.index(room[0]))
        rest = [room for room in known if room[0] not in lately]
        return [*first, *rest, (ELSEWHERE, pgettext("not in a room", "Other"))]

    def people() -> list[tuple[object, object]]:
        return [("", "—"), *((person.pk, person.name) for person in staff_of(request.scope, venue_id))]

    return LogForm(rooms=rooms, people=people, **kwargs)
