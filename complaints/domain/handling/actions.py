"""Corrective actions: what one side changes so that it does not happen again, and whether that worked (C8).

Form ``ktv-1``: improvement measures have an owner and a date, and their effect is evaluated. Doing it is one clock,
looking whether it worked another; neither is a duty of the contract, and the other side sees nothing of them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from complaints.domain.handling.news import KIND_ACTION, KIND_CHECK, tell_your_turn
from complaints.domain.handling.repeats import Window, count_like, key_of
from complaints.domain.handling.sides import HANDS, locked, person_of, side_of
from complaints.domain.people import acts_for, people_at
from complaints.models import ActionState, Complaint, CorrectiveAction, Sameness
from deadlines.domain.clock import NewDeadline, cancel, open_deadlines, stop
from foundation.days import known_day
from foundation.refusals import Refused
from foundation.text import clean_text
from foundation.transitions import Lifecycle
from parties.domain.scope import Scope, writing

VERB: Final = "complaints.learn"
LONGEST: Final = 1000
MOST_DAYS: Final = 365
TIME_TO_CHECK: Final = timedelta(days=7)
"""How long whoever set an action has for looking whether it worked, once the days before the check are over."""

ACTION: Final = Lifecycle(
    "corrective action",
    {
        ActionState.OPEN: {"done": ActionState.DONE, "drop": ActionState.DROPPED},
        ActionState.DONE: {"worked": ActionState.WORKED, "failed": ActionState.FAILED, "drop": ActionState.DROPPED},
        ActionState.WORKED: {},
        ActionState.FAILED: {},
        ActionState.DROPPED: {},
    },
    initial=ActionState.OPEN,
)
"""Done, then looked at again after some days: it worked, or it did not."""


@dataclass(frozen=True)
class NewAction:
    """What is changed, by whom until when; what counts as a repeat, and after how many days that is counted."""

    what: str
    owner_id: int
    due_at: datetime
    sameness: str
    check_days: int


def set_action(complaint_id: int, new: NewAction, *, by: Scope, at: datetime) -> CorrectiveAction:
    """Have something changed, by somebody of one's own side; a complaint may be closed meanwhile.

    Refused: ``complaints.not_your_step``, ``.action_missing``, ``.person_unknown``, ``.task_not_ahead``,
    ``.check_days_wrong``, ``.nothing_to_count``.
    """
    what = clean_text(new.what, LONGEST, "what")
    if not what:
        raise Refused("complaints.action_missing", "what")
    if not 1 <= new.check_days <= MOST_DAYS:
        raise Refused("complaints.check_days_wrong", "check_days", most=MOST_DAYS)
    known_day(new.due_at.date(), "due_at")
    if new.due_at <= at:
        raise Refused("complaints.task_not_ahead", "due_at")
    with writing(by):
        complaint = locked(complaint_id)
        party_id = side_of(complaint, VERB, by=by)
        if new.sameness not in Sameness.values or not key_of(complaint, new.sameness):
            raise Refused("complaints.nothing_to_count", "sameness")
        if not people_at(complaint.venue_id, {party_id}, HANDS).filter(pk=new.owner_id, is_active=True).exists():
            raise Refused("complaints.person_unknown", "owner")
        [deadline] = open_deadlines([NewDeadline(KIND_ACTION, party_id, new.owner_id, at, new.due_at)])
        action = CorrectiveAction.objects.create(
            complaint=complaint,
            party_id=party_id,
            what=what,
            sameness=new.sameness,
            check_days=new.check_days,
            deadline=deadline,
            set_by_id=person_of(by),
            set_at=at,
        )
        tell_your_turn(complaint.pk, deadline, actor_id=by.user_id, at=at)
    return action


def do_action(action_id: int, *, by: Scope, at: datetime, words: str = "") -> CorrectiveAction:
    """Its owner has done it: from now on the days before the check run, and who set it will have to look.

    Refused: ``foundation.not_allowed_now``, ``complaints.not_your_task``.
    """
    words = clean_text(words, LONGEST, "words")
    with writing(by):
        row = _locked(action_id)
        starts = NewDeadline(KIND_CHECK, row.party_id, row.set_by_id, at, check_due(row, done_at=at))
        if not _may(row, "done", by=by):
            raise Refused("complaints.not_your_task")
        ACTION.next_state(row.state, "done")
        [check] = open_deadlines([starts])
        done = {"check_deadline": check, "done_at": at, "done_by_id": by.user_id, "done_words": words}
        action = ACTION.move(CorrectiveAction, action_id, "done", None, **done)
        stop([action.deadline_id], at=at)
    return action


def judge_action(action_id: int, verb: str, *, by: Scope, at: datetime, words: str) -> CorrectiveAction:
    """Say whether it ``worked`` or ``failed``, with the repeats before and after counted and kept.

    Refused: ``foundation.not_allowed_now``, ``complaints.not_your_task``, ``.reason_missing``, ``.check_too_early``
    before the days are over.
    """
    words = _reason(words)
    with writing(by):
        row = _locked(action_id)
        if not _may(row, verb, by=by):
            raise Refused("complaints.not_your_task")
        ACTION.next_state(row.state, verb)
        before, after = windows(row)
        if at < after.until:
            raise Refused("complaints.check_too_early", days=row.check_days)
        counts = (*count_like(row.complaint, row.sameness, before), *count_like(row.complaint, row.sameness, after))
        said = dict(zip(("before_count", "before_of", "after_count", "after_of"), counts, strict=True))
        action = ACTION.move(
            CorrectiveAction, action_id, verb, None, words=words, ended_at=at, ended_by_id=by.user_id, **said
        )
        stop([deadline for deadline in (action.check_deadline_id,) if deadline], at=at)
    return action


def drop_action(action_id: int, *, by: Scope, at: datetime, words: str) -> CorrectiveAction:
    """It is not pursued any more, for a reason. Refused: ``foundation.not_allowed_now``,
    ``complaints.not_your_task``, ``.reason_missing``."""
    words = _reason(words)
    with writing(by):
        row = _locked(action_id)
        if not _may(row, "drop", by=by):
            raise Refused("complaints.not_your_task")
        action = ACTION.move(CorrectiveAction, action_id, "drop", words=words, ended_at=at, ended_by_id=by.user_id)
        cancel([pk for pk in (action.deadline_id, action.check_deadline_id) if pk], at=at)
    return action


def verbs_for(row: CorrectiveAction, *, by: Scope, at: datetime) -> list[str]:
    """What this person may do with it now; the verdict only once the days are over."""
    verbs = [verb for verb in ACTION.verbs(row.state) if _may(row, verb, by=by)]
    is_early = row.waits_for_check and at < windows(row)[1].until
    return [verb for verb in verbs if not (is_early and verb in ("worked", "failed"))]


def windows(row: CorrectiveAction) -> tuple[Window, Window]:
    """The days before it was done, and as many after. It must have been done."""
    assert row.done_at is not None  # noqa: S101  # asked of done ones only
    days = timedelta(days=row.check_days)
    return Window(row.done_at - days, row.done_at), Window(row.done_at, row.done_at + days)


def check_due(row: CorrectiveAction, *, done_at: datetime) -> datetime:
    """Until when somebody has to look whether it worked."""
    return done_at + timedelta(days=row.check_days) + TIME_TO_CHECK


def actions_of(complaint: Complaint, scope: Scope) -> QuerySet[CorrectiveAction]:
    """The actions of this person's own sides."""
    mine = complaint.actions.filter(party__in=scope.parties_for("complaints.see"))
    return mine.select_related("deadline__owner", "check_deadline__owner", "set_by", "done_by", "ended_by", "complaint")


def in_reach(scope: Scope) -> QuerySet[CorrectiveAction]:
    """Those of this person's own sides, at the venues that are theirs."""
    mine = CorrectiveAction.objects.filter(party__in=scope.parties_for("complaints.see"))
    return mine.filter(complaint__in=Complaint.objects.within(scope, verb="complaints.see"))


def actions_to_do(user_id: int) -> QuerySet[CorrectiveAction]:
    """What this person has to change."""
    mine = CorrectiveAction.objects.filter(state=ActionState.OPEN, deadline__owner=user_id)
    return mine.select_related("deadline", "complaint__venue").order_by("deadline__due_at", "pk")


def checks_to_make(user_id: int, *, at: datetime) -> list[CorrectiveAction]:
    """What this person has to look at, now that the days are over."""
    mine = CorrectiveAction.objects.filter(state=ActionState.DONE, check_deadline__owner=user_id)
    rows = mine.select_related("check_deadline", "complaint__venue").order_by("check_deadline__due_at", "pk")
    return [row for row in rows if windows(row)[1].until <= at]


def _locked(action_id: int) -> CorrectiveAction:
    rows = CorrectiveAction.objects.select_related("complaint", "deadline", "check_deadline")
    return rows.select_for_update(no_key=True, of=("self",)).get(pk=action_id)


def _reason(words: str) -> str:
    words = clean_text(words, LONGEST, "words")
    if not words:
        raise Refused("complaints.reason_missing", "words")
    return words


def _may(row: CorrectiveAction, verb: str, *, by: Scope) -> bool:
    """Its owner does it; who set it, or has to look, judges and drops it, as anybody of that side who may set some."""
    if by.user_id is None:
        return False
    if verb == "done" and row.deadline.owner_id == by.user_id:
        return True
    return acts_for(row.party_id, row.complaint.venue_id, VERB, by=by)
