"""The door for phones: a complaint that waited there, then its files in pieces. The answers are JSON for a script."""

import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.domain.floor.arriving import expected_file, take_piece
from complaints.domain.floor.sending import receive_from_phone
from complaints.models import IncomingFile
from complaints.web.floor.forms import AnnouncedForm, PieceForm, SentForm
from complaints.web.floor.long_session import lengthen
from complaints.web.intake.logging import told_by
from foundation.refusals import RULE_BROKEN, Refused
from parties.web.access import ScopedRequest, route


@route(GET="complaints.log")
def now(request: ScopedRequest) -> HttpResponse:
    """Who is signed in, so that a phone sends in nobody else's name, and the token for sending."""
    lengthen(request)
    return JsonResponse({"user": request.scope.user_id, "token": get_token(request)})


@route(POST="complaints.log")
def send(request: ScopedRequest) -> HttpResponse:
    """Take one complaint. The same one again is answered as the first time."""
    sent = _object(request)
    listed = sent.get("files")
    forms = [AnnouncedForm(each) for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    form = SentForm(sent)
    if not form.is_valid() or not all(each.is_valid() for each in forms) or len(forms) != len(listed or ()):
        return _refused(_mistake(form), RULE_BROKEN)
    files = [each.announced() for each in forms]
    try:
        complaint = receive_from_phone(told_by(form), form.said(), files, by=request.scope, at=timezone.now())
    except Refused as refused:
        return _refused(refused.message, refused.status)
    return JsonResponse({"number": complaint.number, "address": reverse("complaints:detail", args=[complaint.pk])})


@route(GET="complaints.log", POST="complaints.log")
def file(request: ScopedRequest, client_id: UUID) -> HttpResponse:
    """How much of a file is here; or take the next piece of it."""
    expected = expected_file(client_id, by=request.scope)
    if expected is None:
        raise Http404
    if request.method != "POST":
        return _standing(expected)
    form = PieceForm(request.GET)
    if not form.is_valid():
        return _refused(_("This piece does not say where it belongs."), RULE_BROKEN)
    offset = form.cleaned_data["offset"]
    try:
        return _standing(take_piece(expected.pk, request.body, offset=offset, by=request.scope, at=timezone.now()))
    except Refused as refused:
        return _refused(refused.message, refused.status)


def _object(request: HttpRequest) -> dict[str, Any]:
    """The body as a JSON object; an empty one for anything else, which the form then misses everything in."""
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return sent if isinstance(sent, dict) else {}


def _mistake(form: SentForm) -> str:
    """The first thing that is wrong, with the name of its field."""
    for name, errors in form.errors.items():
        return f"{form.fields[name].label or name}: {errors[0]}"
    return _("One of the files is not described well enough.")


def _standing(expected: IncomingFile) -> JsonResponse:
    state = "kept" if expected.evidence_id else "given_up" if expected.given_up_at else "arriving"
    message = Refused(expected.given_up_for).message if expected.given_up_for else ""
    return JsonResponse({"state": state, "received": expected.received, "message": message})


def _refused(message: str, status: int) -> JsonResponse:
    return JsonResponse({"message": message}, status=status)
