"""Moving a complaint on: the one writer of its stage (C3)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from complaints.domain.clocks.rules import CLOCK, late_starters, started_by, stopped_by
from complaints.domain.clocks.running import note_urgency, stop_clocks
from complaints.domain.emergencies import tell_of_major
from complaints.domain.people import Here, may_at
from complaints.domain.stages import cycles, known_major, merging, objections
from complaints.domain.stages.grounds import start_from_now
from complaints.domain.stages.reaching import check_tried
from complaints.domain.stages.transitions import (
    ASKS_FOR_TRAINING,
    BY_CUSTOMER,
    CLOSES,
    EMERGENCY,
    FOR_GOOD,
    HANDLING,
    MAY_DO,
    MERGE,
    NEEDS_NOTE,
    ON_PROMOTERS_PATH,
    REGRADE,
    REOPEN,
    STAFF_NEEDS_NOTE,
    TRAIN,
    UNMERGE,
    UNREACHED,
)
from complaints.models import Clock, Complaint, ComplaintStep, Gravity, Subject
from foundation.refusals import Refused
from foundation.text import clean_text
from parties.domain.messages import Telling, tell
from parties.domain.scope import Scope, writing

LONGEST_NOTE: Final = 2000
LEVELS: Final = (1, 2, 3)
GRAVEST: Final = 3


@dataclass(frozen=True)
class Judgement:
    """What is decided about a complaint: classifying needs a level of 1 to 3; another gravity may come with it.

    ``was_known``: that it was known to be major when it was set down as less (:mod:`known_major`).
    """

    level: int | None = None
    gravity: str | None = None
    was_known: bool = False


def move_complaint(
    complaint_id: int,
    verb: str,
    *,
    by: Scope,
    at: datetime,
    note: str = "",
    judgement: Judgement | None = None,
    into_id: int | None = None,
) -> Complaint:
    """Take one step: lock, check the table and the person, change the stage, stop and start clocks, tell people.

    ``into_id`` is the complaint with which this one is merged. Contesting the result starts a new clock for planning;
    what was said about the first one stays.
    Refused: ``foundation.not_allowed_now``, ``complaints.not_your_step``, ``.note_missing``, ``.level_missing``,
    ``.not_from_promoter``, ``.answered``, ``.clock_running``, ``.same_gravity``, ``.not_major``, ``.no_training``,
    ``.not_tried_enough``, ``.not_known_major``, what opening again, merging and taking apart are refused for, and what
    the rooms above object (``objections``).
    """
    if by.user_id is None:  # a judgement is a person's
        raise Refused("parties.not_yours")
    return _move(complaint_id, verb, by=by, at=at, note=note, judgement=judgement, into_id=into_id)


def move_for_customer(complaint_id: int, verb: str, *, by: Scope, at: datetime, note: str = "") -> Complaint:
    """The customer confirms or contests the result themself; the caller has proven that it is they.

    Refused: ``foundation.not_allowed_now``, ``complaints.note_missing``, ``complaints.too_late_to_reopen``.
    """
    if by.user_id is not None or by.is_system or verb not in BY_CUSTOMER:
        raise Refused("parties.not_yours")
    return _move(complaint_id, verb, by=by, at=at, note=note)


def _move(
    complaint_id: int,
    verb: str,
    *,
    by: Scope,
    at: datetime,
    note: str,
    judgement: Judgement | None = None,
    into_id: int | None = None,
) -> Complaint:
    note = clean_text(note, LONGEST_NOTE, "note")
    judgement = judgement or Judgement()
    with writing(by):
        before, other = merging.locked(complaint_id, into_id)
        complaint = HANDLING.move(
            Complaint,
            complaint_id,
            verb,
            check=lambda row: _check(row, verb, note=note, judgement=judgement, other=other, by=by, at=at),
            **_changes(before, verb, judgement, into_id, at=at),
        )
        was_known = judgement.was_known and verb == REGRADE
        step = _write_down(
            complaint, verb, note=note, was=before.gravity, was_known=was_known, user_id=by.user_id, at=at
        )
        stop_clocks(complaint_id, verb, at=at)
        if was_known:
            known_major.count_anew(complaint, by=by, at=at)
        _start_clocks(complaint, verb, was=before.gravity, by=by, at=at)
        merging.settle(complaint, before, other, verb, by=by, at=at)
        note_urgency(complaint)
        _tell(complaint, step, was=before.gravity, at=at)
    return complaint


def verbs_for(complaint: Complaint, *, by: Scope, at: datetime | None = None, here: Here | None = None) -> list[str]:
    """What this person may do with the complaint, in the table's order; with ``at``, without what is too late then.

    ``here``: what they may do at its venue, where somebody has asked already.
    """
    here = here or Here(by, complaint.venue_id)
    verbs = [verb for verb in HANDLING.verbs(complaint.state) if here.may(MAY_DO[verb])]
    verbs = [verb for verb in verbs if _fits(complaint, verb, at=at)]
    return [verb for verb in verbs if not cycles.needs_news(complaint, verb, by=by)]


def _fits(complaint: Complaint, verb: str, *, at: datetime | None) -> bool:
    if verb in ON_PROMOTERS_PATH:
        return complaint.is_from_promoter and _is_unanswered(complaint, verb)
    if verb == EMERGENCY:
        return complaint.is_major
    if verb == TRAIN:
        return _waits_for_training(complaint)
    if verb == MERGE:
        return not complaint.is_from_promoter
    if verb in UNMERGE:
        return merging.leads_back(complaint, verb) and not (at and merging.is_too_late(complaint, at=at))
    return not (complaint.is_closed and at and cycles.is_too_late(complaint, at=at))


def _changes(
    row: Complaint, verb: str, judgement: Judgement, into_id: int | None, *, at: datetime
) -> dict[str, object]:
    changes: dict[str, object] = cycles.begun_again(row, verb)
    if verb in CLOSES:
        changes["closed_at"] = at
    if verb == "classify":
        changes["level"] = judgement.level
    if verb == EMERGENCY:  # what calls for it is of the gravest level (form ktv-2, clause 3.3)
        changes |= {"level": row.level or GRAVEST, "emergency_at": at}
    if verb in {"classify", REGRADE} and judgement.gravity is not None:
        changes["gravity"] = judgement.gravity
    if verb in ASKS_FOR_TRAINING and row.subject == Subject.ATTITUDE:
        changes |= {"training_asked_at": at, "trained_at": None}
    if verb == TRAIN:
        changes["trained_at"] = at
    if verb == MERGE:
        changes["merged_into_id"] = into_id
    if verb in UNMERGE:
        changes |= {"merged_into_id": None, "closed_at": None}
    return changes


def _check(
    row: Complaint, verb: str, *, note: str, judgement: Judgement, other: Complaint | None, by: Scope, at: datetime
) -> None:
    """Who may, and what the step needs; the row is locked."""
    _check_actor(row, verb, note=note, by=by)
    _check_judgement(row, verb, judgement)
    if verb in ON_PROMOTERS_PATH:
        _check_promoters_path(row, verb)
    if verb == UNREACHED:
        check_tried(row)
    if verb in FOR_GOOD:
        _check_all_done(row)
    if verb == EMERGENCY and not row.is_major:
        raise Refused("complaints.not_major")
    if verb == TRAIN and not _waits_for_training(row):
        raise Refused("complaints.no_training")
    if verb == MERGE:
        merging.check_merge(row, other)
    elif verb in UNMERGE:
        merging.check_unmerge(row, verb, other, at=at)
    elif row.is_closed and verb != TRAIN:
        cycles.check_in_time(row, at=at)
        cycles.check_news(row, verb, by=by)
    objections.ask(row, verb, by=by)


def _check_actor(row: Complaint, verb: str, *, note: str, by: Scope) -> None:
    """Staff act by their role; that the customer is the customer, the caller has proven."""
    is_customer = by.user_id is None
    if not is_customer and not may_at(by, MAY_DO[verb], row.venue_id):
        raise Refused("complaints.not_your_step")
    if verb in (NEEDS_NOTE if is_customer else STAFF_NEEDS_NOTE) and not note:
        raise Refused("complaints.note_missing", "note")


def _check_judgement(row: Complaint, verb: str, judgement: Judgement) -> None:
    if verb == "classify" and judgement.level not in LEVELS:
        raise Refused("complaints.level_missing", "level")
    if judgement.gravity not in (None, *Gravity.values):
        raise Refused("foundation.required", "gravity")
    if judgement.was_known and verb == REGRADE:
        known_major.check(row, judgement.gravity)
    elif verb == REGRADE and judgement.gravity in (None, row.gravity):
        raise Refused("complaints.same_gravity", "gravity")


def _check_promoters_path(row: Complaint, verb: str) -> None:
    if not row.is_from_promoter:
        raise Refused("complaints.not_from_promoter")
    if not _is_unanswered(row, verb):
        raise Refused("complaints.answered")


def _waits_for_training(row: Complaint) -> bool:
    return row.training_asked_at is not None and row.trained_at is None


def _is_unanswered(row: Complaint, verb: str) -> bool:
    """Whether the promoter still waits in this cycle: a clock of this step runs or has run out, or there is none."""
    names = [rule.name for rule in stopped_by(verb)]
    clocks = Clock.objects.filter(complaint=row.pk, cycle=row.cycle, name__in=names)
    moments = list(clocks.values_list("deadline__done_at", flat=True))
    return not moments or None in moments


def _check_all_done(row: Complaint) -> None:
    """Closing leaves no promise open: what is still undone must be done first, late as it may be."""
    undone = Clock.objects.undone().handled_with(row.pk).first()
    if undone is not None:
        raise Refused("complaints.clock_running", clock=CLOCK[undone.name].label)


def _write_down(
    complaint: Complaint, verb: str, *, note: str, was: str, was_known: bool, user_id: int | None, at: datetime
) -> ComplaintStep:
    return ComplaintStep.objects.create(
        complaint=complaint,
        verb=verb,
        state=complaint.state,
        cycle=complaint.cycle,
        gravity=complaint.gravity if was_known or complaint.gravity != was else "",
        was_known=was_known,
        note=note,
        at=at,
        user_id=user_id,
    )


def _start_clocks(complaint: Complaint, verb: str, *, was: str, by: Scope, at: datetime) -> None:
    rules = started_by(verb, is_promoters=complaint.is_from_promoter, is_major=complaint.is_major)
    if complaint.is_major and was != Gravity.MAJOR:
        rules += late_starters(
            running=complaint.clocks.filter(cycle=complaint.cycle).values_list("name", flat=True),
            taken=complaint.steps.filter(cycle=complaint.cycle).values_list("verb", flat=True),
        )
    start_from_now(complaint, rules, by=by, at=at)


def _tell(complaint: Complaint, step: ComplaintStep, *, was: str, at: datetime) -> None:
    """The promoter hears at once what marketing answers, and when their complaint is dismissed; the chiefs, when a
    complaint becomes major or is opened again as one, and of every dismissal and reopening under their contract."""
    is_told = step.verb in ON_PROMOTERS_PATH or (step.verb == "dismiss" and complaint.is_from_promoter)
    promoter_id = complaint.logged_by_id
    if is_told and promoter_id is not None and promoter_id != step.user_id:
        telling = Telling(
            user_id=promoter_id,
            kind="complaints.answered",
            key=f"complaint-step:{step.pk}",
            params={"complaint": complaint.pk, "verb": step.verb},
        )
        tell([telling], at=at)
    if complaint.is_major and (was != Gravity.MAJOR or step.verb == REOPEN):
        tell_of_major(complaint, actor_id=step.user_id, at=at)
    cycles.tell_chiefs(complaint, step, at=at)
