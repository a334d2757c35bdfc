"""Every view says here who may call it, method by method; a test walks the URLs and fails on one that does not.

``route`` is for signed-in people, ``public_route`` for the few doors that need no account.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import resolve_url

from parties.domain.roles import MAY
from parties.domain.scope import Scope
from parties.models import User


class ScopedRequest(HttpRequest):
    """A request of a signed-in person; the middleware has given it its scope."""

    scope: Scope
    user: User


@dataclass(frozen=True)
class Decision:
    """Who may call a view: method → verb of the role matrix, or why it needs no account."""

    verbs: Mapping[str, str]
    public_because: str = ""


P = ParamSpec("P")
View = Callable[Concatenate[Any, P], HttpResponseBase]


def route(**verbs: str) -> Callable[[View[P]], View[P]]:
    """Let signed-in people in whose roles allow the method's verb: ``@route(GET="contracts.see")``.

    Not signed in: to the login page. Wrong role: 403. Another method: 405. What lies outside the person's scope is
    for the view to answer with 404, by starting each query with ``.within(request.scope, verb=…)``.
    """
    for verb in verbs.values():
        if verb != "self" and verb not in MAY:
            raise LookupError(f"no such verb: {verb}")

    def decide(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            method = "GET" if request.method == "HEAD" else request.method
            if method not in verbs:
                return HttpResponseNotAllowed(sorted(verbs))
            if not request.user.is_authenticated:
                return _to_login(request)
            if not request.scope.may(verbs[method]):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.decision = Decision(dict(verbs))  # type: ignore[attr-defined]
        return cast(View[P], guarded)

    return decide


def public_route(*methods: str, why: str) -> Callable[[View[P]], View[P]]:
    """Let anyone in, with these methods only; ``why`` is what a reviewer of open doors wants to know."""

    def decide(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            method = "GET" if request.method == "HEAD" else request.method
            if method not in methods:
                return HttpResponseNotAllowed(sorted(methods))
            return view(request, *args, **kwargs)

        guarded.decision = Decision(dict.fromkeys(methods, ""), public_because=why)  # type: ignore[attr-defined]
        return cast(View[P], guarded)

    return decide


def _to_login(request: HttpRequest) -> HttpResponse:
    """The login page; an htmx request is told to load it whole instead of pasting it into the page."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": resolve_url("login")})
    return redirect_to_login(request.get_full_path())


def scope_of(request: HttpRequest) -> Scope:
    """The scope of a request that passed ``route``."""
    return cast(ScopedRequest, request).scope
