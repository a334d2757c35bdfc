"""The one clock: opening deadlines, stopping them, and who answers for them.

A thing done at its due moment is in time; a moment later it is late. Everything here runs in the caller's
transaction.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from deadlines.domain.consequences import announce_missed
from deadlines.models import Deadline, Outcome
from foundation.inserting import insert
from parties.domain.scope import Scope, writing

# A pause still running ends now and moves the due time. A deadline that the sweep has not reached yet gets the outcome
# it would have got there, so that a late step never hides; one already missed only learns when it was done after all.
SETTLE: Final = """
WITH held AS (
    SELECT id, outcome AS before, COALESCE(due_at + (%(at)s - paused_at), due_at) AS due
    FROM deadlines_deadline WHERE id = ANY(%(ids)s) ORDER BY id FOR UPDATE
)
UPDATE deadlines_deadline AS d SET
    due_at = due,
    paused_at = NULL,
    next_at = NULL,
    done_at = CASE WHEN %(done)s THEN %(at)s END,
    outcome = CASE WHEN before IS NOT NULL THEN before WHEN %(at)s <= due THEN %(in_time)s ELSE 'missed' END,
    outcome_at = CASE WHEN before IS NULL AND %(at)s <= due THEN %(at)s ELSE due END
FROM held
WHERE d.id = held.id AND (before IS NULL OR (before = 'missed' AND done_at IS NULL AND %(done)s))
RETURNING d.*, before IS NULL AS is_news
"""


@dataclass(frozen=True)
class NewDeadline:
    """Something that a party must do from ``started_at`` until ``due_at``; the owner is the person who answers.

    Without ``warns`` the sweep speaks of it only once it is missed: for times too short to be warned of.
    """

    kind: str
    party_id: int
    owner_id: int
    started_at: datetime
    due_at: datetime
    warns: bool = True


def open_deadlines(items: Sequence[NewDeadline]) -> list[Deadline]:
    """Start clocks, in one statement. The database refuses one without an owner."""
    return insert([_started(item) for item in items])


def _started(item: NewDeadline) -> Deadline:
    row = Deadline(
        kind=item.kind,
        party_id=item.party_id,
        owner_id=item.owner_id,
        started_at=item.started_at,
        first_due_at=item.due_at,
        due_at=item.due_at,
        warned=0 if item.warns else 80,
    )
    row.next_at = row.next_mark
    return row


def stop(deadline_ids: Iterable[int], *, at: datetime) -> list[Deadline]:
    """The thing was done at ``at``: kept when that is not after the due time, else missed when it was due.

    What follows a missed deadline follows here too. Deadlines that were kept or cancelled before stay as they are;
    the changed ones are returned.
    """
    return _settle(deadline_ids, in_time=Outcome.KEPT, is_done=True, at=at)


def cancel(deadline_ids: Iterable[int], *, at: datetime) -> list[Deadline]:
    """The thing need not be done any more. What was due before ``at`` is missed all the same."""
    return _settle(deadline_ids, in_time=Outcome.CANCELLED, is_done=False, at=at)


def undo(deadline_ids: Iterable[int]) -> int:
    """What was taken for a late doing was none: missed before, it is still to be done. Returns how many changed."""
    late = Deadline.objects.filter(pk__in=list(deadline_ids), outcome=Outcome.MISSED)
    return late.exclude(done_at=None).update(done_at=None)


def _settle(deadline_ids: Iterable[int], *, in_time: Outcome, is_done: bool, at: datetime) -> list[Deadline]:
    ids = list(deadline_ids)
    if not ids:
        return []
    params = {"ids": ids, "at": at, "in_time": in_time.value, "done": is_done}
    rows = list(Deadline.objects.raw(SETTLE, params))
    news = [row for row in rows if row.is_missed and row.is_news]  # type: ignore[attr-defined]  # of RETURNING
    announce_missed(news, at=at)
    return rows


def reassign(deadline_ids: Iterable[int], *, owner_id: int, by: Scope) -> int:
    """Another person answers for these deadlines from now on; ended ones keep theirs. Returns how many changed."""
    with writing(by):
        return Deadline.objects.filter(pk__in=list(deadline_ids), outcome=None).update(owner=owner_id)
