"""What a wave says needs to be bettered: subjects below the contract's target, or rated lower than the time before."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from foundation.shares import Estimate
from surveys.domain.results.comparing import change
from surveys.domain.results.estimating import Share
from surveys.domain.results.formulas import SATISFACTION
from surveys.domain.results.judging import judgements_of
from surveys.domain.results.reading import Result, results_before


@dataclass(frozen=True)
class Standing:
    """A subject of a wave beside the target for satisfaction and beside the wave before (each may be empty)."""

    subject: str
    share: Share
    level: Decimal | None
    before: Share | None

    @property
    def is_below(self) -> bool:
        """Whether it lies below the target."""
        return self.level is not None and self.share.percent < self.level

    @property
    def has_fallen(self) -> bool:
        """Whether it was rated better the time before, proven or not."""
        return self.before is not None and self.share.percent < self.before.percent

    @property
    def is_weak(self) -> bool:
        return self.is_below or self.has_fallen

    @property
    def change(self) -> Estimate | None:
        """The difference to the wave before, with its interval."""
        return change(self.share, self.before) if self.before else None


def standings(result: Result, *, at: datetime) -> list[Standing]:
    """Every subject of a wave, the lowest first."""
    if result.whole is None:
        return []
    levels = {each.formula.code: each.level for each in judgements_of(result, at=at)}
    earlier = [each for each in results_before(result.wave) if each.wave.pk != result.wave.pk]
    before = earlier[-1].whole if earlier else None
    found = [
        Standing(subject, share, levels.get(SATISFACTION), before.subjects.get(subject) if before else None)
        for subject, share in result.whole.subjects.items()
    ]
    return sorted(found, key=lambda each: each.share.percent)
