"""The sweep: finds what is due, and writes the outcome and all that follows from it in one transaction.

Any number of sweeps may run at once: a row is locked by the one that claims it, and the others pass it by. A sweep
that dies leaves nothing behind, and the next one does its work. It costs what is due, never what is open.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from deadlines.domain.consequences import Warned, announce_missed, announce_warned, register
from deadlines.models import Deadline
from parties.domain.scope import SYSTEM, writing

__all__ = ["SweepResult", "register", "sweep", "sweep_all"]

BATCH: Final = 1000

# A moment belongs to the time before it: what is done at the due moment itself is in time, so a row is claimed only
# after its moment has passed. After a standstill several moments may have passed at once; then only the last counts.
CLAIM: Final = """
WITH due AS (
    SELECT id, (first_due_at - started_at) * 0.2 AS last_fifth
    FROM deadlines_deadline
    WHERE outcome IS NULL AND next_at < %(at)s
    ORDER BY next_at LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
)
UPDATE deadlines_deadline AS d SET
    outcome = CASE WHEN d.due_at < %(at)s THEN 'missed' END,
    outcome_at = CASE WHEN d.due_at < %(at)s THEN d.due_at END,
    warned = CASE WHEN d.due_at < %(at)s THEN d.warned WHEN d.due_at - last_fifth < %(at)s THEN 80 ELSE 50 END,
    next_at = CASE
        WHEN d.due_at < %(at)s THEN NULL
        WHEN d.due_at - last_fifth < %(at)s THEN d.due_at
        ELSE d.due_at - last_fifth
    END
FROM due WHERE d.id = due.id
RETURNING d.*
"""


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
    with writing(SYSTEM):
        claimed = sorted(Deadline.objects.raw(CLAIM, {"at": at, "limit": limit}), key=lambda row: (row.due_at, row.pk))
        missed = [row for row in claimed if row.is_missed]
        warned = [Warned(row, row.warned) for row in claimed if row.is_open]
        announce_warned(warned, at=at)
        announce_missed(missed, at=at)
    return SweepResult(warned=len(warned), missed=len(missed))


def sweep_all(at: datetime, limit: int = BATCH) -> SweepResult:
    """Sweep batch by batch, each its own transaction, until nothing more is due at ``at``."""
    warned = missed = 0
    while True:
        batch = sweep(at, limit)
        warned, missed = warned + batch.warned, missed + batch.missed
        if batch.claimed < limit:
            return SweepResult(warned=warned, missed=missed)
