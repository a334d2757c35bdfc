"""Judging a measurement anew, from the terms and the period of its verdict: for whoever checks a chain of causes."""

from contracts.domain.duties.windows import end_of
from contracts.domain.targets.verdicts import TARGET, Reading, TargetPeriod, judge, periods_of
from contracts.models import Measurement
from contracts.models.targets import Verdict


def period_again(measurement: Measurement) -> TargetPeriod | None:
    """The period that its contract measures from that day on; ``None`` where there is none."""
    periods = periods_of(measurement.contract, TARGET[measurement.target], at=measurement.recorded_at)
    return next((each for each in periods if each.window.first_day == measurement.first_day), None)


def verdict_again(measurement: Measurement, period: TargetPeriod) -> Verdict:
    """What its value and bounds say of the target of that period."""
    if measurement.recorded_at < end_of(period.window.last_day):
        return Verdict.INTERIM
    reading = Reading(measurement.value, measurement.sample, measurement.population, measurement.low, measurement.high)
    return judge(reading, level=period.level, at_most=period.target.at_most, least_sample=period.least_sample)
