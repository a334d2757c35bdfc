"""Tasks across departments: what one desk asks of another about a complaint, each with a person and a moment (C6).

A task is no duty of the contract: running late with it breaches nothing, and only the side that gave it and the side
that has to do it know of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from complaints.domain.handling.news import KIND_TASK, tell_task_ended, tell_your_turn
from complaints.domain.handling.sides import locked, parties_of, person_of, side_of
from complaints.domain.people import acts_for, jobs_at
from complaints.domain.stages.transitions import FOR_GOOD
from complaints.models import Clock, Complaint, ComplaintTask, TaskState
from deadlines.domain.clock import NewDeadline, cancel, open_deadlines, stop
from foundation.days import known_day
from foundation.refusals import Refused
from foundation.text import clean_text
from foundation.transitions import Lifecycle
from parties.domain.duty import staff_at
from parties.domain.roles import DEPARTMENTS, ON_THE_FLOOR, Role
from parties.domain.scope import Scope, writing
from parties.models import User

VERB: Final = "complaints.task"
LONGEST_TASK: Final = 500
LONGEST_WORDS: Final = 1000
DESKS: Final = (*sorted(DEPARTMENTS | ON_THE_FLOOR | {Role.ACCOUNT_MANAGER}, key=list(Role).index),)
"""The roles to which a task can be given, in the order of the matrix."""

TASK: Final = Lifecycle(
    "task",
    {
        TaskState.OPEN: {
            "done": TaskState.DONE,
            "decline": TaskState.DECLINED,
            "withdraw": TaskState.WITHDRAWN,
        },
        TaskState.DONE: {},
        TaskState.DECLINED: {},
        TaskState.WITHDRAWN: {},
    },
    initial=TaskState.OPEN,
)
"""Who has it to do does or declines it; who gave it may take it back."""


@dataclass(frozen=True)
class Doer:
    """Who has to do it: a person (``user_id``), or the desk of a party, whose first person then answers for it."""

    party_id: int
    user_id: int | None = None
    desk: str = ""


def give_task(complaint_id: int, what: str, doer: Doer, *, due_at: datetime, by: Scope, at: datetime) -> ComplaintTask:
    """Give somebody a task, due while a clock of the complaint still runs (any later moment where none runs).

    Refused: ``complaints.not_your_step``, ``.closed``, ``.task_missing``, ``.desk_empty``, ``.person_unknown``,
    ``.task_not_ahead``, ``.task_after_clock``.
    """
    what = clean_text(what, LONGEST_TASK, "what")
    if not what:
        raise Refused("complaints.task_missing", "what")
    with writing(by):
        complaint = locked(complaint_id)
        party_id = side_of(complaint, VERB, by=by)
        if complaint.is_closed:
            raise Refused("complaints.closed")
        _check_due(complaint, due_at, at=at)
        owner_id = _person(complaint, doer)
        [deadline] = open_deadlines([NewDeadline(KIND_TASK, doer.party_id, owner_id, at, due_at)])
        task = ComplaintTask.objects.create(
            complaint=complaint,
            party_id=party_id,
            what=what,
            desk=doer.desk,
            deadline=deadline,
            given_by_id=person_of(by),
            given_at=at,
        )
        tell_your_turn(complaint.pk, deadline, actor_id=by.user_id, at=at)
    return task


def end_task(task_id: int, verb: str, *, by: Scope, at: datetime, words: str = "") -> ComplaintTask:
    """Do, decline or take back a task; the clock stops, and who gave it is told.

    Refused: ``foundation.not_allowed_now``, ``complaints.not_your_task``, ``complaints.reason_missing``.
    """
    words = clean_text(words, LONGEST_WORDS, "words")
    with writing(by):
        task = TASK.move(
            ComplaintTask,
            task_id,
            verb,
            lambda row: _check_end(row, verb, words, by=by),
            words=words,
            ended_by_id=by.user_id,
            ended_at=at,
        )
        (stop if verb == "done" else cancel)([task.deadline_id], at=at)
        tell_task_ended(task, verb, actor_id=by.user_id, at=at)
    return task


def object_to_close(complaint: Complaint, verb: str, by: Scope) -> None:
    """Closing leaves no task of one's own side open; those of the other side are not known here.

    Refused: ``complaints.task_open``.
    """
    if verb not in FOR_GOOD:
        return
    mine = by.parties_for("complaints.see")
    ours = Q(party__in=mine) | Q(deadline__party__in=mine)
    undone = ComplaintTask.objects.filter(ours, complaint=complaint, state=TaskState.OPEN).first()
    if undone is not None:
        raise Refused("complaints.task_open", task=undone.what)


def verbs_for(task: ComplaintTask, *, by: Scope) -> list[str]:
    """What this person may do with a task now."""
    return [verb for verb in TASK.verbs(task.state) if _may(task, verb, by=by)]


def desks_for(complaint: Complaint) -> list[tuple[Doer, str, Sequence[User]]]:
    """The staffed desks at the venue: to whom each belongs, by which name, and who sits there."""
    jobs = jobs_at(complaint.venue_id, parties_of(complaint)).filter(role__in=DESKS, user__is_active=True)
    seats: dict[tuple[int, str], dict[int, User]] = {}
    names: dict[int, str] = {}
    for job in jobs.select_related("user", "party").order_by("party_id", "user__name", "pk"):
        seats.setdefault((job.party_id, job.role), {})[job.user_id] = job.user
        names[job.party_id] = job.party.name
    order = sorted(seats, key=lambda seat: (seat[0], DESKS.index(Role(seat[1]))))
    return [(Doer(party, desk=role), names[party], list(seats[party, role].values())) for party, role in order]


def tasks_of(complaint: Complaint, scope: Scope) -> QuerySet[ComplaintTask]:
    """The tasks of a complaint that this person's sides gave or have to do; open ones first."""
    seen = ComplaintTask.objects.within(scope, verb="complaints.see").filter(complaint=complaint)
    return seen.select_related("deadline__owner", "given_by", "ended_by", "party", "complaint__venue").order_by(
        "ended_at", "deadline__due_at", "pk"
    )


def open_tasks_of(user_id: int) -> QuerySet[ComplaintTask]:
    """What this person has to do, the most urgent first."""
    mine = ComplaintTask.objects.filter(state=TaskState.OPEN, deadline__owner=user_id)
    return mine.select_related("deadline", "complaint__venue", "complaint__room", "given_by").order_by(
        "deadline__due_at", "pk"
    )


def given_by_me(user_id: int, *, since: datetime) -> QuerySet[ComplaintTask]:
    """What this person gave to others: the open ones, and what ended since then."""
    given = ComplaintTask.objects.filter(Q(ended_at=None) | Q(ended_at__gte=since), given_by=user_id)
    return given.select_related("deadline__owner", "complaint__venue", "complaint__room").order_by(
        "ended_at", "deadline__due_at", "pk"
    )


def _check_due(complaint: Complaint, due_at: datetime, *, at: datetime) -> None:
    known_day(due_at.date(), "due_at")
    if due_at <= at:
        raise Refused("complaints.task_not_ahead", "due_at")
    clocks = Clock.objects.undone().filter(complaint=complaint, deadline__outcome=None, deadline__due_at__gt=at)
    last = clocks.aggregate(last=Max("deadline__due_at"))["last"]
    if last is not None and due_at > last:
        raise Refused("complaints.task_after_clock", "due_at", last=f"{timezone.localtime(last):%Y-%m-%d %H:%M}")


def _person(complaint: Complaint, doer: Doer) -> int:
    if doer.party_id not in parties_of(complaint):
        raise Refused("complaints.person_unknown", "doer")
    if doer.user_id is None:
        staffed = Role(doer.desk) in DESKS if doer.desk in Role.values else False
        roles = [Role(doer.desk)] if staffed else []
        owner_id = staff_at(party_id=doer.party_id, venue_id=complaint.venue_id, roles=roles).first(roles)
        if owner_id is None:
            raise Refused("complaints.desk_empty", "doer")
        return owner_id
    jobs = jobs_at(complaint.venue_id, {doer.party_id}).filter(role__in=DESKS, user__is_active=True)
    if not jobs.filter(user=doer.user_id).exists():
        raise Refused("complaints.person_unknown", "doer")
    return doer.user_id


def _check_end(task: ComplaintTask, verb: str, words: str, *, by: Scope) -> None:
    if not _may(task, verb, by=by):
        raise Refused("complaints.not_your_task")
    if verb != "done" and not words:
        raise Refused("complaints.reason_missing", "words")


def _may(task: ComplaintTask, verb: str, *, by: Scope) -> bool:
    """Who has it on their desk does or declines it; who gave it, or speaks for that side, takes it back."""
    if by.user_id is None:
        return False
    if verb == "withdraw":
        is_others = task.deadline.owner_id != by.user_id and acts_for(
            task.party_id, task.complaint.venue_id, VERB, by=by
        )
        return task.given_by_id == by.user_id or is_others
    if task.deadline.owner_id == by.user_id:
        return True
    return any(
        hat.party_id == task.deadline.party_id
        and hat.role == task.desk
        and (not hat.venue_ids or task.complaint.venue_id in hat.venue_ids)
        for hat in by.hats
    )
