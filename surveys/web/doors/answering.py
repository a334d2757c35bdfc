"""The page of somebody who was invited: the questions, in their language, answered once, without an account."""

from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from foundation.refusals import Refused
from foundation.web.refusals import INVALID
from parties.web.access import public_route
from surveys.domain.answers.taking import take_answer
from surveys.domain.waves.asking import refuse_by_link
from surveys.domain.waves.inviting import takes_answers
from surveys.domain.waves.lifecycle import ANSWERABLE
from surveys.domain.waves.links import invitation_behind
from surveys.models import Invitation, InvitationState
from surveys.web.answer_form import AnswerForm
from surveys.web.doors.questions import form_for, show_refusal, version_sent
from surveys.web.doors.session import (
    TOO_MANY,
    closed,
    guessed_too_often,
    invited_page,
    open_session,
    place_of,
    private,
)

HAS_LINK: Final = "the token in the link stands for the account; who is asked has none"
HAS_OPENED: Final = "the browser has opened the link of the invitation a short while ago"
THANKED: Final = "survey_thanked"


@public_route("GET", why=HAS_LINK)
def open_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """Take the token out of the address, and show the questions."""
    try:
        invitation = invitation_behind(token)
    except Refused as refused:
        if guessed_too_often(request):
            return private(HttpResponse(status=TOO_MANY))
        return private(closed(request, refused))
    open_session(request, invitation, at=timezone.now())
    return private(redirect("surveys:answer"))


@public_route("GET", "POST", why=HAS_OPENED)
@invited_page
def answer(request: HttpRequest, invitation: Invitation) -> HttpResponseBase:
    """The questions. What is refused keeps what was answered; what was received before is not asked again."""
    version = invitation.wave.version
    if invitation.state == InvitationState.ANSWERED:
        return redirect("surveys:answered")
    if version is None or invitation.state not in ANSWERABLE or not takes_answers(invitation.wave, at=timezone.now()):
        return closed(request, Refused("surveys.wave_not_running"))
    form = form_for(request, version)
    if request.method == "POST" and form.is_valid():
        try:
            return _taken(request, invitation, form)
        except Refused as refused:
            show_refusal(form, refused)
    return _page(request, invitation, form)


@public_route("GET", why=HAS_OPENED)
@invited_page
def answered(request: HttpRequest, invitation: Invitation) -> HttpResponseBase:
    """Received: said once, and afterwards that it was."""
    if invitation.state == InvitationState.REFUSED:
        return render(request, "surveys/doors/received.html", {"is_refused": True})
    if invitation.state != InvitationState.ANSWERED:
        return redirect("surveys:answer")
    is_new = request.session.pop(THANKED, None) == invitation.pk
    return render(request, "surveys/doors/received.html", {"is_new": is_new, "place": place_of(invitation)})


@public_route("POST", why=HAS_OPENED)
@invited_page
def refuse(request: HttpRequest, invitation: Invitation) -> HttpResponseBase:
    """Not this time: nobody writes to them again for this survey."""
    try:
        refuse_by_link(invitation, at=timezone.now())
    except Refused as refused:
        return closed(request, refused)
    return redirect("surveys:answered")


def _taken(request: HttpRequest, invitation: Invitation, form: AnswerForm) -> HttpResponse:
    if request.POST.get("place") != place_of(invitation):
        raise Refused("surveys.answer_unknown")
    if take_answer(invitation.pk, form.answers, version_id=version_sent(request), at=timezone.now()):
        request.session[THANKED] = invitation.pk
    return redirect("surveys:answered")


def _page(request: HttpRequest, invitation: Invitation, form: AnswerForm) -> HttpResponse:
    context = {
        "form": form,
        "wave": invitation.wave,
        "venue": invitation.stratum.venue,
        "place": place_of(invitation),
        "may_refuse": True,
    }
    return render(request, "surveys/doors/answer.html", context, status=INVALID if form.is_bound else 200)
