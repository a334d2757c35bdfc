"""What is bettered after a wave: weak subjects, measures with their owners and days, and what the next wave said."""

from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.shares import Estimate
from foundation.web.refusals import INVALID
from parties.web.access import ScopedRequest, route
from parties.web.doing import do_or_say, is_done
from surveys.domain.improving.effects import next_word_on, say_effect
from surveys.domain.improving.measures import end_measure, make_measure, measures_of, people_for
from surveys.domain.improving.plan import PLAN, deliver_plan, plan_of
from surveys.domain.improving.weaknesses import Standing, standings
from surveys.domain.results.comparing import judge_change
from surveys.domain.results.handing_in import duty_of
from surveys.domain.results.reading import Result
from surveys.models import Measure, MeasureState, MeasureVerdict, Subject, Wave
from surveys.web.improving.forms import MeasureForm
from surveys.web.results.drawing import Bar, bar_of
from surveys.web.results.page import seen_result

IMPROVE: Final = "surveys.improve"


@dataclass(frozen=True)
class Line:
    """A subject as it stands."""

    standing: Standing
    label: str
    bar: Bar
    change: Estimate | None


@dataclass(frozen=True)
class Shown:
    """A measure with the difference that the next wave found, and the one verdict that this allows."""

    measure: Measure
    subject: str
    change: Estimate | None
    allowed: MeasureVerdict | None


@route(GET="surveys.results", POST="surveys.improve")
def improving(request: ScopedRequest, wave_id: int) -> HttpResponse:
    """The page; POST sets a measure."""
    result = seen_result(request, wave_id)
    if request.method != "POST":
        return _page(request, result, _form(result))
    _own(request, result.wave)
    form = _form(result, request.POST)
    if is_done(
        request,
        form,
        lambda: make_measure(result.wave.pk, form.new, by=request.scope, at=timezone.now()),
        _("The measure is set. Whoever answers for it is told."),
    ):
        return redirect("surveys:improving", result.wave.pk)
    return _page(request, result, form)


@route(POST="surveys.improve")
def end(request: ScopedRequest, measure_id: int) -> HttpResponse:
    """It is done, or given up."""
    measure = own_measure(request, measure_id)
    verb = request.POST.get("verb", "")
    if verb not in ("finish", "drop"):
        raise Http404
    do_or_say(
        request,
        lambda: end_measure(measure.pk, verb, by=request.scope, at=timezone.now()),
        _("Done. The next survey will test what came of it.") if verb == "finish" else _("The measure is given up."),
    )
    return redirect("surveys:improving", measure.wave_id)


@route(POST="surveys.improve")
def effect(request: ScopedRequest, measure_id: int) -> HttpResponse:
    """Say what came of it."""
    measure = own_measure(request, measure_id)
    verdict = request.POST.get("verdict", "")
    if verdict not in MeasureVerdict.values:
        raise Http404
    do_or_say(
        request,
        lambda: say_effect(measure.pk, verdict, by=request.scope, at=timezone.now()),
        _("The effect is recorded."),
    )
    return redirect("surveys:improving", measure.wave_id)


@route(GET="surveys.results")
def plan_pdf(request: ScopedRequest, wave_id: int) -> HttpResponse:
    """The plan on paper."""
    content = plan_of(seen_result(request, wave_id), at=timezone.now())
    headers = {"Content-Disposition": f'inline; filename="plan-{wave_id}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@route(POST="obligations.keep")
def deliver(request: ScopedRequest, wave_id: int) -> HttpResponse:
    """Hand the plan in to the contract."""
    result = seen_result(request, wave_id)
    _own(request, result.wave)
    do_or_say(
        request,
        lambda: deliver_plan(result.wave.pk, by=request.scope, at=timezone.now()),
        _("The plan is delivered."),
    )
    return redirect("surveys:improving", result.wave.pk)


def own_measure(request: ScopedRequest, measure_id: int) -> Measure:
    """A measure of the person's own side, or 404."""
    rows = Measure.objects.within(request.scope, verb=IMPROVE).select_related("wave")
    measure = get_object_or_404(rows, pk=measure_id)
    _own(request, measure.wave)
    return measure


def _own(request: ScopedRequest, wave: Wave) -> None:
    if not request.scope.may_for(IMPROVE, wave.party_id) and not request.scope.may_for(
        "obligations.keep", wave.party_id
    ):
        raise Http404


def _form(result: Result, data: Any = None) -> MeasureForm:
    subjects = [(each.subject, str(Subject(each.subject).label)) for each in standings(result, at=timezone.now())]
    people = [(person.pk, str(person)) for person in people_for(result.wave)]
    return MeasureForm(data, subjects=subjects, people=people)


def _page(request: ScopedRequest, result: Result, form: MeasureForm) -> HttpResponse:
    wave, duty = result.wave, duty_of(result.wave, PLAN)
    context = {
        "wave": wave,
        "form": form,
        "lines": [_line(each) for each in standings(result, at=timezone.now())],
        "measures": _measures(wave),
        "is_own": request.scope.may_for(IMPROVE, wave.party_id),
        "plan_duty": duty,
    }
    return render(request, "surveys/improving/improving.html", context, status=INVALID if form.errors else 200)


def _line(standing: Standing) -> Line:
    label = str(Subject(standing.subject).label)
    return Line(standing, label, bar_of(standing.share, level=standing.level), standing.change)


def _measures(wave: Wave) -> list[Shown]:
    return [_shown(measure) for measure in measures_of(wave)]


def _shown(measure: Measure) -> Shown:
    found = next_word_on(measure) if measure.state == MeasureState.DONE else None
    change = found[1] if found else None
    allowed = MeasureVerdict(judge_change(change)) if change and not measure.verdict else None
    return Shown(measure, str(Subject(measure.subject).label), change, allowed)
