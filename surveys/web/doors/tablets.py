"""Tablets for guests, codes for them, and which surveys somebody can ask guests about now."""

from typing import Any, Final

import segno
from django.contrib import messages as toasts
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import ScopedRequest, route
from surveys.domain.doors.codes import hand_out_codes, shown_code
from surveys.domain.doors.placing import STAND_BY, address_of, put_up_tablet, shut_door, venues_for_tablets
from surveys.models import Door, DoorKind, Wave, WaveState
from surveys.web.doors.forms import CodesForm, TabletForm
from surveys.web.doors.waves import running_wave

VERB: Final = "surveys.interview"


@route(GET="surveys.interview")
def running(request: ScopedRequest) -> HttpResponse:
    """The surveys that run now on one's own side, each with its doors."""
    now = timezone.now()
    mine = Wave.objects.within(request.scope, verb=VERB).filter(party__in=request.scope.parties_for(VERB))
    rows = mine.filter(state=WaveState.OPEN, opens_at__lte=now, closes_at__gt=now).order_by("closes_at", "pk")
    context = {"waves": list(rows.select_related("party", "contract")), "may_place": request.scope.may("surveys.run")}
    return render(request, "surveys/doors/running.html", context)


@route(GET="surveys.interview", POST="surveys.interview")
def tablets(request: ScopedRequest, wave_id: int) -> HttpResponse:
    """The tablets of a wave; put up another one."""
    wave = running_wave(request, wave_id)
    form = _form(request, wave)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            door = put_up_tablet(
                wave.pk, said["venue"], asks_code=said["asks_code"], by=request.scope, at=timezone.now()
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("The tablet is ready. Open it on the device that guests use."))
            return redirect("surveys:tablet-show", door.pk)
    return _list(request, wave, form=form, status=INVALID if form.is_bound else 200)


@route(POST="surveys.interview")
def slips(request: ScopedRequest, wave_id: int) -> HttpResponse:
    """Codes for slips, shown this once to be printed."""
    wave = running_wave(request, wave_id)
    form = CodesForm(request.POST)
    if form.is_valid():
        try:
            codes = hand_out_codes(wave.pk, form.cleaned_data["count"], by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            context = {"wave": wave, "codes": [shown_code(each) for each in codes]}
            response = render(request, "surveys/doors/slips.html", context)
            response["Cache-Control"] = "private, no-store"
            return response
    return _list(request, wave, codes_form=form, status=INVALID)


@route(GET="surveys.interview", POST="surveys.interview")
def show(request: ScopedRequest, door_id: int) -> HttpResponse:
    """How a tablet is opened: by its code, or on this very device, which is signed out then."""
    door = _found(request, door_id)
    if request.method == "POST":
        logout(request)
        return redirect(address_of(door))
    address = address_of(door)
    # Black on white and nothing else: made of what was just derived, and of no text of anybody's.
    code = mark_safe(segno.make(address, error="m").svg_inline(scale=6, border=2, omitsize=True))  # noqa: S308
    context = {"door": door, "wave": door.wave, "address": address, "code": code}
    response = render(request, "surveys/doors/tablet.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@route(POST="surveys.interview")
def shut(request: ScopedRequest, door_id: int) -> HttpResponse:
    """Nobody answers here any more."""
    door = _found(request, door_id)
    shut_door(door.pk, by=request.scope, at=timezone.now())
    toasts.success(request, _("The tablet is shut."))
    return redirect("surveys:tablets", door.wave_id)


def _found(request: ScopedRequest, door_id: int) -> Door:
    doors = Door.objects.within(request.scope, verb=STAND_BY).filter(kind=DoorKind.KIOSK, shut_at=None)
    return get_object_or_404(doors.select_related("wave__version__questionnaire", "venue"), pk=door_id)


def _form(request: ScopedRequest, wave: Wave) -> TabletForm:
    here = venues_for_tablets(wave, by=request.scope)
    venues = [(venue.pk, venue.name) for venue in here.order_by("name")]
    return TabletForm(request.POST if request.method == "POST" else None, venues=venues)


def _list(request: ScopedRequest, wave: Wave, *, status: int = 200, **filled: Any) -> HttpResponse:
    doors = Door.objects.within(request.scope, verb=STAND_BY).filter(wave=wave, shut_at=None)
    context = {
        "wave": wave,
        "doors": list(doors.select_related("venue", "made_by")),
        "form": TabletForm(venues=_form(request, wave).fields["venue"].choices),  # type: ignore[attr-defined]
        "codes_form": CodesForm(),
        **filled,
    }
    return render(request, "surveys/doors/tablets.html", context, status=status)
