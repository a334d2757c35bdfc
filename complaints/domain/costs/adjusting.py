"""Correcting what a locked month settled: in a later month, with a reason, naming what is corrected (C9)."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, Sum
from django.utils import timezone

from complaints.domain.costs.acting import person
from complaints.domain.costs.amounts import checked_amount, said
from complaints.domain.costs.claim_costs import SOURCE as CLAIM
from complaints.domain.costs.compensation_costs import SOURCE as COMPENSATION
from complaints.domain.costs.limits import limit_of
from complaints.domain.costs.months import VERB, month_for, take_turns
from complaints.domain.costs.sources import Cost
from complaints.models import Compensation, CostAdjustment, ExpenseClaim, SettledCost
from foundation.money import shown
from foundation.refusals import Refused
from parties.domain.scope import Scope, writing

SOURCE = "adjustment"
LONGEST_REASON = 200


def adjust_cost(cost_id: int, *, right_amount: Decimal, reason: str, by: Scope, at: datetime) -> CostAdjustment:
    """Say what a settled cost should have been, yuan; the difference counts in the month that is open.

    An adjustment itself is not adjusted: what it corrects is, once more. Nobody adjusts what they asked for or gave out
    themselves, and more is paid only within one's limit, as if all of it were approved now.
    Refused: ``parties.not_yours``, ``complaints.amount_wrong``, ``.nothing_to_adjust``, ``.month_open``,
    ``.own_claim``, ``.own_compensation``, ``.above_limit``.
    """
    reason = said(reason, LONGEST_REASON, "reason")
    checked_amount(right_amount, zero=True)
    cost = SettledCost.objects.select_related("month").get(pk=cost_id)
    by.require_for(VERB, cost.month.party_id)
    with writing(by):
        take_turns(cost.month.party_id)
        month = month_for(cost.month.party_id, timezone.localdate(at))
        difference = right_amount - stands_at(cost)
        if not difference or cost.source == SOURCE:
            raise Refused("complaints.nothing_to_adjust", "amount")
        _check_person(cost, right_amount, is_more=difference > 0, by=by)
        return CostAdjustment.objects.create(
            month=month, corrects=cost, amount=difference, reason=reason, at=at, user_id=person(by)
        )


def _check_person(cost: SettledCost, right_amount: Decimal, *, is_more: bool, by: Scope) -> None:
    """An adjustment has no second person who approves it: so it is a second person who makes it."""
    if mine := own_among([cost], by=by):
        raise Refused(mine[cost.pk])
    limit = limit_of(by, party_id=cost.month.party_id, venue_id=cost.venue_id)
    if is_more and limit is not None and right_amount > limit:
        raise Refused("complaints.above_limit", "amount", limit=shown(limit))


def own_among(costs: Collection[SettledCost], *, by: Scope) -> dict[int, str]:
    """Which of these costs this person asked for or gave out, each with the refusal it brings: they adjust none."""
    of_claims = _of_source(costs, CLAIM)
    claims = ExpenseClaim.objects.filter(pk__in=of_claims, asked_by=by.user_id).values_list("pk", flat=True)
    of_compensations = _of_source(costs, COMPENSATION)
    through_me = Q(asked_by=by.user_id) | Q(ended_by=by.user_id)
    paid = Compensation.objects.filter(through_me, pk__in=of_compensations).values_list("pk", flat=True)
    return dict.fromkeys((of_claims[pk] for pk in claims), "complaints.own_claim") | dict.fromkeys(
        (of_compensations[pk] for pk in paid), "complaints.own_compensation"
    )


def _of_source(costs: Collection[SettledCost], source: str) -> dict[int, int]:
    """The id in the source → the cost, of the costs that came from it; a source's cost is settled once."""
    return {cost.source_id: cost.pk for cost in costs if cost.source == source}


def stands_at(cost: SettledCost) -> Decimal:
    """What a settled cost comes to with all its adjustments, yuan."""
    since: Decimal | None = cost.adjustments.aggregate(total=Sum("amount"))["total"]
    return cost.amount + (since or Decimal(0))


def adjustments(party_id: int, before: date) -> Iterator[Cost]:
    """The party's adjustments of the months before ``before``, as a source of costs."""
    rows = CostAdjustment.objects.filter(month__party=party_id, month__month__lt=before, month__locked_at=None)
    for row in rows.select_related("corrects", "month").order_by("pk"):
        was = row.corrects
        yield Cost(
            source_id=row.pk,
            kind=was.kind,
            amount=row.amount,
            day=row.month.month,
            text=f"{was.text}: {row.reason}",
            venue_id=was.venue_id,
            contract_id=was.contract_id,
            complaint_id=was.complaint_id,
        )
