"""The settlement of a month in the party's books: one balanced journal, once."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from complaints.models import CostKind, CostMonth
from ledger.domain import chart
from ledger.domain.periods import next_month, posting_date
from ledger.domain.posting import Entry, post
from ledger.models import Journal
from parties.domain.scope import Scope

KIND: Final = "cost_settlement"
ACCOUNTS: Final[dict[str, str]] = {
    CostKind.TRAINING: chart.ADMINISTRATIVE_EXPENSE,
    CostKind.EQUIPMENT: chart.ADMINISTRATIVE_EXPENSE,
    CostKind.SURVEYS: chart.SELLING_EXPENSE,
    CostKind.COMPENSATION: chart.SELLING_EXPENSE,
}
"""On which account each kind stands: what serves the house itself, and what serves its customers."""


def settlement_source(month_id: int) -> str:
    """How a journal names the settlement of a month as its cause."""
    return f"cost_month:{month_id}"


def post_settlement(month: CostMonth, totals: Mapping[str, Decimal], *, by: Scope, at: datetime) -> Journal | None:
    """Book what a month cost: the expenses, and what is owed to those who paid. ``None`` when it comes to nothing."""
    lines = _lines(totals)
    if not lines:
        return None
    return post(
        party_id=month.party_id,
        date=posting_date(month.party_id, _last_day(month.month), at=at),
        kind=KIND,
        source=settlement_source(month.pk),
        lines=lines,
        by=by,
        at=at,
    )


def _lines(totals: Mapping[str, Decimal]) -> list[Entry]:
    """Each account's sum on its own side; what adjustments take back stands on the other one."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for kind, amount in totals.items():
        sums[ACCOUNTS[kind]] += amount
    sums[chart.OTHER_PAYABLE] = -sum(sums.values(), Decimal(0))
    return [
        Entry(code, debit=amount) if amount > 0 else Entry(code, credit=-amount)
        for code, amount in sorted(sums.items())
        if amount
    ]


def _last_day(month: date) -> date:
    return next_month(month) - timedelta(days=1)
