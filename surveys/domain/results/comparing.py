"""Whether a share has changed from one wave to the next: the two-proportion test by Newcombe's interval (D7).

Both waves count without the correction for a finite population: the question is what the house does, not only whom it
served in one quarter; so the interval is the wider one. "Effective" is refused while it holds zero.
"""

from enum import StrEnum

from foundation.shares import Estimate, difference, wilson
from surveys.domain.results.estimating import Share


class Change(StrEnum):
    """What a later wave says of an earlier one."""

    BETTER = "effective"
    UNPROVEN = "not_proven"
    WORSE = "worse"


def change(later: Share, earlier: Share) -> Estimate:
    """``later`` minus ``earlier`` in percentage points, with its 95 % interval."""
    return difference(*(Estimate(each.percent, *wilson(each.percent, each.worth)) for each in (later, earlier)))


def judge_change(found: Estimate) -> Change:
    """Better or worse only where no difference at all is ruled out."""
    if found.shows_nothing:
        return Change.UNPROVEN
    return Change.BETTER if found.low > 0 else Change.WORSE
