"""Budgets 预算: what may be spent in a year on a kind of cost, by venue or by contract, and what is left of it (C9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from complaints.domain.costs import sources
from complaints.domain.costs.acting import person
from complaints.domain.costs.amounts import checked_amount
from complaints.domain.costs.months import take_turns
from complaints.domain.costs.sources import Cost
from complaints.models import Budget, CostKind, ExpenseClaim, SettledCost
from contracts.models import Contract
from foundation.refusals import Refused
from foundation.text import clean_line
from parties.domain.scope import Scope, writing
from parties.models import Venue

VERB = "costs.budget"
LONGEST_REASON = 200


@dataclass(frozen=True)
class Place:
    """What a budget is for: a venue or a contract (exactly one of the two)."""

    venue_id: int | None = None
    contract_id: int | None = None


@dataclass(frozen=True)
class Position:
    """Where a budget stands, yuan: ``settled`` in locked months, ``approved`` since and not settled yet."""

    budget: Budget
    settled: Decimal
    approved: Decimal

    @property
    def used(self) -> Decimal:
        return self.settled + self.approved

    @property
    def left(self) -> Decimal:
        """What is left; below zero once it is overrun."""
        return self.budget.amount - self.used

    @property
    def is_overrun(self) -> bool:
        return self.left < 0

    @property
    def percent(self) -> int:
        """How much of it is used, from 0 to 100."""
        if self.budget.amount == 0:
            return 100 if self.used else 0
        return int(min(Decimal(100), max(Decimal(0), 100 * self.used / self.budget.amount)))


def set_budget(
    party_id: int, place: Place, *, year: int, kind: str, amount: Decimal, reason: str = "", by: Scope, at: datetime
) -> Budget:
    """Set a budget, or change it: then with a reason, as its next version.

    Refused: ``parties.not_yours``, ``complaints.place_unknown``, ``.amount_wrong``, ``.reason_missing``,
    ``foundation.required``, ``foundation.day_out_of_range``.
    """
    by.require_for(VERB, party_id)
    checked_amount(amount, zero=True)
    if kind not in CostKind.values:
        raise Refused("foundation.required", "kind")
    if not 1990 <= year <= 2199:
        raise Refused("foundation.day_out_of_range", "year", first="1990", last="2199")
    reason = clean_line(reason, LONGEST_REASON, "reason")
    _check_place(place, party_id, by=by)
    with writing(by):
        take_turns(party_id)
        versions = Budget.objects.filter(party=party_id, year=year, kind=kind, **_where(place))
        last = versions.order_by("-number").first()
        if last is not None and not reason:
            raise Refused("complaints.reason_missing", "reason")
        return Budget.objects.create(
            party_id=party_id,
            venue_id=place.venue_id,
            contract_id=place.contract_id,
            year=year,
            kind=kind,
            number=last.number + 1 if last else 1,
            amount=amount,
            reason=reason,
            set_at=at,
            user_id=person(by),
        )


def positions(budgets: QuerySet[Budget], party_id: int, *, year: int) -> list[Position]:
    """Where the budgets of a party stand in a year, the last version of each."""
    mine = budgets.filter(party=party_id, year=year).select_related("venue", "contract")
    last = {(row.venue_id, row.contract_id, row.kind): row for row in mine.order_by("number")}
    settled = list(_settled(party_id, year))
    pending = [cost for cost in sources.unsettled(party_id, before=date(year + 1, 1, 1)) if cost.day.year == year]
    return [
        Position(row, _sum(settled, row), _sum(pending, row))
        for _key, row in sorted(last.items(), key=lambda item: item[1].pk)
    ]


def left_for(claim: ExpenseClaim, *, year: int) -> Decimal | None:
    """What the budgets that a claim falls under leave it, yuan: the least of them. ``None``: no budget was set."""
    budgets = Budget.objects.filter(kind=claim.kind)
    mine = budgets.filter(venue=claim.venue_id) | budgets.filter(contract=claim.contract_id, contract__isnull=False)
    return min((place.left for place in positions(mine, claim.party_id, year=year)), default=None)


def _settled(party_id: int, year: int) -> Iterable[Cost]:
    """What was settled in a year, summed up by the database for each place and kind."""
    rows = SettledCost.objects.filter(month__party=party_id, month__month__year=year)
    for row in rows.order_by().values("kind", "venue", "contract").annotate(total=Sum("amount")):
        yield Cost(0, row["kind"], row["total"], date(year, 1, 1), "", row["venue"], row["contract"])


def _sum(costs: Iterable[Cost], budget: Budget) -> Decimal:
    fitting = (cost for cost in costs if cost.kind == budget.kind)
    if budget.venue_id is not None:
        return sum((cost.amount for cost in fitting if cost.venue_id == budget.venue_id), Decimal(0))
    return sum((cost.amount for cost in fitting if cost.contract_id == budget.contract_id), Decimal(0))


def _where(place: Place) -> dict[str, Any]:
    return {"venue": place.venue_id, "contract": place.contract_id}


def _check_place(place: Place, party_id: int, *, by: Scope) -> None:
    """One place, and one with which the party has to do."""
    venues = Venue.objects.within(by, verb=VERB).filter(pk=place.venue_id or 0)
    contracts = Contract.objects.within(by, verb="contracts.see").filter(pk=place.contract_id or 0)
    ours = contracts.filter(party_a=party_id) | contracts.filter(party_b=party_id)
    if (place.venue_id is None) == (place.contract_id is None) or not (venues.exists() or ours.exists()):
        raise Refused("complaints.place_unknown", "place")
