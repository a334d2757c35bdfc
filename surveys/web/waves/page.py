"""One wave: what the contract says, where it stands, its sample, and what can be done with it."""

from collections.abc import Sequence
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from contracts.domain.in_force import terms_of_contract
from contracts.domain.terms.values import Count
from contracts.models import Term
from foundation.web.csv_answer import csv_answer
from foundation.web.refusals import INVALID
from parties.web.access import ScopedRequest, route
from parties.web.doing import do_or_say, is_done
from surveys.domain.waves.arranging import window_of
from surveys.domain.waves.counts import counts_of, strata_of
from surveys.domain.waves.draws import draw_wave, redraw
from surveys.domain.waves.inviting import takes_answers
from surveys.domain.waves.planning import plan_anew
from surveys.domain.waves.reach import RUN, runs
from surveys.domain.waves.readiness import size_now
from surveys.domain.waves.running import cancel_wave
from surveys.models import Wave, WaveState
from surveys.web.waves.forms import CancelForm

SEE: Final = "surveys.see"
SAID: Final = (
    "survey_interval",
    "survey_window",
    "survey_sample",
    "satisfaction_target",
    "loyalty_target",
    "survey_report_within",
)
"""What of the contract is about its surveys."""
UNSETTLED: Final = (WaveState.PLANNED, WaveState.DRAWN)


@route(GET="surveys.see")
def wave(request: ScopedRequest, wave_id: int) -> HttpResponse:
    """The page."""
    return _page(request, found_wave(request, wave_id), CancelForm())


@route(POST="surveys.run")
def draw(request: ScopedRequest, wave_id: int) -> HttpResponse:
    """Draw the sample."""
    found = run_wave(request, wave_id)
    do_or_say(
        request,
        lambda: draw_wave(found.pk, by=request.scope, at=timezone.now()),
        _("The sample is drawn. Invitations go out when the wave opens."),
    )
    return redirect("surveys:wave", found.pk)


@route(POST="surveys.run")
def cancel(request: ScopedRequest, wave_id: int) -> HttpResponse:
    """Call it off."""
    found = run_wave(request, wave_id)
    form = CancelForm(request.POST)
    said = request.POST.get("reason", "")
    if is_done(
        request,
        form,
        lambda: cancel_wave(found.pk, said, by=request.scope, at=timezone.now()),
        _("The wave is called off."),
    ):
        return redirect("surveys:wave", found.pk)
    return _page(request, found, form)


@route(POST="surveys.run")
def again(request: ScopedRequest, wave_id: int) -> HttpResponse:
    """Plan another wave for the period of one that was called off."""
    found = run_wave(request, wave_id)
    planned: list[Wave] = []
    do_or_say(
        request,
        lambda: planned.append(plan_anew(found.pk, by=request.scope, at=timezone.now())),
        _("Planned anew. Look at its settings."),
    )
    return redirect("surveys:wave", planned[0].pk if planned else found.pk)


@route(GET="surveys.run")
def draw_csv(request: ScopedRequest, wave_id: int) -> HttpResponseBase:
    """The draw for whoever wants to draw again: places and ids of members, no name; for the side whose work it is."""
    found = run_wave(request, wave_id)
    if not found.frame_hash:
        raise Http404
    return csv_answer([(pgettext("draw", "Place"), _("Member")), *redraw(found).stored], name=f"draw-{found.pk}.csv")


def found_wave(request: ScopedRequest, wave_id: int, *, verb: str = SEE) -> Wave:
    """The wave, or 404."""
    rows = Wave.objects.within(request.scope, verb=verb)
    return get_object_or_404(rows.select_related("contract", "party", "version__questionnaire"), pk=wave_id)


def run_wave(request: ScopedRequest, wave_id: int) -> Wave:
    """The wave if the person's own side runs it, or 404: to the other side its doings are not there."""
    found = found_wave(request, wave_id, verb=RUN)
    if not runs(found, by=request.scope):
        raise Http404
    return found


def _page(request: ScopedRequest, found: Wave, form: CancelForm) -> HttpResponse:
    may_run = runs(found, by=request.scope)
    at = timezone.now()
    is_over = found.closes_at <= at
    size, obstacle = size_now(found) if found.state == WaveState.PLANNED else (None, None)
    terms = _terms(found)
    context = {
        "wave": found,
        "window": window_of(found),
        "is_over": is_over,
        "counts": counts_of(found),
        "strata": strata_of(found),
        "may_ask": request.scope.may_for("surveys.interview", found.party_id) and takes_answers(found, at=at),
        "terms": terms,
        "too_few": _too_few(found, terms, found.sample_size or (size.answers if size else 0)),
        "size": size,
        "obstacle": obstacle and obstacle.message,
        "form": form,
        "may_run": may_run,
        "may_see_results": found.state == WaveState.COUNTED and request.scope.may("surveys.results"),
        "may_settle": may_run and found.state in UNSETTLED,
        "may_draw": may_run and found.state == WaveState.PLANNED and bool(size and found.version) and not is_over,
        "may_cancel": may_run and found.state in (*UNSETTLED, WaveState.OPEN),
        "may_plan_again": may_run and found.state == WaveState.CANCELLED and found.occurrence_id is not None,
    }
    return render(request, "surveys/waves/wave.html", context, status=INVALID if form.errors else 200)


def _too_few(found: Wave, terms: Sequence[Term], answers: int) -> int:
    """How many valid answers the contract's verdict needs where the sample cannot bring as many; else 0."""
    least = next((term.value.value for term in terms if isinstance(term.value, Count)), 0)
    return least if 0 < answers < least and found.state in (*UNSETTLED, WaveState.OPEN) else 0


def _terms(found: Wave) -> list[Term]:
    """What the contract says of its surveys, by the terms in force when the period began, or began to be planned."""
    if found.contract_id is None:
        return []
    terms = terms_of_contract(found.contract_id, found.made_at)
    said: list[Any] = [terms.term(name) for name in SAID] if terms else []
    return [term for term in said if term is not None]
