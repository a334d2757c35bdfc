"""Posting: a cause becomes one balanced journal in a party's books, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from foundation.money import LARGEST, round_fen
from foundation.refusals import Refused
from ledger.domain.chart import accounts_of
from ledger.domain.periods import open_period
from ledger.models import Journal, JournalLine
from parties.domain.scope import Scope, writing

ZERO = Decimal(0)


@dataclass(frozen=True)
class Entry:
    """One line to post, in yuan: a debit or a credit on an account of the chart, owed by or to ``counterparty_id``."""

    account_code: str
    debit: Decimal = ZERO
    credit: Decimal = ZERO
    counterparty_id: int | None = None


def post(
    *,
    party_id: int,
    date: date,
    kind: str,
    source: str,
    lines: Sequence[Entry],
    by: Scope,
    at: datetime,
) -> Journal:
    """Post one journal into the books of a party on ``date``; ``source`` names the cause, ``<what>:<id>``.

    A source that was posted before gives the first journal back, unchanged. Raises Refused: ``ledger.amount_wrong``,
    ``ledger.unbalanced``, ``ledger.period_closed``.
    """
    total = _total(lines)
    with writing(by):
        first = Journal.objects.filter(party_id=party_id, source=source).first()
        if first is not None:
            return first
        period = open_period(party_id, date)
        journal, is_new = Journal.objects.get_or_create(
            party_id=party_id,
            source=source,
            defaults={"period": period, "date": date, "kind": kind, "total": total, "posted_at": at, "by": by.label},
        )
        if is_new:
            _write_lines(journal, lines)
        return journal


def _write_lines(journal: Journal, lines: Sequence[Entry]) -> None:
    accounts = accounts_of(journal.party_id, {line.account_code for line in lines})
    JournalLine.objects.bulk_create(
        JournalLine(
            journal=journal,
            account=accounts[line.account_code],
            debit=line.debit,
            credit=line.credit,
            counterparty_id=line.counterparty_id,
        )
        for line in lines
    )


def _total(lines: Sequence[Entry]) -> Decimal:
    """The sum of the debits. Raises Refused when a line is not one positive amount, or the sides differ."""
    for line in lines:
        amount = line.debit or line.credit
        is_one_sided = not line.debit or not line.credit
        if not (is_one_sided and amount.is_finite() and 0 < amount <= LARGEST and amount == round_fen(amount)):
            raise Refused("ledger.amount_wrong")
    total = sum((line.debit for line in lines), ZERO)
    difference = total - sum((line.credit for line in lines), ZERO)
    if difference:
        raise Refused("ledger.unbalanced", difference=abs(difference))
    if not total:
        raise Refused("ledger.amount_wrong")
    return total
