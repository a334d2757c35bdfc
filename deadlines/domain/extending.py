"""More time for something that is due: granted while the clock is open, and kept in an append-only ledger.

A verdict is never changed by it: what was missed stays missed.
"""

from datetime import datetime
from typing import Final

from deadlines.models import Deadline, DeadlineExtension
from foundation.refusals import Refused
from foundation.text import clean_line
from parties.domain.scope import Scope, writing

LONGEST_REASON: Final = 300
MARKS: Final = (80, 50, 0)


def extend(deadline_id: int, *, due_at: datetime, reason: str, by: Scope, at: datetime) -> Deadline:
    """Move the due time of an open clock to ``due_at``. Warnings are given anew as far as the new time goes.

    Refused: ``deadlines.reason_missing``, ``deadlines.closed``, ``deadlines.over`` once the time has passed, whether or
    not the sweep has said so, ``deadlines.not_later``.
    """
    reason = clean_line(reason, LONGEST_REASON, "reason")
    if not reason:
        raise Refused("deadlines.reason_missing", "reason")
    with writing(by):
        row = Deadline.objects.select_for_update().get(pk=deadline_id)
        if not row.is_open:
            raise Refused("deadlines.closed")
        if at > row.due_at and not row.is_paused:
            raise Refused("deadlines.over")
        if due_at <= row.due_at:
            raise Refused("deadlines.not_later")
        DeadlineExtension.objects.create(
            deadline=row, was_due_at=row.due_at, due_at=due_at, at=at, reason=reason, by=by.label
        )
        row.due_at = due_at
        row.warned = next(mark for mark in MARKS if mark == 0 or row.fraction_moment(mark) <= at)
        row.next_at = None if row.is_paused else row.next_mark
        row.save(update_fields=["due_at", "warned", "next_at"])
    return row
