"""Who calls the REST interface, and whether their roles allow it: the same matrix as for pages."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from parties.domain.scope import Scope
from parties.domain.tokens import user_of_key
from parties.models import User
from parties.web.middleware import scope_for

if TYPE_CHECKING:
    from rest_framework.views import APIView


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer <key>``. The request then has the scope of the key's person."""

    def authenticate(self, request: Request) -> tuple[User, str] | None:
        scheme, _, key = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != "bearer" or not key:
            return None
        user = user_of_key(key.strip(), at=timezone.now())
        if user is None:
            raise AuthenticationFailed
        source = request.META.get("REMOTE_ADDR", "")
        request._request.scope = Scope.of(user, source=f"api {source}")  # type: ignore[attr-defined]
        return user, "token"

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class Decided(BasePermission):
    """Lets a caller in whose roles allow the verb that the view names for the method. No verb: nobody."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        if request.method == "OPTIONS":
            return True
        method = "GET" if request.method == "HEAD" else request.method
        verbs: dict[str, str] = getattr(view, "verbs", {})
        return bool(request.user.is_authenticated and method in verbs and scope_of(request).may(verbs[method]))


def scope_of(request: Request) -> Scope:
    """The caller's scope, from the token or the session: the value itself, as rules ask it many times."""
    sent: Any = request._request
    if isinstance(sent.scope, SimpleLazyObject):
        sent.scope = scope_for(sent)
    scope: Scope = sent.scope
    return scope
