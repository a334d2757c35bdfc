"""Shared tablets: their list for managers, one's own PIN, and the screen on which people take turns."""

from django import forms
from django.conf import settings
from django.contrib import messages as toasts
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.domain.floor.pins import own_pin, people_of, set_pin, take_over
from complaints.domain.floor.tablets import MANAGE, enrol_tablet, own_venues, revoke_tablet, tablet_of_token
from complaints.models import Tablet
from complaints.web.floor.shared_session import COOKIE, begin
from complaints.web.floor.tablet_forms import OwnPinForm, TabletForm, TakeOverForm
from foundation.refusals import Refused
from foundation.web.rate_limit import too_many
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import ScopedRequest, public_route, route
from parties.web.session import remember_language

KEPT = 365 * 24 * 3600  # seconds
MOST_TRIES = 60
"""On one tablet within ten minutes, by all of its people."""


@route(GET="tablets.manage", POST="tablets.manage")
def tablets(request: ScopedRequest) -> HttpResponse:
    """The tablets of one's venues; and make this very device one of them, which signs the manager out of it."""
    venues = own_venues(request.scope)
    form = TabletForm(request.POST or None, venues=venues.values_list("pk", "name"))
    if request.method == "POST" and form.is_valid():
        try:
            _tablet, token = enrol_tablet(
                form.cleaned_data["venue"], form.cleaned_data["name"], by=request.scope, at=timezone.now()
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return _enrolled(request, token)
    rows = (
        Tablet.objects.within(request.scope, verb=MANAGE)
        .filter(venue__in=venues)
        .select_related("venue", "enrolled_by")
    )
    context = {"form": form, "tablets": rows, "has_venues": venues.exists()}
    return render(request, "complaints/floor/tablets.html", context, status=INVALID if form.errors else 200)


@route(POST="tablets.manage")
def revoke(request: ScopedRequest, tablet_id: int) -> HttpResponse:
    """Take a tablet back, wherever it is."""
    mine = Tablet.objects.within(request.scope, verb=MANAGE).filter(venue__in=own_venues(request.scope))
    tablet = get_object_or_404(mine, pk=tablet_id)
    revoke_tablet(tablet, by=request.scope, at=timezone.now())
    toasts.success(request, _("The tablet is locked for good."))
    return redirect("complaints:tablets")


@route(GET="self", POST="self")
def pin(request: ScopedRequest) -> HttpResponse:
    """Set one's own PIN."""
    form = OwnPinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_pin(form.cleaned_data["pin"], by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("Your PIN is set."))
            return redirect("complaints:pin")
    context = {"form": form, "mine": own_pin(by=request.scope)}
    return render(request, "complaints/floor/pin.html", context, status=INVALID if form.errors else 200)


@public_route("GET", "POST", why="the tablet proves itself by its token, and its people by their PIN")
def locked(request: HttpRequest) -> HttpResponse:
    """Who takes the tablet? Name and PIN."""
    tablet = tablet_of_token(request.COOKIES.get(COOKIE, ""))
    if tablet is None:
        return redirect("login")
    people = people_of(tablet)
    form = TakeOverForm(request.POST or None, people=[(person.pk, person.name) for person in people])
    if request.method == "POST" and form.is_valid():
        response = _taken_over(request, tablet, form)
        if response is not None:
            return response
    context = {"form": form, "tablet": tablet, "people": people}
    return render(request, "complaints/floor/locked.html", context, status=INVALID if form.errors else 200)


@public_route("POST", why="ending one's own session needs no role")
def lock(request: HttpRequest) -> HttpResponse:
    """Leave the tablet to the next one."""
    logout(request)
    return redirect("complaints:tablet-locked")


def _taken_over(request: HttpRequest, tablet: Tablet, form: forms.Form) -> HttpResponse | None:
    said = form.cleaned_data
    try:
        if too_many("tablet", tablet.pk, most=MOST_TRIES):
            raise Refused("complaints.too_many_tries", "pin")
        user = take_over(tablet, said["person"], said["pin"], source=request.META.get("REMOTE_ADDR", ""))
    except Refused as refused:
        add_refusal(form, refused)
        return None
    begin(request, user, tablet)
    response = redirect("complaints:log")
    remember_language(response, user.language)
    return response


def _enrolled(request: HttpRequest, token: str) -> HttpResponse:
    logout(request)
    response = redirect("complaints:tablet-locked")
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(COOKIE, token, max_age=KEPT, path="/floor/", httponly=True, samesite="Lax", secure=secure)
    return response
