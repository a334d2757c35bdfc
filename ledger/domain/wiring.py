"""What the ledger tells the ground floor at start-up: which tables are sealed, and why they need no audit."""

from foundation.audit import leave_untracked
from foundation.sealing import register_sealed

SEALED = {
    "ledger_journal": ("id", "party_id", "period_id", "date", "kind", "source", "total", "posted_at", "by"),
    "ledger_journalline": ("id", "journal_id", "account_id", "debit", "credit", "counterparty_id"),
}


def connect() -> None:
    """Register with the ground floor."""
    for table, columns in SEALED.items():
        register_sealed(table, columns)
        leave_untracked(table, "is append-only, names its writer and is sealed itself")
