"""Pauses of a clock, kept in an append-only ledger from which every verdict can be computed again (capability C4)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from deadlines.models import Deadline, DeadlinePause, Outcome
from foundation.refusals import Refused
from foundation.text import clean_line
from parties.domain.scope import Scope, writing


@dataclass(frozen=True)
class Verdict:
    """When a thing is due, and how it ended (``outcome`` is empty while it is open)."""

    due_at: datetime
    outcome: str | None
    outcome_at: datetime | None

    @classmethod
    def stored(cls, deadline: Deadline) -> "Verdict":
        """The verdict as the row has it."""
        return cls(deadline.due_at, deadline.outcome, deadline.outcome_at)


def pause(deadline_id: int, *, reason: str, by: Scope, at: datetime) -> Deadline:
    """Stop the clock for a stated reason; the time until :func:`resume` is added to the due time.

    Refused: ``deadlines.reason_missing``, ``deadlines.closed``, ``deadlines.paused``, ``deadlines.late``.
    """
    reason = clean_line(reason, 300, "reason")
    if not reason:
        raise Refused("deadlines.reason_missing", "reason")
    with writing(by):
        row = _locked(deadline_id)
        if row.is_paused:
            raise Refused("deadlines.paused")
        if at > row.due_at:
            raise Refused("deadlines.late")
        row.paused_at, row.next_at = at, None
        row.save(update_fields=["paused_at", "next_at"])
        _note(row, DeadlinePause.Kind.PAUSED, reason=reason, by=by, at=at)
    return row


def resume(deadline_id: int, *, by: Scope, at: datetime) -> Deadline:
    """Let the clock run on, with as much time left as it had. Refused: ``deadlines.closed``, ``deadlines.running``."""
    with writing(by):
        row = _locked(deadline_id)
        if row.paused_at is None:
            raise Refused("deadlines.running")
        row.due_at += at - row.paused_at
        row.paused_at, row.next_at = None, row.next_mark
        row.save(update_fields=["due_at", "paused_at", "next_at"])
        _note(row, DeadlinePause.Kind.RESUMED, reason="", by=by, at=at)
    return row


def _locked(deadline_id: int) -> Deadline:
    row = Deadline.objects.select_for_update().get(pk=deadline_id)
    if not row.is_open:
        raise Refused("deadlines.closed")
    return row


def _note(row: Deadline, kind: DeadlinePause.Kind, *, reason: str, by: Scope, at: datetime) -> None:
    DeadlinePause.objects.create(deadline=row, kind=kind, at=at, reason=reason, by=by.label)


def recompute(deadline: Deadline, *, at: datetime) -> Verdict:
    """The verdict as it follows at ``at`` from the term's due time, both ledgers and the moment it was done.

    That something need not be done any more is a person's word, not a computation: it is taken from the row.
    """
    ended_at = deadline.outcome_at if deadline.is_cancelled else deadline.done_at
    paused, is_paused = _paused_time(deadline, ended_at)
    due_at = deadline.first_due_at + paused + _granted_time(deadline)
    if ended_at is not None and ended_at <= due_at:
        return Verdict(due_at, Outcome.CANCELLED if deadline.is_cancelled else Outcome.KEPT, ended_at)
    if ended_at is not None or (at > due_at and not is_paused):
        return Verdict(due_at, Outcome.MISSED, due_at)
    return Verdict(due_at, None, None)


def _granted_time(deadline: Deadline) -> timedelta:
    return sum((entry.due_at - entry.was_due_at for entry in deadline.extensions.all()), timedelta(0))


def _paused_time(deadline: Deadline, ended_at: datetime | None) -> tuple[timedelta, bool]:
    """The sum of the pauses, and whether one is still running; the end of the matter ends a running one."""
    total, since = timedelta(0), None
    for entry in deadline.pauses.all():
        if entry.kind == DeadlinePause.Kind.PAUSED:
            since = entry.at
        elif since is not None:
            total, since = total + (entry.at - since), None
    if since is not None and ended_at is not None:
        total, since = total + (ended_at - since), None
    return total, since is not None
