"""What is done with a counted wave by a button: to the contract, to the departments."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from parties.web.access import ScopedRequest, route
from parties.web.doing import do_or_say
from surveys.domain.results.departments import send_to_departments
from surveys.domain.results.formulas import FORMULA
from surveys.domain.results.handing_in import deliver_report, record_index, show_survey_done
from surveys.models import Wave
from surveys.web.results.page import SEE, seen_wave


@route(POST="targets.record")
def record(request: ScopedRequest, wave_id: int, code: str) -> HttpResponse:
    """Record an index as the measurement of the person's side."""
    if code not in FORMULA:
        raise Http404
    return _done(
        request,
        wave_id,
        lambda wave: record_index(wave.pk, code, by=request.scope, at=timezone.now()),
        _("The measurement is recorded on the contract, with the report as its paper."),
    )


@route(POST="obligations.keep")
def show_done(request: ScopedRequest, wave_id: int) -> HttpResponse:
    """The survey of the period is done."""
    return _done(
        request,
        wave_id,
        lambda wave: show_survey_done(wave.pk, by=request.scope, at=timezone.now()),
        _("Recorded as done, with the report as evidence."),
    )


@route(POST="obligations.keep")
def deliver(request: ScopedRequest, wave_id: int) -> HttpResponse:
    """Deliver the report that the contract asks for."""
    return _done(
        request,
        wave_id,
        lambda wave: deliver_report(wave.pk, by=request.scope, at=timezone.now()),
        _("The report is delivered."),
    )


@route(POST="surveys.run")
def send(request: ScopedRequest, wave_id: int) -> HttpResponse:
    """Tell the departments."""
    return _done(
        request,
        wave_id,
        lambda wave: send_to_departments(wave.pk, by=request.scope, at=timezone.now()),
        _("The departments are told."),
    )


def own_wave(request: ScopedRequest, wave_id: int) -> Wave:
    """A wave that the person's own side runs, or 404."""
    wave = seen_wave(request, wave_id)
    if not request.scope.may_for(SEE, wave.party_id):
        raise Http404
    return wave


def _done(request: ScopedRequest, wave_id: int, do: Callable[[Wave], object], words: str) -> HttpResponse:
    wave = own_wave(request, wave_id)
    do_or_say(request, lambda: do(wave), words)
    return redirect("surveys:results", wave.pk)
