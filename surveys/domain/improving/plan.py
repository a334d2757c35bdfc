"""The plan of improvement on paper, and delivering it where the contract wants one (improvement_plan_within)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from contracts.domain.duties.fulfilling import Proof, keep_obligation
from contracts.models import Obligation
from foundation.held_files import HeldFile
from foundation.refusals import Refused
from parties.domain.scope import Scope
from surveys.domain.improving.weaknesses import Standing, standings
from surveys.domain.results.handing_in import duty_of
from surveys.domain.results.paper import both
from surveys.domain.results.reading import Result, result_of
from surveys.models import Measure, MeasureState, Subject, Wave

PLAN: Final = "improvement_plan"


def deliver_plan(wave_id: int, *, by: Scope, at: datetime) -> Obligation:
    """Hand the plan in for the duty of the wave's period.

    Refused: ``parties.not_yours``, ``surveys.not_counted``, ``surveys.no_measures``, ``surveys.no_duty``, and what
    :func:`contracts.domain.duties.fulfilling.keep_obligation` refuses.
    """
    wave = Wave.objects.select_related("contract", "occurrence", "version", "party").get(pk=wave_id)
    by.require_for("surveys.improve", wave.party_id)
    result, duty = result_of(wave), duty_of(wave, PLAN)
    if result is None:
        raise Refused("surveys.not_counted")
    if not Measure.objects.filter(wave=wave).exclude(state=MeasureState.DROPPED).exists():
        raise Refused("surveys.no_measures")
    if duty is None:
        raise Refused("surveys.no_duty")
    paper = HeldFile(f"improvement-plan-{wave.first_day:%Y-%m-%d}-{wave.pk}.pdf", plan_of(result, at=at))
    return keep_obligation(duty.pk, proof=Proof(f"改进计划：{wave.name}。", [paper]), by=by, at=at)


def plan_of(result: Result, *, at: datetime) -> bytes:
    """The plan as a PDF."""
    from surveys.documents.plan_pdf import render_plan  # loaded by who prints, not by every process

    return render_plan(plan_snapshot(result, at=at))


def plan_snapshot(result: Result, *, at: datetime) -> Mapping[str, Any]:
    """The plan as JSON: each weak subject with its measures, in the order of need."""
    wave = result.wave
    measures = Measure.objects.filter(wave=wave).exclude(state=MeasureState.DROPPED).select_related("owner")
    by_subject: dict[str, list[Measure]] = {}
    for measure in measures.order_by("due_date", "pk"):
        by_subject.setdefault(measure.subject, []).append(measure)
    found = [each for each in standings(result, at=at) if each.is_weak or each.subject in by_subject]
    return {
        "schema": "encore/improvement-plan/1",
        "name": wave.name,
        "party": wave.party.name,
        "contract": wave.contract.number if wave.contract else "",
        "first_day": f"{wave.first_day:%Y-%m-%d}",
        "last_day": f"{wave.last_day:%Y-%m-%d}",
        "printed": f"{timezone.localtime(at):%Y-%m-%d %H:%M}",
        "sha256": result.sha256,
        "subjects": [_subject(each, by_subject.get(each.subject, [])) for each in found],
    }


def _subject(standing: Standing, measures: list[Measure]) -> dict[str, Any]:
    before = standing.before
    return {
        "label": both(lambda: Subject(standing.subject).label),
        "percent": f"{standing.share.percent:.1f}",
        "low": f"{standing.share.low:.1f}",
        "high": f"{standing.share.high:.1f}",
        "level": "" if standing.level is None else f"{standing.level:f}",
        "before": "" if before is None else f"{before.percent:.1f}",
        "is_below": standing.is_below,
        "has_fallen": standing.has_fallen,
        "measures": [
            {
                "text": each.text,
                "owner": str(each.owner),
                "due": f"{each.due_date:%Y-%m-%d}",
                "is_done": each.state == MeasureState.DONE,
            }
            for each in measures
        ],
    }
