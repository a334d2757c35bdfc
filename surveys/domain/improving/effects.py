"""What the next wave says of a measure: effective only where chance is ruled out (D7)."""

from datetime import datetime
from typing import Final

from foundation.refusals import Refused
from foundation.shares import Estimate
from parties.domain.scope import Scope, writing
from surveys.domain.results.comparing import change, judge_change
from surveys.domain.results.estimating import Share
from surveys.domain.results.reading import Result, result_of, results_before
from surveys.models import Measure, MeasureState, MeasureVerdict, Wave

IMPROVE: Final = "surveys.improve"


def judge_measures(wave: Wave, at: datetime) -> None:
    """A wave was counted: it judges what was done before it closed, in the transaction of the counting."""
    result = result_of(wave)
    if result is None:
        return
    for earlier in results_before(wave):
        done = Measure.objects.filter(
            wave=earlier.wave, state=MeasureState.DONE, verdict="", ended_at__lte=wave.closes_at
        )
        for measure in done.exclude(wave=wave):
            found = _change(measure, earlier, result)
            if found is not None:
                _write(measure, wave, MeasureVerdict(judge_change(found)))


def say_effect(measure_id: int, verdict: str, *, by: Scope, at: datetime) -> Measure:
    """Say what came of a measure that was done, by the first wave that was counted since.

    Refused: ``parties.not_yours``, ``surveys.measure_not_done``, ``surveys.no_later_wave``, and
    ``surveys.effect_not_shown`` where the test says otherwise: "effective" while its interval holds zero, above all.
    """
    with writing(by):
        rows = Measure.objects.select_for_update(no_key=True, of=("self",)).select_related("wave__contract")
        measure = rows.get(pk=measure_id)
        by.require_for(IMPROVE, measure.wave.party_id)
        if measure.state != MeasureState.DONE or measure.verdict:
            raise Refused("surveys.measure_not_done")
        later = next_word_on(measure)
        if later is None:
            raise Refused("surveys.no_later_wave")
        wave, found = later
        if verdict != judge_change(found):
            raise Refused("surveys.effect_not_shown", "verdict", low=f"{found.low:.1f}", high=f"{found.high:.1f}")
        return _write(measure, wave, MeasureVerdict(verdict))


def next_word_on(measure: Measure) -> tuple[Wave, Estimate] | None:
    """The first wave after it that asked about the same subject, and by how much that subject was rated better."""
    earlier = result_of(measure.wave)
    if earlier is None:
        return None
    for later in _later(measure):
        found = _change(measure, earlier, later)
        if found is not None:
            return later.wave, found
    return None


def _later(measure: Measure) -> list[Result]:
    """Counted waves of the same contract or questionnaire, in order, that were still open when it was done."""
    waves = Wave.objects.filter(party=measure.wave.party_id, first_day__gt=measure.wave.first_day)
    same = waves.filter(contract=measure.wave.contract_id, result__isnull=False, closes_at__gte=measure.ended_at)
    if measure.wave.contract_id is None and measure.wave.version is not None:
        same = same.filter(version__questionnaire=measure.wave.version.questionnaire_id)
    found = (result_of(wave) for wave in same.order_by("first_day", "pk"))
    return [result for result in found if result is not None]


def _change(measure: Measure, earlier: Result, later: Result) -> Estimate | None:
    before, after = _share(measure, earlier), _share(measure, later)
    return change(after, before) if before and after else None


def _share(measure: Measure, result: Result) -> Share | None:
    return result.whole.subjects.get(measure.subject) if result.whole else None


def _write(measure: Measure, wave: Wave, verdict: MeasureVerdict) -> Measure:
    measure.judged_by, measure.verdict = wave, verdict
    measure.save(update_fields=["judged_by", "verdict"])
    return measure
