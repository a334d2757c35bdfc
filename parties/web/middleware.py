from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from parties.domain.scope import Scope

LIMITS_KEY: Final = "encore_limits"
"""In the session of a device that others use too: ``{"verbs": […], "venue": id}``."""


class ScopeMiddleware:
    """Gives each request of a signed-in person its scope, read from the database when first asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.scope = SimpleLazyObject(lambda: scope_for(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def scope_for(request: HttpRequest) -> Scope:
    """The scope of the request's user; somebody not signed in has no hats at all."""
    source = request.META.get("REMOTE_ADDR", "")
    if request.user.is_authenticated:
        scope = Scope.of(request.user, source=source)
        limits = request.session.get(LIMITS_KEY)
        return scope.limited(limits["verbs"], venue_id=limits["venue"]) if limits else scope
    return Scope(label="anonymous", source=source)
