"""The page behind a room's code or on a tablet: whoever stands before it answers, without an account."""

import uuid
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone

from foundation.refusals import Refused
from foundation.web.rate_limit import too_many
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import public_route
from surveys.domain.answers.taking import take_open_answer
from surveys.domain.doors.codes import answer_by_code, check_code
from surveys.domain.doors.placing import door_behind, wave_behind
from surveys.models import Door, DoorKind, QuestionnaireVersion, Wave
from surveys.web.answer_form import AnswerForm
from surveys.web.doors.forms import CodeForm, WalkInForm
from surveys.web.doors.questions import form_for, show_refusal, version_sent
from surveys.web.doors.session import TOO_MANY, address_of_caller, closed, guessed_too_often, private

WHY: Final = "the token of the code or tablet stands for the account; guests have none"
MOST_FROM_DOOR: Final = 20
"""Answers in ten minutes: a full room has fewer heads, and a tablet fewer minutes."""
MOST_FROM_ADDRESS: Final = 60
"""All guests of a venue may share one address, so the door's own limit is the narrow one."""
COLOUR: Final = "#141a2b"
ICONS: Final = (192, 512)
BACK_AFTER: Final = 10
"""Seconds after which a tablet is ready for the next."""


@public_route("GET", "POST", why=WHY)
def door(request: HttpRequest, token: str) -> HttpResponseBase:
    """The questions, or a tablet's start; what is refused keeps what was answered."""
    found = _found(request, token)
    if isinstance(found, HttpResponse):
        return private(found)
    door, wave, version = found
    if request.method == "POST":
        return private(_sent(request, door, wave, version, token))
    if door.kind == DoorKind.KIOSK:
        return private(_start(request, door, wave, token))
    return private(_questions(request, door, wave, form_for(request, version), token))


@public_route("GET", "POST", why=WHY)
def begin(request: HttpRequest, token: str) -> HttpResponseBase:
    """A tablet's questions, once somebody has begun and, where it asks for one, typed their code."""
    found = _found(request, token)
    if isinstance(found, HttpResponse):
        return private(found)
    door, wave, version = found
    if door.asks_code:
        form = CodeForm(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            return private(_start(request, door, wave, token, form=form))
        try:
            _count_try(request, door)
            check_code(form.cleaned_data["code"], wave_id=wave.pk)
        except Refused as refused:
            add_refusal(form, refused)
            return private(_start(request, door, wave, token, form=form))
    return private(_questions(request, door, wave, form_for(request, version), token))


@public_route("GET", why=WHY)
def thanks(request: HttpRequest, token: str) -> HttpResponseBase:
    """Received; a tablet goes back to its start by itself."""
    try:
        door = door_behind(token)
    except Refused as refused:
        return private(closed(request, refused))
    is_kiosk = door.kind == DoorKind.KIOSK
    context = {"is_new": True, "is_kiosk": is_kiosk, "start": reverse("surveys:door", args=[token]), "at_door": True}
    response = render(request, "surveys/doors/received.html", context)
    if is_kiosk:
        response["Refresh"] = f"{BACK_AFTER}; url={context['start']}"
    return private(response)


@public_route("GET", why="browsers ask for the manifest without a session; it holds names and icons alone")
def manifest(request: HttpRequest, token: str) -> HttpResponseBase:
    """How a tablet keeps this page: put on its home screen it fills the screen, and nothing else opens in it."""
    try:
        door = door_behind(token)
    except Refused as refused:
        return private(closed(request, refused))
    start = reverse("surveys:door", args=[token])
    described = {
        "id": start,
        "name": door.venue.name,
        "short_name": door.venue.name,
        "start_url": start,
        "scope": start,
        "display": "fullscreen",
        "background_color": COLOUR,
        "theme_color": COLOUR,
        "icons": [{"src": static(f"encore/img/mark-{size}.png"), "sizes": f"{size}x{size}"} for size in ICONS],
    }
    return private(JsonResponse(described, content_type="application/manifest+json"))


def _found(request: HttpRequest, token: str) -> HttpResponse | tuple[Door, Wave, QuestionnaireVersion]:
    try:
        door = door_behind(token)
    except Refused as refused:
        return HttpResponse(status=TOO_MANY) if guessed_too_often(request) else closed(request, refused)
    wave = wave_behind(door, at=timezone.now())
    if wave is None or wave.version is None:
        return closed(request, Refused("surveys.wave_not_running"))
    return door, wave, wave.version


def _sent(request: HttpRequest, door: Door, wave: Wave, version: QuestionnaireVersion, token: str) -> HttpResponse:
    form, beside = form_for(request, version), WalkInForm(request.POST)
    if form.is_bound and form.is_valid():
        try:
            if not beside.is_valid():
                raise Refused("surveys.answer_unknown")
            # A program gets the same answer as a flood, so that a person whom a browser filled in for still has one.
            if beside.cleaned_data["homepage"]:
                raise Refused("surveys.door_busy")
            _count_try(request, door)
            _take(door, wave, form, beside.cleaned_data, version_id=version_sent(request))
        except Refused as refused:
            show_refusal(form, refused)
        else:
            return redirect("surveys:door-thanks", token)
    return _questions(request, door, wave, form, token)


def _count_try(request: HttpRequest, door: Door) -> None:
    """Refused: ``surveys.door_busy``."""
    by_door = too_many("survey_door", door.pk, most=MOST_FROM_DOOR)
    if too_many("survey_door_address", address_of_caller(request), most=MOST_FROM_ADDRESS) or by_door:
        raise Refused("surveys.door_busy")


def _take(door: Door, wave: Wave, form: AnswerForm, beside: dict[str, Any], *, version_id: int) -> None:
    at = timezone.now()
    if door.asks_code:
        answer_by_code(beside["code"], form.answers, wave_id=wave.pk, version_id=version_id, at=at)
    else:
        take_open_answer(wave.pk, form.answers, form=beside["form"], version_id=version_id, at=at)


def _start(request: HttpRequest, door: Door, wave: Wave, token: str, *, form: CodeForm | None = None) -> HttpResponse:
    context = {"door": door, "wave": wave, "token": token, "code_form": form or CodeForm()}
    is_refused = form is not None and form.is_bound
    return render(request, "surveys/doors/tablet_start.html", context, status=INVALID if is_refused else 200)


def _questions(request: HttpRequest, door: Door, wave: Wave, form: AnswerForm, token: str) -> HttpResponse:
    is_busy = form.is_bound and form.has_error("__all__", "surveys.door_busy")
    context = {
        "form": form,
        "wave": wave,
        "venue": door.venue,
        "room": door.room,
        "token": token,
        "is_kiosk": door.kind == DoorKind.KIOSK,
        "form_number": request.POST.get("form") or uuid.uuid4(),
        "code": request.POST.get("code", "") if door.asks_code else "",
        "at_door": True,
    }
    status = TOO_MANY if is_busy else INVALID if form.is_bound else 200
    return render(request, "surveys/doors/answer.html", context, status=status)
