"""What the page of one month of costs shows: the settled costs or, before it is locked, what would be settled."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.urls import reverse
from django.utils import timezone

from complaints.domain.costs import sources
from complaints.domain.costs.adjusting import SOURCE, own_among
from complaints.domain.costs.claim_costs import SOURCE as CLAIM
from complaints.domain.costs.months import last_locked
from complaints.models import CostAdjustment, CostKind, CostMonth, SettledCost
from ledger.domain.periods import next_month
from parties.domain.scope import Scope
from parties.models import Party


@dataclass(frozen=True)
class Row:
    """One cost as the table shows it; ``cost_id`` where this person may adjust it."""

    text: str
    kind: str
    amount: Decimal
    path: str
    cost_id: int | None
    adjustments: tuple[CostAdjustment, ...] = ()


class MonthPage:
    """One month of one party's costs as one person sees it."""

    def __init__(self, party: Party, month: date, scope: Scope) -> None:
        self.party, self.month, self.scope = party, month, scope

    @cached_property
    def row(self) -> CostMonth | None:
        """The month itself, once something counts in it."""
        mine = CostMonth.objects.within(self.scope, verb="costs.see").filter(party=self.party, month=self.month)
        return mine.select_related("locked_by", "journal").first()

    @cached_property
    def is_locked(self) -> bool:
        """Whether it is locked, by itself or with a later one."""
        last = last_locked(self.party.pk)
        return last is not None and self.month <= last

    @cached_property
    def rows(self) -> list[Row]:
        """Its costs."""
        if self.is_locked:
            settled = SettledCost.objects.within(self.scope, verb="costs.see").filter(month=self.row)
            found = settled.prefetch_related("adjustments__user", "adjustments__month") if self.row else settled.none()
            others = (
                set() if not self.may_adjust else {cost.pk for cost in found} - set(own_among(found, by=self.scope))
            )
            return [_settled(cost, is_adjustable=cost.pk in others) for cost in found]
        costs = sources.unsettled(self.party.pk, before=next_month(self.month))
        return [
            Row(cost.text, str(CostKind(cost.kind).label), cost.amount, _path(cost.source, cost.source_id), None)
            for cost in costs
        ]

    @property
    def total(self) -> Decimal:
        """Their sum, yuan."""
        return sum((row.amount for row in self.rows), Decimal(0))

    @property
    def by_kind(self) -> list[tuple[str, Decimal]]:
        """The sum of each kind that occurs."""
        labels = dict.fromkeys(row.kind for row in self.rows)
        return [(label, sum((row.amount for row in self.rows if row.kind == label), Decimal(0))) for label in labels]

    @property
    def may_lock(self) -> bool:
        """Whether this person may lock it now."""
        is_over = next_month(self.month) <= timezone.localdate()
        return not self.is_locked and is_over and self.scope.may_for("costs.lock", self.party.pk)

    @property
    def may_adjust(self) -> bool:
        """Whether this person may correct what it settled."""
        return self.is_locked and self.scope.may_for("costs.lock", self.party.pk)


def _settled(cost: SettledCost, *, is_adjustable: bool) -> Row:
    adjustable = cost.pk if is_adjustable and cost.source != SOURCE else None
    path = _path(cost.source, cost.source_id)
    return Row(cost.text, cost.get_kind_display(), cost.amount, path, adjustable, tuple(cost.adjustments.all()))


def _path(source: str, source_id: int) -> str:
    return reverse("complaints:claim", args=[source_id]) if source == CLAIM else ""
