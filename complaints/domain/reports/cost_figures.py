"""What complaints cost in a period, by kind: one's own side's alone, settled or approved and not settled yet."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, Sum

from complaints.models import ClaimState, CostKind, ExpenseClaim, SettledCost
from foundation.periods import Period
from parties.domain.scope import Scope

VERB = "costs.see"


@dataclass(frozen=True)
class CostLine:
    """The costs of one kind, yuan."""

    label: str
    settled: Decimal
    approved: Decimal

    @property
    def total(self) -> Decimal:
        return self.settled + self.approved


def costs_of(period: Period, scope: Scope, *, venue_id: int | None = None) -> list[CostLine]:
    """The costs that count in the months of the period; empty for who may see none. Two questions."""
    if not scope.may(VERB):
        return []
    here = Q(month__month__gte=period.first, month__month__lt=period.after)
    if venue_id is not None:
        here &= Q(venue=venue_id)
    settled = SettledCost.objects.within(scope, verb=VERB).filter(here)
    approved = ExpenseClaim.objects.within(scope, verb=VERB).filter(here, state=ClaimState.APPROVED)
    sums = [dict(rows.order_by().values_list("kind").annotate(total=Sum("amount"))) for rows in (settled, approved)]
    nothing = Decimal(0)
    lines = [CostLine(str(kind.label), *(each.get(kind.value, nothing) for each in sums)) for kind in CostKind]
    return [line for line in lines if line.settled or line.approved]
