"""What a person does to one clock: pause it, let it run on, acknowledge that it was missed."""

from collections.abc import Callable

from django import forms
from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.domain.clocks.escalating import acknowledge
from complaints.domain.clocks.pausing import pause_clock, resume_clock
from complaints.models import Complaint
from complaints.web.clocks.forms import PauseForm, WordForm
from foundation.refusals import Refused
from parties.web.access import ScopedRequest, route


@route(POST="complaints.pause")
def pause(request: ScopedRequest, complaint_id: int, clock_id: int) -> HttpResponse:
    """Stop a clock, with the reason."""
    complaint = _complaint(request, complaint_id, verb="complaints.pause")
    clock = get_object_or_404(complaint.clocks, pk=clock_id)
    form = PauseForm(request.POST)

    def stop() -> None:
        pause_clock(clock.pk, reason=form.cleaned_data["reason"], by=request.scope, at=timezone.now())

    return _answer(request, complaint, form, stop, _("Paused. The other side has been told."))


@route(POST="complaints.pause")
def resume(request: ScopedRequest, complaint_id: int, clock_id: int) -> HttpResponse:
    """Let a clock run on."""
    complaint = _complaint(request, complaint_id, verb="complaints.pause")
    clock = get_object_or_404(complaint.clocks, pk=clock_id)

    def run_on() -> None:
        resume_clock(clock.pk, by=request.scope, at=timezone.now())

    return _answer(request, complaint, forms.Form({}), run_on, _("The clock runs on."))


@route(POST="complaints.own_work")
def acknowledge_level(request: ScopedRequest, complaint_id: int, level_id: int) -> HttpResponse:
    """Take up a missed step; only the person asked may."""
    complaint = _complaint(request, complaint_id, verb="complaints.see")
    level = get_object_or_404(complaint.escalation_levels, pk=level_id)
    form = WordForm(request.POST)

    def take_up() -> None:
        acknowledge(level.pk, note=form.cleaned_data["note"], by=request.scope, at=timezone.now())

    return _answer(request, complaint, form, take_up, _("Acknowledged. It rises no further from here."))


def _complaint(request: ScopedRequest, complaint_id: int, *, verb: str) -> Complaint:
    return get_object_or_404(Complaint.objects.within(request.scope, verb=verb), pk=complaint_id)


def _answer(
    request: ScopedRequest, complaint: Complaint, form: forms.Form, act: Callable[[], None], done: str
) -> HttpResponse:
    """Back to the complaint, with what came of it."""
    if not form.is_valid():
        toasts.error(request, " ".join(f"{form[name].label} {said.as_text()}" for name, said in form.errors.items()))
    else:
        try:
            act()
        except Refused as refused:
            toasts.error(request, refused.message)
        else:
            toasts.success(request, done)
    return redirect("complaints:detail", complaint.pk)
