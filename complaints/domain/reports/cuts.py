"""A cut: which complaints and which of their clocks a figure counts. The figure and its rows ask the same cut."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet

from complaints.domain.clocks.rules import CLOCKS
from complaints.domain.reports.measures import MEASURES
from complaints.models import Clock, Complaint, Stage
from deadlines.models import Outcome
from foundation.periods import Period
from parties.domain.scope import Scope

VERB: Final = "reports.see"
OPEN: Final = "open"
OUTCOMES: Final = (Outcome.KEPT.value, Outcome.MISSED.value, OPEN)
"""How a clock can stand in a report; what was cancelled is not counted at all."""
DEPARTMENT: Final = {rule.name: rule.roles[0].value for rule in CLOCKS}
"""Clock → the department whose step it is: the first role that answers for it."""


@dataclass(frozen=True)
class Cut:
    """What is asked for; empty: all. ``outcome`` may be ``counted``: kept or missed, the denominator of "in time"."""

    period: Period
    venue: int | None = None
    channel: str = ""
    clock: str = ""
    department: str = ""
    owner: int | None = None
    outcome: str = ""
    measure: str = ""
    concerns: int | None = None
    founded: bool = False
    """Without those that were dismissed."""

    def complaints(self, scope: Scope) -> QuerySet[Complaint]:
        """The complaints received in the period, as far as the person may see them."""
        within = Complaint.objects.within(scope, verb=VERB)
        rows = within.filter(received_at__gte=self.period.since, received_at__lt=self.period.until)
        if self.venue is not None:
            rows = rows.filter(venue=self.venue)
        if self.channel:
            rows = rows.filter(channel=self.channel)
        if self.concerns is not None:
            rows = rows.filter(concerns=self.concerns)
        if self.founded:
            rows = rows.exclude(state=Stage.DISMISSED)
        measure = MEASURES.get(self.measure)
        return rows.filter(measure.condition()) if measure else rows

    def clocks(self, scope: Scope) -> QuerySet[Clock]:
        """The clocks of these complaints."""
        rows = Clock.objects.filter(complaint__in=self.complaints(scope)).exclude(deadline__outcome=Outcome.CANCELLED)
        if self.clock:
            rows = rows.filter(name=self.clock)
        if self.department:
            rows = rows.filter(name__in=[name for name, role in DEPARTMENT.items() if role == self.department])
        if self.owner is not None:
            rows = rows.filter(deadline__owner=self.owner)
        return rows.filter(_standing(self.outcome)) if self.outcome else rows


def _standing(outcome: str) -> Q:
    if outcome == OPEN:
        return Q(deadline__outcome=None)
    return Q(deadline__outcome__isnull=False) if outcome == "counted" else Q(deadline__outcome=outcome)
