"""The trial balance 试算平衡表: what each account held before a month, what moved in it, and what it holds after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise

from ledger.domain.chart import CHART
from ledger.domain.periods import next_month
from ledger.models import AccountKind, JournalLine

DEBIT_KINDS = frozenset({AccountKind.ASSET, AccountKind.EXPENSE})
ZERO = Value(Decimal("0.00"), output_field=DecimalField(max_digits=16, decimal_places=2))


@dataclass(frozen=True)
class AccountBalance:
    """One account in a month, yuan. ``opening`` and ``closing`` are positive on the account's own side."""

    code: str
    kind: AccountKind
    opening: Decimal
    debit: Decimal
    credit: Decimal

    @property
    def name(self) -> Promise | str:
        return CHART[self.code].name

    @property
    def closing(self) -> Decimal:
        moved = self.debit - self.credit
        return self.opening + (moved if self.kind in DEBIT_KINDS else -moved)


@dataclass(frozen=True)
class TrialBalance:
    """All accounts of a party in one month; both sides of what moved are equal, as every journal is."""

    month: date
    accounts: Sequence[AccountBalance]

    @property
    def debit(self) -> Decimal:
        return sum((account.debit for account in self.accounts), Decimal("0.00"))

    @property
    def credit(self) -> Decimal:
        return sum((account.credit for account in self.accounts), Decimal("0.00"))


def trial_balance(*, party_id: int, month: date) -> TrialBalance:
    """The trial balance of a party's books for the month that begins on ``month``."""
    before = Q(journal__date__lt=month)
    within = Q(journal__date__gte=month)
    rows = (
        JournalLine.objects.filter(journal__party=party_id, journal__date__lt=next_month(month))
        .values("account__code", "account__kind")
        .order_by("account__code")
        .annotate(
            old_debit=Coalesce(Sum("debit", filter=before), ZERO),
            old_credit=Coalesce(Sum("credit", filter=before), ZERO),
            new_debit=Coalesce(Sum("debit", filter=within), ZERO),
            new_credit=Coalesce(Sum("credit", filter=within), ZERO),
        )
    )
    return TrialBalance(month, tuple(_balance(row) for row in rows))


def _balance(row: Mapping[str, Any]) -> AccountBalance:
    kind = AccountKind(row["account__kind"])
    before = row["old_debit"] - row["old_credit"]
    return AccountBalance(
        code=row["account__code"],
        kind=kind,
        opening=before if kind in DEBIT_KINDS else -before,
        debit=row["new_debit"],
        credit=row["new_credit"],
    )
