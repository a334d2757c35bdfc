"""Asking by telephone or in the house: whom next, what came of it, and their answers typed in."""

from typing import Any, Final

from django.contrib import messages as toasts
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from members.domain.privacy.phones import shown_phone
from members.domain.privacy.reading import masked_of
from members.domain.privacy.showing import reveal
from members.domain.registry.consents import allows
from members.models import ConsentChannel, ConsentPurpose, Member
from parties.web.access import ScopedRequest, route
from surveys.domain.doors.codes import code_for, shown_code
from surveys.domain.doors.interviewing import answer_in_interview, next_to_call, to_ask
from surveys.domain.waves.asking import record_attempt
from surveys.domain.waves.inviting import takes_answers
from surveys.domain.waves.lifecycle import ANSWERABLE
from surveys.models import Invitation
from surveys.web.doors.forms import AttemptForm, RevealForm
from surveys.web.doors.questions import form_for, show_refusal, version_sent
from surveys.web.doors.waves import running_wave

VERB: Final = "surveys.interview"


@route(GET="surveys.interview")
def next_one(request: ScopedRequest, wave_id: int) -> HttpResponse:
    """To the next who may be called; when nobody is left, that."""
    wave = running_wave(request, wave_id)
    after = request.GET.get("after", "")
    skipped = int(after) if after.isascii() and after.isdigit() and len(after) < 16 else None
    found = next_to_call(wave.pk, by=request.scope, at=timezone.now(), after=skipped)
    if found is not None:
        return redirect("surveys:interview", found.pk)
    context = {"wave": wave, "waiting": to_ask(wave.pk, by=request.scope).count()}
    return render(request, "surveys/doors/nobody_to_call.html", context)


@route(GET="surveys.interview", POST="surveys.interview")
def interview(request: ScopedRequest, invitation_id: int) -> HttpResponse:
    """One who was drawn: their answers, typed in while they speak."""
    found = _found(request, invitation_id)
    version = found.wave.version
    if request.method != "POST" or version is None:
        return _page(request, found)
    form = form_for(request, version)
    if form.is_bound and form.is_valid():
        sent = version_sent(request)
        try:
            is_new = answer_in_interview(found.pk, form.answers, version_id=sent, by=request.scope, at=timezone.now())
        except Refused as refused:
            show_refusal(form, refused)
        else:
            said = _("Received. On to the next one.") if is_new else _("Their answer had been received before.")
            toasts.success(request, said)
            return redirect("surveys:interviews", found.wave_id)
    return _page(request, found, status=INVALID, form=form)


@route(POST="surveys.interview")
def attempt(request: ScopedRequest, invitation_id: int) -> HttpResponse:
    """Nothing was answered: what came of the attempt."""
    found = _found(request, invitation_id)
    form = AttemptForm(request.POST)
    if form.is_valid():
        try:
            record_attempt(found.pk, **form.cleaned_data, by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("Written down."))
            return redirect("surveys:interviews", found.wave_id)
    return _page(request, found, status=INVALID, attempt_form=form)


@route(POST="members.reveal")
def show(request: ScopedRequest, invitation_id: int) -> HttpResponse:
    """The telephone number in the clear, on this one answer, for a reason that stays."""
    found = _found(request, invitation_id)
    member = get_object_or_404(Member.objects.within(request.scope, verb="members.reveal"), pk=found.member_id)
    form = RevealForm(request.POST)
    if form.is_valid():
        try:
            number = reveal(member, "phone", by=request.scope, reason=form.cleaned_data["reason"], at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            response = _page(request, found, shown=shown_phone(number))
            response["Cache-Control"] = "private, no-store"
            return response
    return _page(request, found, status=INVALID, reveal_form=form)


@route(POST="surveys.interview")
def code(request: ScopedRequest, invitation_id: int) -> HttpResponse:
    """A code with which they answer on a tablet by themselves."""
    found = _found(request, invitation_id)
    try:
        fresh = code_for(found.pk, by=request.scope, at=timezone.now())
    except Refused as refused:
        toasts.error(request, refused.message)
        return redirect("surveys:interview", found.pk)
    response = _page(request, found, code=shown_code(fresh))
    response["Cache-Control"] = "private, no-store"
    return response


def _found(request: ScopedRequest, invitation_id: int) -> Invitation:
    rows = Invitation.objects.within(request.scope, verb=VERB).filter(member__isnull=False)
    rows = rows.select_related("wave__version__questionnaire", "wave__party", "member__venue", "stratum__venue")
    return get_object_or_404(rows.prefetch_related("attempts__by"), pk=invitation_id)


def _page(request: ScopedRequest, found: Invitation, *, status: int = 200, **filled: Any) -> HttpResponse:
    member, version = found.member, found.wave.version
    if member is None:
        raise Http404
    can_answer = found.state in ANSWERABLE and takes_answers(found.wave, at=timezone.now())
    context = {
        "invitation": found,
        "wave": found.wave,
        "masked": masked_of(member),
        "may_call": allows(member.pk, ConsentChannel.PHONE, ConsentPurpose.SURVEY),
        "may_reveal": request.scope.may("members.reveal"),
        "can_answer": can_answer,
        "form": form_for(request, version) if can_answer and version else None,
        "attempt_form": AttemptForm(),
        "reveal_form": RevealForm(),
        **filled,
    }
    return render(request, "surveys/doors/interview.html", context, status=status)
