"""Signing in and out."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse

from parties.models import User
from parties.web.access import public_route
from parties.web.forms import SignInForm


class SignIn(LoginView):
    """The login page; the person's own language applies from the next page on."""

    template_name = "registration/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        person: Any = form.get_user()
        if isinstance(person, User):
            remember_language(response, person.language)
        return response


def typed_name(request: HttpRequest, credentials: Mapping[str, str] | None = None) -> str:
    """The name under which failed sign-ins are counted: however it is spelled, the account is the same."""
    typed = (credentials or {}).get("username") or request.POST.get("username", "")
    return unicodedata.normalize("NFKC", typed).strip().lower()


def remember_language(response: HttpResponse, language: str) -> None:
    """Keep the chosen language in the browser, where Django's own switch keeps it too."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        samesite="Lax",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )


sign_in = public_route("GET", "POST", why="nobody is signed in yet")(SignIn.as_view())
sign_out = public_route("POST", why="ending one's own session needs no role")(LogoutView.as_view())
