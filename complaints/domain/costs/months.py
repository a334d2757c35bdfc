"""Months of costs, and their end: the month-end settlement 月结 locks a month and books it, once and for good (C9)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from complaints.domain.costs import sources
from complaints.domain.costs.acting import person
from complaints.domain.costs.booking import post_settlement
from complaints.domain.costs.sources import Cost
from complaints.models import CostMonth, SettledCost
from foundation.refusals import Refused
from ledger.domain.periods import month_of, next_month
from parties.domain.scope import Scope, writing
from parties.models import Party

VERB = "costs.lock"


def take_turns(party_id: int) -> None:
    """Whatever counts a party's costs does so one after the other, until the end of its transaction."""
    Party.objects.select_for_update(no_key=True).get(pk=party_id)


def month_for(party_id: int, day: date) -> CostMonth:
    """The month in which a cost of ``day`` counts: its own, or the first one that is not locked.

    In the caller's transaction, after :func:`take_turns`.
    """
    month, last = month_of(day), last_locked(party_id)
    if last is not None and month <= last:
        month = next_month(last)
    return CostMonth.objects.get_or_create(party_id=party_id, month=month)[0]


def last_locked(party_id: int) -> date | None:
    """The last month of the party that is locked; those before it are too."""
    locked = CostMonth.objects.filter(party_id=party_id, locked_at__isnull=False).order_by("-month").first()
    return locked.month if locked else None


def lock_month(party_id: int, month: date, *, by: Scope, at: datetime) -> CostMonth:
    """Settle a month that is over: all its costs, with what came too late for earlier ones, in one journal.

    After that nothing in it changes or is added. Refused: ``parties.not_yours``, ``complaints.month_not_over``,
    ``.month_locked``, ``.earlier_month_open``.
    """
    by.require_for(VERB, party_id)
    month = month_of(month)
    if timezone.localdate(at) < next_month(month):
        raise Refused("complaints.month_not_over", month=f"{month:%Y-%m}")
    with writing(by):
        take_turns(party_id)
        refuse_locked(party_id, month)
        row = CostMonth.objects.get_or_create(party_id=party_id, month=month)[0]
        costs = sources.unsettled(party_id, before=next_month(month))
        _settle(row, costs)
        sources.tell_settled(costs, by=by, at=at)
        row.total = sum((cost.amount for cost in costs), Decimal(0))
        row.journal = post_settlement(row, totals(costs), by=by, at=at)
        row.locked_at, row.locked_by_id = at, person(by)
        row.save(update_fields=["total", "journal", "locked_at", "locked_by"])
    return row


def refuse_locked(party_id: int, month: date) -> None:
    """Refuse a month that is locked, or that would be locked before an earlier one."""
    last = last_locked(party_id)
    if last is not None and month <= last:
        raise Refused("complaints.month_locked", month=f"{month:%Y-%m}")
    earlier = CostMonth.objects.filter(party_id=party_id, month__lt=month, locked_at=None).order_by("month").first()
    if earlier is not None:
        raise Refused("complaints.earlier_month_open", month=f"{earlier.month:%Y-%m}")


def totals(costs: Iterable[Cost]) -> dict[str, Decimal]:
    """The sum for each kind of cost, yuan."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for cost in costs:
        sums[cost.kind] += cost.amount
    return dict(sums)


def _settle(month: CostMonth, costs: Sequence[Cost]) -> None:
    SettledCost.objects.bulk_create(
        SettledCost(
            month=month,
            source=cost.source,
            source_id=cost.source_id,
            kind=cost.kind,
            text=cost.text[:200],
            amount=cost.amount,
            venue_id=cost.venue_id,
            contract_id=cost.contract_id,
            complaint_id=cost.complaint_id,
        )
        for cost in costs
    )
