"""Merging a duplicate into the complaint with which it is handled, and taking the two apart again (C3).

What was promised to either customer stays promised. An open clock of the duplicate is cancelled only when the other
complaint has an open clock for the same step that is due no later; any other runs on, and the steps taken on the other
complaint stop it. What ran out before is missed and stays so. A step inside the house that the other complaint has
behind it counts as taken for the duplicate at the moment of merging; a word to the customer does not: the duplicate's
customer has not heard it. Taken apart, it has taken none of the other's steps inside the house: their clocks run again.
"""

from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from django.db.models import Q

from complaints.domain.clocks.rules import CLOCK
from complaints.domain.clocks.running import Limit, note_urgency, start_clocks
from complaints.domain.stages.grounds import grounds_of
from complaints.domain.stages.transitions import MERGE, UNMERGE
from complaints.models import Clock, Complaint, Stage
from deadlines.domain import clock as deadlines
from deadlines.models import Outcome
from foundation.refusals import Refused
from parties.domain.scope import Scope

UNMERGE_HOURS: Final = 24
"""For how many hours a merge can be taken back."""

INSIDE: Final = frozenset({"triage", "verify", "plan"})
"""The clocks whose steps lie inside the house: taken for one of two complaints that are one, they count for both."""


def locked(complaint_id: int, into_id: int | None) -> tuple[Complaint, Complaint | None]:
    """The complaint and the one it is, or will be, merged into, both locked; always in the order of their ids.

    Raises ``Complaint.DoesNotExist``.
    """
    known = Complaint.objects.values_list("merged_into", flat=True).get(pk=complaint_id)
    other_id = into_id or known
    ids = [complaint_id] if other_id is None else [complaint_id, other_id]
    wanted = Complaint.objects.filter(pk__in=ids).order_by("pk")
    rows = {row.pk: row for row in wanted.select_for_update(no_key=True)}
    return rows[complaint_id], rows.get(other_id) if other_id else None


def check_merge(row: Complaint, other: Complaint | None) -> None:
    """Refuse a merge that would lose something (``complaints.merge_target``, ``.merge_holds_others``,
    ``.merge_promoters``). What the promoters' own clocks promise, another complaint's steps cannot keep."""
    if other is None or other.pk == row.pk or other.is_closed or not _same_place(row, other):
        raise Refused("complaints.merge_target", "into")
    if row.is_from_promoter:
        raise Refused("complaints.merge_promoters")
    if Complaint.objects.filter(merged_into=row.pk).exists():
        raise Refused("complaints.merge_holds_others")


def _same_place(row: Complaint, other: Complaint) -> bool:
    return (row.venue_id, row.contract_id) == (other.venue_id, other.contract_id)


def check_unmerge(row: Complaint, verb: str, other: Complaint | None, *, at: datetime) -> None:
    """Refuse to take apart what has gone on as one (``complaints.too_late_to_unmerge``), or to another stage than that
    from which it was merged (``complaints.not_merged_from_there``)."""
    if other is None or other.is_closed or is_too_late(row, at=at):
        raise Refused("complaints.too_late_to_unmerge", hours=UNMERGE_HOURS)
    if not leads_back(row, verb):
        raise Refused("complaints.not_merged_from_there")


def is_too_late(row: Complaint, *, at: datetime) -> bool:
    """Whether it was merged too long ago to be taken apart."""
    return row.closed_at is not None and at > row.closed_at + timedelta(hours=UNMERGE_HOURS)


def leads_back(row: Complaint, verb: str) -> bool:
    """Whether this is the step back to the stage from which the complaint was merged."""
    states = row.steps.exclude(verb=MERGE).order_by("-pk").values_list("state", flat=True)
    return UNMERGE[verb] == (states.first() or Stage.RECEIVED)


def settle(
    complaint: Complaint, before: Complaint, other: Complaint | None, verb: str, *, by: Scope, at: datetime
) -> None:
    """What a merge, or taking one back, does to the clocks of both; nothing for any other step."""
    if other is None:
        return
    if verb == MERGE:
        _join(complaint, other, at=at)
        note_urgency(other)
    elif verb in UNMERGE and before.closed_at is not None:
        _open_again(complaint, before.closed_at, by=by)
        note_urgency(other)


def _join(complaint: Complaint, other: Complaint, *, at: datetime) -> None:
    theirs = list(Clock.objects.undone().filter(complaint=other.pk).select_related("deadline"))
    taken = set(other.steps.filter(cycle=other.cycle).values_list("verb", flat=True))
    covered, done = [], []
    for clock in Clock.objects.undone().filter(complaint=complaint.pk).select_related("deadline"):
        same_step = [each for each in theirs if CLOCK[each.name].stopped_by == CLOCK[clock.name].stopped_by]
        if any(_is_as_strict(each, clock, at=at) for each in same_step):
            covered.append(clock.deadline_id)
        elif not same_step and clock.name in INSIDE and not taken.isdisjoint(CLOCK[clock.name].stopped_by):
            done.append(clock.deadline_id)
    deadlines.cancel(covered, at=at)
    deadlines.stop(done, at=at)


def _is_as_strict(theirs: Clock, ours: Clock, *, at: datetime) -> bool:
    """Open, running, not late yet and due no later. A clock that was ever paused is neither taken for another nor given
    up for one: its due time is its own."""
    deadlines_of_both = (theirs.deadline, ours.deadline)
    is_plain = all(
        each.is_open and not each.is_paused and each.due_at == each.first_due_at for each in deadlines_of_both
    )
    return is_plain and at <= theirs.deadline.due_at <= ours.deadline.due_at


def _open_again(complaint: Complaint, merged_at: datetime, *, by: Scope) -> None:
    """The clocks that the merge cancelled run once more, from their old beginnings to their old ends; and so do those
    inside the house that stopped with it or since: while merged it took no step of its own, only the other one did.
    What was missed stays missed, once; but what only the other one did about it since is undone again."""
    cancelled = Q(deadline__outcome=Outcome.CANCELLED, deadline__outcome_at=merged_at)
    not_its_own = Q(deadline__outcome=Outcome.KEPT, deadline__done_at__gte=merged_at, name__in=INSIDE)
    missed = complaint.clocks.filter(
        deadline__outcome=Outcome.MISSED, deadline__done_at__gte=merged_at, name__in=INSIDE
    )
    deadlines.undo(missed.values_list("deadline_id", flat=True))
    ended = (
        complaint.clocks.filter(cancelled | not_its_own)
        .select_related("deadline", "obligation__term", "house_rule")
        .order_by("deadline__started_at", "pk")
    )
    for started_at, clocks in groupby(ended, key=lambda clock: clock.deadline.started_at):
        limits = [_limit_of(clock) for clock in clocks]
        grounds = grounds_of(complaint, [limit.rule for limit in limits])
        start_clocks(complaint, limits, grounds, actor_id=by.user_id, at=started_at)


def _limit_of(clock: Clock) -> Limit:
    term = clock.obligation.term if clock.obligation else None
    return Limit(CLOCK[clock.name], clock.deadline.due_at, term=term, house_rule=clock.house_rule)
