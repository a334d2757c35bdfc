"""A session on a shared tablet: one person's, limited to the floor, ended by idling and by taking the tablet back."""

import time
from collections.abc import Callable
from typing import Final

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from complaints.domain.floor.tablets import ON_A_TABLET, is_running
from complaints.models import Tablet
from parties.models import User
from parties.web.middleware import LIMITS_KEY

COOKIE: Final = "encore_tablet"
TABLET_KEY: Final = "encore_tablet"
TOUCHED_KEY: Final = "encore_touched"
IDLE: Final = 5 * 60  # seconds
LONGEST: Final = 12 * 3600  # seconds: nobody's shift is longer
NOTED_EVERY: Final = 15  # seconds
BACKEND: Final = "django.contrib.auth.backends.ModelBackend"


def begin(request: HttpRequest, user: User, tablet: Tablet) -> None:
    """Sign a person in who has shown their PIN; whoever was signed in before is not any more."""
    login(request, user, backend=BACKEND)
    request.session[TABLET_KEY] = tablet.pk
    request.session[TOUCHED_KEY] = time.time()
    request.session[LIMITS_KEY] = {"verbs": [*ON_A_TABLET], "venue": tablet.venue_id}
    request.session.set_expiry(LONGEST)


def is_shared(request: HttpRequest) -> bool:
    """Whether this session is one on a shared tablet."""
    return TABLET_KEY in request.session


class SharedTabletMiddleware:
    """Ends such a session when it was left alone, or its tablet was revoked; leads its holder to the floor alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return _instead(request) or self.get_response(request)


def _instead(request: HttpRequest) -> HttpResponse | None:
    if TABLET_KEY not in request.session:
        is_at_door = COOKIE in request.COOKIES and request.path == reverse("complaints:log")
        return redirect("complaints:tablet-locked") if is_at_door and not request.user.is_authenticated else None
    idle = time.time() - request.session[TOUCHED_KEY]
    if idle > IDLE or not is_running(request.session[TABLET_KEY]):
        logout(request)
        return redirect("complaints:tablet-locked")
    if idle > NOTED_EVERY and not _is_of_the_script(request):
        request.session[TOUCHED_KEY] = time.time()
    return redirect("complaints:log") if request.path == reverse("home") else None


def _is_of_the_script(request: HttpRequest) -> bool:
    """What the page sends by itself does not mean that somebody is there."""
    return request.path.startswith((reverse("complaints:floor-now"), f"{reverse('complaints:log')}files/"))
