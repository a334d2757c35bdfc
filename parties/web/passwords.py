"""Passwords: changing one's own, and setting one by a mailed link. Either ends the person's other sessions."""

import hashlib
from typing import Any

from django.contrib import messages as toasts
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from foundation.web.rate_limit import too_many
from foundation.web.refusals import INVALID
from parties.domain.passwords import ask_for_link
from parties.domain.scope import Scope, writing
from parties.models import User
from parties.web.access import ScopedRequest, public_route, route
from parties.web.forms import ForgottenForm, NewPasswordForm, PasswordForm

ASKED = 30  # by one address of the network, within ten minutes
MAILED = 3  # to one mailbox
GUESSED = 10  # wrong and right ones by one person
GONE = 410
TOO_MANY = 429


@sensitive_post_parameters()
@route(GET="self", POST="self")
def change(request: ScopedRequest) -> HttpResponse:
    """A new password for whoever knows the old one; this browser stays signed in."""
    form = NewPasswordForm(request.user, request.POST or None)
    if request.method == "POST" and too_many("password", request.user.pk, most=GUESSED):
        return _too_often(request, "parties/password_change.html", NewPasswordForm(request.user))
    if form.is_valid():
        with writing(request.scope):
            form.save()
        update_session_auth_hash(request, request.user)
        toasts.success(request, _("Your password is changed. Other browsers are signed out."))
        return redirect("account")
    return render(request, "parties/password_change.html", {"form": form}, status=INVALID if form.errors else 200)


@public_route("GET", "POST", why="who forgot the password, or has none yet, cannot sign in")
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link. The answer is the same whether anyone has that e-mail."""
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and too_many("forgotten", request.META.get("REMOTE_ADDR", ""), most=ASKED):
        return _too_often(request, "parties/password_forgotten.html", ForgottenForm())
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].lower()
        if not too_many("forgotten-by", hashlib.sha256(email.encode()).hexdigest(), most=MAILED):
            ask_for_link(email)
        return redirect("password-sent")
    status = INVALID if request.method == "POST" else 200
    return render(request, "parties/password_forgotten.html", {"form": form}, status=status)


@public_route("GET", why="tells nothing but that a mail may be under way")
def sent(request: HttpRequest) -> HttpResponse:
    """What to do next."""
    return render(request, "parties/password_sent.html")


class Choose(PasswordResetConfirmView):
    """The mailed link. Django moves its secret from the address into the session before showing the form."""

    template_name = "parties/password_choose.html"
    form_class = PasswordForm
    success_url = reverse_lazy("login")

    def form_valid(self, form: Any) -> HttpResponse:
        person: User = form.user
        with writing(Scope.of(person, source=f"mail {self.request.META.get('REMOTE_ADDR', '')}".strip())):
            response = super().form_valid(form)
        toasts.success(self.request, _("Your password is set. Sign in with it."))
        return response

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        status = (INVALID if context["form"].errors else 200) if self.validlink else GONE
        return super().render_to_response(context, status=status, **kwargs)


choose = public_route("GET", "POST", why="the link proves the mailbox")(Choose.as_view())


def _too_often(request: HttpRequest, template: str, form: Any) -> HttpResponse:
    toasts.error(request, _("Too many attempts. Wait ten minutes, then try again."))
    return render(request, template, {"form": form}, status=TOO_MANY)
