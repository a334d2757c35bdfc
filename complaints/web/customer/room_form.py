"""The form behind a room's code: what a guest sends without an account."""

import uuid
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation

from complaints.domain.customer.door import FromRoom, send_from_room
from complaints.domain.customer.room_codes import code_behind
from complaints.models import RoomCode
from complaints.web.customer.forms import RoomForm
from complaints.web.customer.session import address_of_caller, closed, guessed_too_often, open_session, private
from complaints.web.icons import SUBJECT_ICONS
from foundation.refusals import Refused
from foundation.web.rate_limit import too_many
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import public_route

MOST_FROM_ADDRESS: Final = 60
"""In ten minutes: all guests of a venue may share its address, so the room's own limit is the narrow one."""
TOO_MANY: Final = 429


@public_route("GET", "POST", why="the token of the room's code stands for the account; guests have none")
def room_form(request: HttpRequest, token: str) -> HttpResponseBase:
    """Subject, what happened, send. What is refused keeps what was typed."""
    try:
        code = code_behind(token)
    except Refused as refused:
        if guessed_too_often(request):
            return private(HttpResponse(status=TOO_MANY))
        return private(closed(request, refused))
    if request.method != "POST":
        return private(_page(request, code, RoomForm(initial={"client_id": uuid.uuid4()})))
    form = RoomForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            return private(_sent(request, form, token))
        except Refused as refused:
            add_refusal(form, refused)
    is_busy = form.has_error("__all__", "complaints.code_busy")
    return private(_page(request, code, form, status=TOO_MANY if is_busy else INVALID))


def _sent(request: HttpRequest, form: RoomForm, token: str) -> HttpResponse:
    said, at = form.cleaned_data, timezone.now()
    caller = address_of_caller(request)
    # A program gets the same answer as a flood, so that a person whom a browser filled in for still has one.
    if said["homepage"] or too_many("room_form", caller, most=MOST_FROM_ADDRESS):
        raise Refused("complaints.code_busy")
    told = FromRoom(
        client_id=said["client_id"],
        subject=said["subject"],
        what_happened=said["what_happened"],
        reach=form.reach(language=translation.get_language()),
    )
    link = send_from_room(token, told, source=f"room code {caller}".strip(), at=at, files=said["evidence"])
    open_session(request, link, at=at)
    return redirect("complaints:customer-page")


def _page(request: HttpRequest, code: RoomCode, form: RoomForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "room": code.room, "venue": code.room.venue, "subject_icons": SUBJECT_ICONS}
    return render(request, "complaints/customer/room_form.html", context, status=status)
