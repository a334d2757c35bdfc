"""From a counted wave to the contract: its indices as measurements, the duty done, the report delivered (D6, A10, A11).

A person does each by a button, for the side that ran the wave; the contract's own rules then take it from there: a
missed target proposes the breach, what was recorded as done can be contested by the other side.
"""

from datetime import datetime
from typing import Final

from contracts.domain.duties.fulfilling import Proof, keep_obligation
from contracts.domain.targets.measuring import Method, record_measurement
from contracts.models import Measurement, Obligation, Occurrence
from foundation.held_files import HeldFile
from foundation.refusals import Refused
from parties.domain.scope import Scope
from surveys.domain.results.formulas import FORMULA
from surveys.domain.results.judging import Judgement, is_half_asked, judgements_of
from surveys.domain.results.paper import report_of
from surveys.domain.results.reading import Result, result_of
from surveys.models import Wave

RECORD: Final = "targets.record"
SURVEY: Final = "survey"
REPORT: Final = "survey_report"


def record_index(wave_id: int, code: str, *, by: Scope, at: datetime) -> Measurement:
    """Record an index of a wave (by its code) as what this side measured, with the report as its paper.

    Refused: ``surveys.not_counted``, ``surveys.no_target`` where the contract sets none for this period,
    ``surveys.loyalty_half`` (the questionnaire asks for no recommendation, which the contract's loyalty index needs),
    and what :func:`contracts.domain.targets.measuring.record_measurement` refuses.
    """
    result = _result(wave_id, by=by)
    found = next((each for each in judgements_of(result, at=at) if each.formula.code == code), None)
    if found is None or result.wave.contract_id is None or result.whole is None:
        raise Refused("surveys.no_target")
    if is_half_asked(result.whole, FORMULA[code]):
        raise Refused("surveys.loyalty_half")
    return record_measurement(
        result.wave.contract_id,
        found.formula.term,
        found.period.window.first_day,
        found.reading,
        method=Method(_words(result, found), _paper(result, at=at)),
        by=by,
        at=at,
    )


def show_survey_done(wave_id: int, *, by: Scope, at: datetime) -> Obligation:
    """The duty to hold the survey of the period is done: the counted wave is its evidence.

    Refused: ``surveys.not_counted``, ``surveys.no_duty``, and what
    :func:`contracts.domain.duties.fulfilling.keep_obligation` refuses.
    """
    result = _result(wave_id, by=by)
    if result.wave.occurrence is None:
        raise Refused("surveys.no_duty")
    proof = Proof(_summary(result), [_paper(result, at=at)])
    return keep_obligation(result.wave.occurrence.obligation_id, proof=proof, by=by, at=at)


def deliver_report(wave_id: int, *, by: Scope, at: datetime) -> Obligation:
    """The report that is due after the survey, delivered. Refused as :func:`show_survey_done`."""
    result = _result(wave_id, by=by)
    duty = duty_of(result.wave, REPORT)
    if duty is None:
        raise Refused("surveys.no_duty")
    proof = Proof(_summary(result), [_paper(result, at=at)])
    return keep_obligation(duty.pk, proof=proof, by=by, at=at)


def duty_of(wave: Wave, series: str) -> Obligation | None:
    """What the side that ran the wave owes of a series for its period; ``None`` where nothing is, or not yet."""
    if wave.contract_id is None or wave.occurrence is None:
        return None
    periods = Occurrence.objects.filter(contract=wave.contract_id, series=series, debtor=wave.party_id)
    found = periods.filter(first_day=wave.occurrence.first_day).select_related("obligation__deadline").first()
    return found.obligation if found else None


def _result(wave_id: int, *, by: Scope) -> Result:
    wave = Wave.objects.select_related("contract", "occurrence", "version", "party").get(pk=wave_id)
    by.require_for("surveys.results", wave.party_id)
    result = result_of(wave)
    if result is None:
        raise Refused("surveys.not_counted")
    return result


def _paper(result: Result, *, at: datetime) -> HeldFile:
    return HeldFile(f"survey-{result.wave.first_day:%Y-%m-%d}-{result.wave.pk}.pdf", report_of(result, at=at))


def _words(result: Result, found: Judgement) -> str:
    """In Chinese first, as all that is kept of a contract, so that the other side can count it again."""
    return (
        f"{_summary(result)}公式第 {result.kept['formula']} 版“{found.formula.code}”，"
        f"{found.share.count} / {found.share.of}（未加权 {found.share.plain} %）。"
    )


def _summary(result: Result) -> str:
    answers = result.whole.answers if result.whole else 0
    return (
        f"客户调查“{result.wave.name}”，{result.wave.first_day:%Y-%m-%d} 至 {result.wave.last_day:%Y-%m-%d}："
        f"抽样框 {result.frame} 人，邀请 {result.asked} 人，有效答卷 {answers} 份；"
        f"抽样框 SHA-256 {result.kept['frame_hash'] or '–'}，结果 SHA-256 {result.sha256}。"
    )
