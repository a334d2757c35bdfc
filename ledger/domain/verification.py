"""Recomputes the books from their lines. The floors above add their own ties with :func:`register`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import connection

from foundation import sealing
from ledger.domain.wiring import SEALED

Check = Callable[[], Iterator[str]]
_checks: dict[str, Check] = {}


@dataclass(frozen=True)
class Finding:
    """The outcome of one check; ``problems`` is empty when all is as it must be."""

    name: str
    problems: tuple[str, ...]


def register(name: str, check: Check) -> None:
    """Add a check: it yields one sentence for every mismatch it finds."""
    _checks[name] = check


def verify() -> Iterator[Finding]:
    """Run all checks, the ledger's own first."""
    own: dict[str, Check] = {
        "journals balance": _unbalanced,
        "journals lie in their periods": _misplaced,
        "accounts are the party's own": _foreign_accounts,
    }
    for name, check in {**own, **_checks}.items():
        yield Finding(name, tuple(check()))
    for table in SEALED:
        yield Finding(f"{table} is as it was sealed", tuple(sealing.verify(table).problems))


def _unbalanced() -> Iterator[str]:
    for row in _rows("""
        SELECT j.id, count(l.id), coalesce(sum(l.debit), 0), coalesce(sum(l.credit), 0), j.total
        FROM ledger_journal j LEFT JOIN ledger_journalline l ON l.journal_id = j.id GROUP BY j.id
        HAVING count(l.id) < 2 OR sum(l.debit) <> sum(l.credit) OR sum(l.debit) <> j.total ORDER BY j.id
    """):
        yield "journal {}: {} lines, debit {}, credit {}, total {}".format(*row)


def _misplaced() -> Iterator[str]:
    for row in _rows("""
        SELECT j.id, j.date, p.month FROM ledger_journal j JOIN ledger_period p ON p.id = j.period_id
        WHERE p.month <> date_trunc('month', j.date)::date OR p.party_id <> j.party_id OR j.posted_at > p.closed_at
        ORDER BY j.id
    """):
        yield "journal {} of {} does not belong in the period {}".format(*row)


def _foreign_accounts() -> Iterator[str]:
    for row in _rows("""
        SELECT l.id, a.code FROM ledger_journalline l JOIN ledger_journal j ON j.id = l.journal_id
        JOIN ledger_account a ON a.id = l.account_id WHERE a.party_id <> j.party_id ORDER BY l.id
    """):
        yield "line {} stands on account {} of another party".format(*row)


def _rows(query: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())
