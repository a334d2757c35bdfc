"""The codes in a venue's rooms: see which have one, print them, replace one that is misused."""

from django.contrib import messages as toasts
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.refusals import Refused
from parties.models import Venue
from parties.web.access import ScopedRequest, route
from surveys.domain.doors.placing import (
    PLACE,
    cards_of,
    make_room_codes,
    own_rooms,
    own_venues,
    renew_room_code,
    rooms_with_doors,
)


@route(GET="surveys.run")
def codes(request: ScopedRequest) -> HttpResponse:
    """The rooms of one venue, each with its code or none."""
    venues = list(own_venues(request.scope, verb=PLACE))
    wanted = request.GET.get("venue", "")
    venue = next((each for each in venues if str(each.pk) == wanted), venues[0] if venues else None)
    rooms = list(rooms_with_doors(venue.pk)) if venue else []
    context = {
        "venues": venues,
        "venue": venue,
        "rooms": rooms,
        "with_code": sum(bool(room.in_use) for room in rooms),  # type: ignore[attr-defined]
    }
    return render(request, "surveys/doors/room_codes.html", context)


@route(POST="surveys.run")
def make(request: ScopedRequest, venue_id: int) -> HttpResponse:
    """A code for each room that has none."""
    venue = _venue(request, venue_id)
    made = make_room_codes(venue.pk, by=request.scope, at=timezone.now())
    toasts.success(request, ngettext("%(count)s code made.", "%(count)s codes made.", made) % {"count": made})
    return _back(venue.pk)


@route(POST="surveys.run")
def renew(request: ScopedRequest, room_id: int) -> HttpResponse:
    """Another code; the one on the wall is dead."""
    room = get_object_or_404(own_rooms(request.scope), pk=room_id)
    renew_room_code(room.pk, by=request.scope, at=timezone.now())
    toasts.success(request, _("Room %(room)s has a new code. Print it and replace the card.") % {"room": room.name})
    return _back(room.venue_id)


@route(GET="surveys.run")
def cards(request: ScopedRequest, venue_id: int) -> HttpResponse:
    """The cards to print; ``?room=`` for one of them."""
    from surveys.documents.door_cards import render_door_cards

    venue = _venue(request, venue_id)
    wanted = request.GET.get("room")
    found = [(card.room, card.address) for card in cards_of(venue.pk) if wanted in (None, card.room)]
    if not found:
        raise Http404
    try:
        content = render_door_cards(venue.name, found)
    except Refused as refused:
        toasts.error(request, refused.message)
        return _back(venue.pk)
    return printed(content, f"survey-codes-{venue.code}")


def printed(content: bytes, name: str) -> HttpResponse:
    """A PDF that is looked at and printed, and kept nowhere on the way."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _venue(request: ScopedRequest, venue_id: int) -> Venue:
    return get_object_or_404(own_venues(request.scope, verb=PLACE), pk=venue_id)


def _back(venue_id: int) -> HttpResponse:
    return redirect(f"{reverse('surveys:room-codes')}?venue={venue_id}")
