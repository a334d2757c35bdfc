"""Stopping a complaint's clock for a stated reason, and letting it run on (C4).

The departments and the venue's manager may do either, on both sides: the side that is late could be tempted, so whoever
the clock protects is told of each pause and can end it at once. Every entry stays in an append-only ledger.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from complaints.domain.clocks.running import note_urgency
from complaints.domain.people import managers_of, may_at
from complaints.models import Clock, Complaint
from contracts.domain.chiefs import chiefs_of
from deadlines.domain import pausing
from deadlines.models import Deadline
from foundation.refusals import Refused
from parties.domain.messages import Telling, tell
from parties.domain.scope import Scope, writing

VERB: Final = "complaints.pause"


def pause_clock(clock_id: int, *, reason: str, by: Scope, at: datetime) -> Clock:
    """Stop a running clock; what is left of its time is left when it runs on.

    Refused: ``complaints.not_your_step``, and as :func:`deadlines.domain.pausing.pause` does.
    """
    return _change(
        clock_id, lambda deadline_id: pausing.pause(deadline_id, reason=reason, by=by, at=at), "paused", by=by, at=at
    )


def resume_clock(clock_id: int, *, by: Scope, at: datetime) -> Clock:
    """Let a paused clock run on. Refused: ``complaints.not_your_step``, ``deadlines.closed``, ``deadlines.running``."""
    return _change(clock_id, lambda deadline_id: pausing.resume(deadline_id, by=by, at=at), "resumed", by=by, at=at)


def _change(clock_id: int, change: Callable[[int], Deadline], what: str, *, by: Scope, at: datetime) -> Clock:
    with writing(by):
        complaint = Complaint.objects.select_for_update(no_key=True).get(clocks=clock_id)
        if not may_at(by, VERB, complaint.venue_id):
            raise Refused("complaints.not_your_step")
        clock = Clock.objects.select_related("obligation").get(pk=clock_id)
        clock.deadline = change(clock.deadline_id)
        note_urgency(complaint)
        _tell(complaint, clock, what, by=by, at=at)
    return clock


def _tell(complaint: Complaint, clock: Clock, what: str, *, by: Scope, at: datetime) -> None:
    """Whoever answers for it, the venue's managers, and on the injured side the person who answers for the contract."""
    people = {clock.deadline.owner_id or 0, *managers_of([complaint.venue])[complaint.venue_id]}
    if clock.obligation is not None and complaint.contract is not None:
        people.add(chiefs_of(complaint.contract).get(clock.obligation.creditor_id, complaint.responsible_id))
    tell(
        [
            Telling(
                user_id=user_id,
                kind=f"complaints.{what}",
                key=f"complaint-{what}:{clock.pk}:{user_id}:{at.timestamp():.3f}",
                params={
                    "complaint": complaint.pk,
                    "clock": clock.name,
                    "due": clock.deadline.due_at.isoformat(),
                },
            )
            for user_id in sorted(people - {0, by.user_id or 0})
        ],
        at=at,
    )
