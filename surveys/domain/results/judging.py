"""What a counted wave says of the contract's targets: met, met but not proven, missed (D6, A11)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from contracts.domain.targets.verdicts import TARGET, Reading, TargetPeriod, judge, periods_of
from contracts.models import Contract, Measurement
from contracts.models.targets import Verdict
from surveys.domain.results.estimating import Share
from surveys.domain.results.figures import Row
from surveys.domain.results.formulas import FORMULAS, LOYALTY, Formula
from surveys.domain.results.items import LOYAL
from surveys.domain.results.reading import Result

MEASURED: Final = tuple(formula for formula in FORMULAS if formula.term)


@dataclass(frozen=True)
class Judgement:
    """An index beside the target of its period. ``plain`` is what it would be without weights."""

    formula: Formula
    share: Share
    period: TargetPeriod
    reading: Reading
    verdict: Verdict
    measurement: Measurement | None

    @property
    def level(self) -> Decimal:
        return self.period.level

    @property
    def weights_decide(self) -> bool:
        """Whether the index without weights would be on the other side of the target."""
        return (self.share.plain < self.level) != (self.share.percent < self.level)


def judgements_of(result: Result, *, at: datetime) -> list[Judgement]:
    """Each index that the contract sets a target for, in the period of the wave."""
    contract, whole = result.wave.contract, result.whole
    if contract is None or whole is None:
        return []
    found = (_judgement(formula, result, whole, contract, at=at) for formula in MEASURED)
    return [each for each in found if each is not None]


def is_half_asked(row: Row, formula: Formula) -> bool:
    """Whether the loyalty index lacks the recommendation without which it is not the one of the contract's forms."""
    return formula.code == LOYALTY and LOYAL not in row.items


def share_of(row: Row, formula: Formula) -> Share | None:
    """The index of a row."""
    return row.loyalty if formula.code == LOYALTY else row.satisfaction


def _judgement(formula: Formula, result: Result, whole: Row, contract: Contract, *, at: datetime) -> Judgement | None:
    share, period = share_of(whole, formula), _period(result, formula, contract, at=at)
    if share is None or period is None:
        return None
    reading = Reading(share.percent, share.of, max(result.asked, share.of), share.low, share.high, whole.frame)
    verdict = judge(reading, level=period.level, at_most=period.target.at_most, least_sample=period.least_sample)
    measured = Measurement.objects.filter(
        contract=contract,
        target=formula.term,
        first_day=period.window.first_day,
        party=result.wave.party_id,
        replaced_by=None,
    ).first()
    return Judgement(formula, share, period, reading, verdict, measured)


def _period(result: Result, formula: Formula, contract: Contract, *, at: datetime) -> TargetPeriod | None:
    """The period of the target in which the wave was held."""
    day = result.wave.first_day
    periods = periods_of(contract, TARGET[formula.term], at=at)
    return next((each for each in periods if each.window.first_day <= day <= each.window.last_day), None)
