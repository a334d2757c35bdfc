"""The sweep: finds what is due, and writes the outcome and all that follows from it in one transaction.

Any number of sweeps may run at once: a row is locked by the one that claims it, and the others pass it by. A sweep
that dies leaves nothing behind, and the next one does its work. It costs what is due, never what is open.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Final

from django.db import DEFAULT_DB_ALIAS

from deadlines.domain.consequences import Warned, announce_missed, announce_warned
from deadlines.models import Deadline
from foundation.prepared import Prepared, PreparedQuery
from parties.domain.scope import SYSTEM, writing

BATCH: Final = 1000

# A moment belongs to the time before it: what is done at the due moment itself is in time, so a row is claimed only
# after its moment has passed. After a standstill several moments may have passed at once; then only the last counts.
CLAIM: Final = """
WITH due AS (
    SELECT id, (first_due_at - started_at) * 0.2 AS last_fifth
    FROM deadlines_deadline
    WHERE outcome IS NULL AND next_at < $1
    ORDER BY next_at LIMIT {limit}
    FOR UPDATE SKIP LOCKED
)
UPDATE deadlines_deadline AS d SET
    outcome = CASE WHEN d.due_at < $1 THEN 'missed' END,
    outcome_at = CASE WHEN d.due_at < $1 THEN d.due_at END,
    warned = CASE WHEN d.due_at < $1 THEN d.warned WHEN d.due_at - last_fifth < $1 THEN 80 ELSE 50 END,
    next_at = CASE
        WHEN d.due_at < $1 THEN NULL
        WHEN d.due_at - last_fifth < $1 THEN d.due_at
        ELSE d.due_at - last_fifth
    END
FROM due WHERE d.id = due.id
RETURNING {columns}
"""

# Most sweeps find nothing: one look tells, without a transaction. It is ordered so that it cannot but follow the index.
DUE: Final = PreparedQuery(
    "deadline_due",
    lambda at: Deadline.objects.filter(outcome=None, next_at__lt=at).order_by("next_at").values_list("next_at")[:1],
    datetime.max.replace(tzinfo=UTC),
)
COLUMNS: Final = {field.attname: f"d.{field.column}" for field in Deadline._meta.concrete_fields}


@cache
def _claiming(statement: str, limit: int) -> Prepared:
    """The limit stands in the statement itself, so that the plan made for all moments is one that follows the index."""
    named = statement.format(limit=limit, columns=", ".join(COLUMNS.values()))
    return Prepared("claim", named)


@dataclass(frozen=True)
class SweepResult:
    """How many deadlines one sweep has warned of, and how many it found missed."""

    warned: int
    missed: int

    @property
    def claimed(self) -> int:
        """How many rows were claimed in all."""
        return self.warned + self.missed


def sweep(at: datetime, limit: int = BATCH) -> SweepResult:
    """Claim up to ``limit`` deadlines whose next moment lies before ``at``, the oldest first.

    Missed ones get their outcome with the due time as its moment, however late the sweep comes; the others are warned
    of (50 or 80 %) and wait for their next moment.
    """
    if DUE.row(at) is None:
        return SweepResult(warned=0, missed=0)
    with writing(SYSTEM):
        claimed = claim(at, limit)
        missed = [row for row in claimed if row.is_missed]
        warned = [Warned(row, row.warned) for row in claimed if row.is_open]
        announce_warned(warned, at=at)
        announce_missed(missed, at=at)
    return SweepResult(warned=len(warned), missed=len(missed))


def claim(at: datetime, limit: int) -> list[Deadline]:
    """Lock what is due, write how it stands now, and give it back in the order in which it is due."""
    rows = _claiming(CLAIM, limit).rows(at)
    claimed = [Deadline.from_db(DEFAULT_DB_ALIAS, COLUMNS, row) for row in rows]
    return sorted(claimed, key=lambda deadline: (deadline.due_at, deadline.pk))


def sweep_all(at: datetime, limit: int = BATCH) -> SweepResult:
    """Sweep batch by batch, each its own transaction, until nothing more is due at ``at``."""
    warned = missed = 0
    while True:
        batch = sweep(at, limit)
        warned, missed = warned + batch.warned, missed + batch.missed
        if batch.claimed < limit:
            return SweepResult(warned=warned, missed=missed)
