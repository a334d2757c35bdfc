"""Moving a complaint on: the one writer of its stage (C3)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from complaints.domain.clocks.rules import CLOCK, started_by, stopped_by
from complaints.domain.clocks.running import grounds_at, limits_for, note_urgency, start_clocks, stop_clocks
from complaints.domain.people import may_at
from complaints.domain.stages.transitions import CLOSES, HANDLING, MAY_DO, NEEDS_NOTE, ON_PROMOTERS_PATH
from complaints.models import Clock, Complaint, ComplaintStep, Gravity
from contracts.domain.in_force import TermsInForce, terms_of_version
from contracts.models import ContractVersion
from foundation.refusals import Refused
from foundation.text import clean_text
from parties.domain.messages import Telling, tell
from parties.domain.scope import Scope, writing
from parties.models import Venue

LONGEST_NOTE: Final = 2000
LEVELS: Final = (1, 2, 3)


@dataclass(frozen=True)
class Judgement:
    """What classifying decides: level 1 to 3 and, where the first guess was wrong, another gravity."""

    level: int
    gravity: str | None = None


def move_complaint(
    complaint_id: int, verb: str, *, by: Scope, at: datetime, note: str = "", judgement: Judgement | None = None
) -> Complaint:
    """Take one step: lock, check the table and the person, change the stage, stop and start clocks, tell people.

    Contesting the result starts a new clock for planning; what was said about the first one stays.
    Refused: ``foundation.not_allowed_now``, ``complaints.not_your_step``, ``.note_missing``, ``.level_missing``,
    ``.not_from_promoter``, ``.answered``, ``.clock_running``.
    """
    note = clean_text(note, LONGEST_NOTE, "note")
    if by.user_id is None:  # a judgement is a person's
        raise Refused("parties.not_yours")
    with writing(by):
        complaint = HANDLING.move(
            Complaint,
            complaint_id,
            verb,
            check=lambda row: _check(row, verb, note=note, judgement=judgement, by=by),
            **_changes(verb, judgement, at=at),
        )
        step = ComplaintStep.objects.create(
            complaint=complaint, verb=verb, state=complaint.state, note=note, at=at, user_id=by.user_id
        )
        stop_clocks(complaint_id, verb, at=at)
        _start_clocks(complaint, verb, by=by, at=at)
        note_urgency(complaint)
        _tell_promoter(complaint, step, at=at)
    return complaint


def verbs_for(complaint: Complaint, *, by: Scope) -> list[str]:
    """What this person may do with the complaint now, in the table's order."""
    verbs = [
        verb
        for verb in HANDLING.verbs(complaint.state)
        if verb not in ON_PROMOTERS_PATH or (complaint.is_from_promoter and _is_unanswered(complaint.pk, verb))
    ]
    allowed = {may: may_at(by, may, complaint.venue_id) for may in {MAY_DO[verb] for verb in verbs}}
    return [verb for verb in verbs if allowed[MAY_DO[verb]]]


def _changes(verb: str, judgement: Judgement | None, *, at: datetime) -> dict[str, object]:
    changes: dict[str, object] = {"closed_at": at} if verb in CLOSES else {}
    if verb == "classify" and judgement is not None:
        changes["level"] = judgement.level
        if judgement.gravity is not None:
            changes["gravity"] = judgement.gravity
    return changes


def _check(row: Complaint, verb: str, *, note: str, judgement: Judgement | None, by: Scope) -> None:
    """Who may, and what the step needs; the row is locked."""
    if not may_at(by, MAY_DO[verb], row.venue_id):
        raise Refused("complaints.not_your_step")
    if verb in NEEDS_NOTE and not note:
        raise Refused("complaints.note_missing", "note")
    if verb == "classify" and (judgement is None or judgement.level not in LEVELS):
        raise Refused("complaints.level_missing", "level")
    if judgement is not None and judgement.gravity not in (None, *Gravity.values):
        raise Refused("foundation.required", "gravity")
    if verb in ON_PROMOTERS_PATH:
        _check_promoters_path(row, verb)
    if verb == "close":
        _check_all_done(row)


def _check_promoters_path(row: Complaint, verb: str) -> None:
    if not row.is_from_promoter:
        raise Refused("complaints.not_from_promoter")
    if not _is_unanswered(row.pk, verb):
        raise Refused("complaints.answered")


def _is_unanswered(complaint_id: int, verb: str) -> bool:
    """Whether the promoter still waits: a clock of this step runs or has run out. Without any clock: always."""
    names = [rule.name for rule in stopped_by(verb)]
    done = Clock.objects.filter(complaint=complaint_id, name__in=names).values_list("deadline__done_at", flat=True)
    moments = list(done)
    return not moments or None in moments


def _check_all_done(row: Complaint) -> None:
    """Closing leaves no promise open: what is still undone must be done first, late as it may be."""
    undone = Clock.objects.undone().filter(complaint=row.pk).first()
    if undone is not None:
        raise Refused("complaints.clock_running", clock=CLOCK[undone.name].label)


def _start_clocks(complaint: Complaint, verb: str, *, by: Scope, at: datetime) -> None:
    rules = started_by(verb, is_promoters=complaint.is_from_promoter, is_major=complaint.is_major)
    if not rules:
        return
    venue = Venue.objects.only("party_id").get(pk=complaint.venue_id)
    terms = terms_of(complaint)
    grounds = grounds_at(
        terms,
        venue_id=venue.pk,
        venue_party_id=venue.party_id,
        rules=rules,
        else_user_id=complaint.responsible_id,
    )
    limits = limits_for(rules, terms, venue_id=venue.pk, at=at)
    start_clocks(complaint, limits, grounds, actor_id=by.user_id, at=at)


def terms_of(complaint: Complaint) -> TermsInForce | None:
    """The terms under which the complaint was logged: a later change of the contract does not touch it."""
    if complaint.version_id is None:
        return None
    return terms_of_version(ContractVersion.objects.select_related("contract").get(pk=complaint.version_id))


def _tell_promoter(complaint: Complaint, step: ComplaintStep, *, at: datetime) -> None:
    """The promoter hears at once what marketing answers, and when their complaint is dismissed."""
    is_told = step.verb in ON_PROMOTERS_PATH or (step.verb == "dismiss" and complaint.is_from_promoter)
    if is_told and complaint.logged_by_id != step.user_id:
        telling = Telling(
            user_id=complaint.logged_by_id,
            kind="complaints.answered",
            key=f"complaint-step:{step.pk}",
            params={"complaint": complaint.pk, "verb": step.verb},
        )
        tell([telling], at=at)
