"""Where costs come from. The settlement of a month asks every source; each cost is settled once, whatever asks again.

A room or floor that brings about costs (claims, adjustments, compensation paid to customers) registers itself in its
``wiring.py``. What became known too late for its own month is settled with the first month that is locked after.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from complaints.models import SettledCost
from parties.domain.scope import Scope


@dataclass(frozen=True)
class Cost:
    """One cost of a party, yuan; ``source_id`` is its key among those of its source.

    ``day`` lies in the month in which it counts. Below zero it takes back something settled before.
    """

    source_id: int
    kind: str
    amount: Decimal
    day: date
    text: str
    venue_id: int | None = None
    contract_id: int | None = None
    complaint_id: int | None = None
    source: str = ""


Costs = Callable[[int, date], Iterable[Cost]]
"""(party, before) → the party's costs of days before ``before``; those settled already may be among them."""
OnSettled = Callable[[Collection[int], Scope, datetime], None]
"""What a source does, in the same transaction, about those of its costs that were just settled."""


class _Source(NamedTuple):
    costs: Costs
    on_settled: OnSettled | None


_sources: dict[str, _Source] = {}


def register(name: str, costs: Costs, *, on_settled: OnSettled | None = None) -> None:
    """Add a source of costs; ``name`` (at most 20 characters) goes with each of them for good."""
    _sources[name] = _Source(costs, on_settled)


def unsettled(party_id: int, *, before: date) -> list[Cost]:
    """What no month of the party has settled yet of the days before ``before``: a query or two for each source."""
    found: list[Cost] = []
    for name, source in _sources.items():
        costs = list(source.costs(party_id, before))
        keys = [cost.source_id for cost in costs]
        settled = SettledCost.objects.filter(source=name, source_id__in=keys)
        done = set(settled.values_list("source_id", flat=True))
        found += [replace(cost, source=name) for cost in costs if cost.source_id not in done and cost.amount]
    return found


def tell_settled(costs: Collection[Cost], *, by: Scope, at: datetime) -> None:
    """Let each source follow the settlement of its costs, in the caller's transaction."""
    for name, source in _sources.items():
        keys = [cost.source_id for cost in costs if cost.source == name]
        if keys and source.on_settled is not None:
            source.on_settled(keys, by, at)
