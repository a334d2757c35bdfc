"""What becomes of a missed step that stays undone: it rises level by level until somebody acknowledges it (C5).

Each level is a deadline of its own, so the one clock of the house carries it: a level that nobody acknowledged is
missed at its true time however late the sweep comes, and the next one begins at that very moment.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from complaints.domain.clocks.chain import LEVELS, Chiefs, rungs_of
from complaints.domain.clocks.digests import digest
from complaints.models import Clock, EscalationLevel, EscalationWord, Stage
from deadlines.domain import clock as deadlines
from deadlines.domain.clock import NewDeadline, open_deadlines
from deadlines.models import Deadline
from foundation.refusals import Refused
from foundation.text import clean_line
from parties.domain.messages import add_up
from parties.domain.scope import Scope, writing

KIND: Final = "escalations.level"
STEPS: Final = "complaints."
LONGEST_NOTE: Final = 300
BELOW: Final = ("complaint__venue", "complaint__contract", "deadline")


def rise(missed: Sequence[Deadline], at: datetime) -> None:
    """Begin the first level for steps that were missed, and the next one for levels that nobody acknowledged."""
    clocks = _first_levels(missed) + _next_levels(missed)
    if not clocks:
        return
    levels = _begin(clocks)
    over = {level.pk: ended_at for level in levels if (ended_at := _ended_at(level.clock)) is not None}
    for level in levels:
        if level.pk in over:  # it rose as far as it had by then, and nobody need say anything any more
            deadlines.cancel([level.deadline_id], at=over[level.pk])
    _tell([level for level in levels if level.pk not in over], at=at)


def acknowledge(level_id: int, *, note: str, by: Scope, at: datetime) -> EscalationWord:
    """The person asked takes it up, and says what happens now; in time, it rises no further.

    Refused: ``parties.not_yours`` for anybody else, ``complaints.note_missing``, ``complaints.acknowledged``,
    ``complaints.level_over`` once the step is done.
    """
    note = clean_line(note, LONGEST_NOTE, "note")
    with writing(by):
        deadline = Deadline.objects.select_for_update(of=("self",)).get(escalation_level=level_id)
        level = EscalationLevel.objects.select_related("clock__deadline", "clock__complaint").get(pk=level_id)
        if by.user_id is None or deadline.owner_id != by.user_id:
            raise Refused("parties.not_yours")
        if EscalationWord.objects.filter(level=level).exists():
            raise Refused("complaints.acknowledged")
        if not EscalationLevel.objects.waiting().filter(pk=level_id).exists():
            raise Refused("complaints.level_over")
        if not note:
            raise Refused("complaints.note_missing", "note")
        word = EscalationWord.objects.create(level=level, user_id=by.user_id, note=note, at=at)
        deadlines.stop([deadline.pk], at=at)
    return word


def settle_levels(complaint_id: int, *, at: datetime) -> None:
    """End the levels whose step is done, or whose complaint is closed, in the caller's transaction.

    What was merged into the complaint is done with it; being merged by itself ends no level. Looked at again after each
    round: a sweep may have opened the next level while this waited for the row below it.
    """
    mine = Q(clock__complaint=complaint_id) | Q(clock__complaint__merged_into=complaint_id)
    closed = Q(clock__complaint__closed_at__isnull=False) & ~Q(clock__complaint__state=Stage.MERGED)
    running = EscalationLevel.objects.filter(mine, deadline__outcome=None)
    over = running.filter(closed | Q(clock__deadline__done_at__isnull=False))
    while ids := list(over.values_list("deadline_id", flat=True)):
        deadlines.cancel(ids, at=at)


def _first_levels(missed: Iterable[Deadline]) -> list[tuple[Clock, int, datetime]]:
    ours = {deadline.pk: deadline for deadline in missed if deadline.kind.startswith(STEPS)}
    if not ours:
        return []
    clocks = Clock.objects.filter(deadline__in=list(ours)).select_related("complaint__venue", "complaint__contract")
    for clock in clocks:
        clock.deadline = ours[clock.deadline_id]
    return [(clock, 1, clock.deadline.due_at) for clock in clocks]


def _next_levels(missed: Iterable[Deadline]) -> list[tuple[Clock, int, datetime]]:
    ours = {deadline.pk: deadline for deadline in missed if deadline.kind == KIND}
    if not ours:
        return []
    below = EscalationLevel.objects.filter(deadline__in=list(ours), number__lt=LEVELS[-1])
    return [
        (level.clock, level.number + 1, ours[level.deadline_id].due_at)
        for level in below.select_related(*(f"clock__{path}" for path in BELOW))
        if not ((ended_at := _ended_at(level.clock)) and ended_at <= ours[level.deadline_id].due_at)
    ]


def _ended_at(clock: Clock) -> datetime | None:
    """When the step was done after all, or the complaint closed over it."""
    return min(filter(None, (clock.deadline.done_at, clock.complaint.closed_at)), default=None)


def _begin(clocks: Sequence[tuple[Clock, int, datetime]]) -> list[EscalationLevel]:
    rungs, chiefs = rungs_of({clock.complaint.venue_id for clock, *_rest in clocks}), Chiefs()
    items = []
    for clock, number, began_at in clocks:
        rung = rungs[clock.complaint.venue_id, number]
        owner_id, party_id = chiefs.person(rung.chief, clock)
        minutes = rung.minutes_major if clock.complaint.is_major else rung.minutes
        due_at = began_at + timedelta(minutes=minutes)
        items.append(NewDeadline(KIND, party_id, owner_id, began_at, due_at, warns=False))
    rows = zip(clocks, open_deadlines(items), strict=True)
    levels = [EscalationLevel(clock=clock, number=number, deadline=row) for (clock, number, _began_at), row in rows]
    return EscalationLevel.objects.bulk_create(levels)


def _tell(levels: Sequence[EscalationLevel], *, at: datetime) -> None:
    """Whoever is asked. The owner hears at the first level that the step was missed, and that is enough."""
    asked = [
        (level.deadline.owner_id, level.clock)
        for level in sorted(levels, key=lambda level: (level.clock.deadline.due_at, level.clock_id))
        if level.number > 1 or level.deadline.owner_id != level.clock.deadline.owner_id
    ]
    add_up(digest("complaints.escalated", asked, at=at), at=at)
