"""Who may be about to leave, by a rule that can be said in a sentence.

A member who came at least ``LEAST_VISITS`` times within the window has a usual gap: the days from the first visit to
the last, divided by the gaps between. At risk is who has been silent for more than ``TIMES`` that gap, and for more
than ``LEAST_SILENCE`` days. Who came less often has no habit that could be broken, and is never flagged.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

LEAST_VISITS: Final = 3
TIMES: Final = 3
LEAST_SILENCE: Final = 30


@dataclass(frozen=True)
class Habit:
    """The visits of a member within the window, seen from ``day``."""

    first: date
    last: date
    visits: int
    day: date

    @property
    def silence(self) -> int:
        """Days since the last visit."""
        return (self.day - self.last).days

    @property
    def gap(self) -> int | None:
        """The usual gap in whole days, rounded up at the half; ``None`` without a habit."""
        if self.visits < LEAST_VISITS:
            return None
        gaps = self.visits - 1
        return max(1, (2 * (self.last - self.first).days + gaps) // (2 * gaps))

    @property
    def is_at_risk(self) -> bool:
        """By the rule above; compared in whole days, before any rounding."""
        if self.visits < LEAST_VISITS or self.silence <= LEAST_SILENCE:
            return False
        return self.silence * (self.visits - 1) > TIMES * (self.last - self.first).days

    @property
    def reasons(self) -> str:
        """Why, in words."""
        if self.gap is None:
            return _("Came too seldom to have a habit; silent for %(days)s days.") % {"days": self.silence}
        said = {"gap": self.gap, "days": self.silence, "visits": self.visits}
        if self.is_at_risk:
            return _("Came every %(gap)s days (%(visits)s visits), silent for %(days)s.") % said
        return _("Comes every %(gap)s days (%(visits)s visits); last seen %(days)s days ago.") % said
