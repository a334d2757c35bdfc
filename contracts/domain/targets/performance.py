"""How a contract went: the figures that both sides look at when they talk about renewing it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q

from contracts.models import Breach, Contract, Damages, Obligation
from contracts.models.breaches import BreachState
from deadlines.models import Outcome
from parties.domain.scope import Scope


@dataclass(frozen=True)
class Performance:
    """Counts of one contract's obligations and breaches, and what the damages come to now, in yuan."""

    kept: int
    missed: int
    open: int
    breaches: int
    confirmed: int
    waived: int
    damages: Decimal
    damages_count: int

    @property
    def judged(self) -> int:
        """Obligations that were kept or missed: what both figures are out of."""
        return self.kept + self.missed


def performance_of(contract: Contract, *, by: Scope) -> Performance:
    """What became of the contract so far, as far as this person may see it."""
    obligations = Obligation.objects.within(by, verb="obligations.see").filter(contract=contract)
    breaches = Breach.objects.within(by, verb="breaches.see").filter(contract=contract)
    outcome = {
        "kept": Count("pk", filter=Q(deadline__outcome=Outcome.KEPT)),
        "missed": Count("pk", filter=Q(deadline__outcome=Outcome.MISSED)),
        "open": Count("pk", filter=Q(deadline__outcome=None)),
    }
    decided = {
        "breaches": Count("pk"),
        "confirmed": Count("pk", filter=Q(state=BreachState.CONFIRMED)),
        "waived": Count("pk", filter=Q(state=BreachState.WAIVED)),
    }
    owed = [each.owed for each in Damages.objects.filter(breach__in=breaches).prefetch_related("adjustments")]
    return Performance(
        **obligations.aggregate(**outcome),
        **breaches.aggregate(**decided),
        damages=sum(owed, Decimal("0.00")),
        damages_count=len(owed),
    )
