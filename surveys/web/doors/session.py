"""What the browser of somebody who was invited may do: it has opened their link, a short while ago."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from foundation.enciphering import keyed_hash
from foundation.refusals import Refused
from foundation.web.rate_limit import too_many
from surveys.domain.doors.opened import invitation_opened
from surveys.models import Invitation

KEY: Final = "survey"
REST: Final = timedelta(hours=12)
"""A page that is left open over an evening can still be sent."""
GUESSES: Final = 30
POSTS: Final = 40
TOO_MANY: Final = 429


def address_of_caller(request: HttpRequest) -> str:
    """Where the request comes from; all guests of a venue may share one."""
    return str(request.META.get("REMOTE_ADDR", ""))


def open_session(request: HttpRequest, invitation: Invitation, *, at: datetime) -> None:
    """The link was opened: the token leaves the address, and a key known from before opens nothing."""
    request.session.cycle_key()
    request.session[KEY] = {"invitation": invitation.pk, "until": (at + REST).isoformat()}


def guessed_too_often(request: HttpRequest) -> bool:
    """Count one more token that nothing fits."""
    return too_many("survey_token", address_of_caller(request), most=GUESSES)


def invited_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page for somebody whose browser has opened their link; it gets the invitation."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponseBase:
        try:
            invitation = _opened(request, at=timezone.now())
        except Refused as refused:
            return private(closed(request, refused))
        if request.method == "POST" and too_many("survey_page", invitation.pk, most=POSTS):
            return private(HttpResponse(status=TOO_MANY))
        return private(view(request, invitation))

    return guarded


def place_of(invitation: Invitation) -> str:
    """What the phone keeps a half-filled answer under. In a form it says whose page was filled in: of two links opened
    in one browser, the second one's session must not send the first one's answer."""
    return keyed_hash(str(invitation.pk), purpose="surveys.answer_page")[:32]


def _opened(request: HttpRequest, *, at: datetime) -> Invitation:
    kept = request.session.get(KEY) or {}
    if not kept or datetime.fromisoformat(kept["until"]) <= at:
        request.session.pop(KEY, None)
        raise Refused("surveys.link_unknown")
    return invitation_opened(kept["invitation"])


def closed(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Why nothing can be answered here, and what to do; 404 for each, so that guessing teaches nothing."""
    return render(request, "surveys/doors/closed.html", {"refused": refused}, status=404)


def private(response: HttpResponseBase) -> HttpResponseBase:
    """Nothing of it is kept on the way, and no other site learns the address it came from."""
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "same-origin"
    return response
