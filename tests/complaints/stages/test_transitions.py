"""Every stage × every step, from the table: what leads on, what is refused, and for whom."""

import pytest

from complaints.domain.stages.handling import Judgement, move_complaint, verbs_for
from complaints.domain.stages.transitions import (
    CLOSES,
    DONE,
    HANDLING,
    LABELS,
    MAY_DO,
    ON_PROMOTERS_PATH,
    STAFF_NEEDS_NOTE,
    UNMERGE,
    UNREACHED,
)
from complaints.models import ENDED, Complaint, ComplaintStep, Stage
from foundation.refusals import Refused
from parties.domain.roles import MAY, Role
from tests.complaints.factories import DOERS, HOUR, NOW, House, at_stage, house, step, tried_in_vain

pytestmark = pytest.mark.django_db

VERBS = sorted(MAY_DO)
ALLOWED = [(stage, verb, target) for stage, verbs in HANDLING.table.items() for verb, target in verbs.items()]
REFUSED = [(stage, verb) for stage in HANDLING.states for verb in VERBS if verb not in HANDLING.verbs(stage)]


def _ready_for(ktv: House, stage: str, verb: str) -> Complaint:
    """A complaint at this stage that has what the verb asks for."""
    if verb in UNMERGE:
        return step(ktv, at_stage(ktv, UNMERGE[verb]), "merge", at=NOW + 19 * HOUR)
    is_promoters = stage == Stage.RECORDED or verb in ON_PROMOTERS_PATH
    gravity = "major" if verb == "emergency" else "ordinary"
    complaint = at_stage(ktv, stage, promoters=is_promoters, gravity=gravity)
    if verb == UNREACHED:
        tried_in_vain(ktv, complaint, at=NOW + 7 * HOUR)
    return complaint


@pytest.mark.parametrize(("stage", "verb", "target"), ALLOWED)
def test_each_step_of_the_table_is_for_the_roles_of_the_matrix_alone_leads_on_and_is_written_down(
    stage: str, verb: str, target: str
) -> None:
    ktv = house()
    complaint = _ready_for(ktv, stage, verb)
    _only_the_roles_of_the_matrix_may(ktv, complaint, stage, verb)
    moved = step(ktv, complaint, verb, at=NOW + 20 * HOUR)
    stored = Complaint.objects.get(pk=complaint.pk)
    last = ComplaintStep.objects.filter(complaint=complaint).last()
    assert (moved.state, stored.state) == (target, target)
    assert last is not None
    assert (last.verb, last.state, last.at, last.note) == (verb, target, NOW + 20 * HOUR, "备注")
    assert last.user_id == ktv.people[DOERS[verb]].pk
    assert (stored.closed_at is not None) == (target in ENDED)
    assert stored.closed_at == (NOW + 20 * HOUR if verb in CLOSES else complaint.closed_at if target in ENDED else None)


def _only_the_roles_of_the_matrix_may(ktv: House, complaint: Complaint, stage: str, verb: str) -> None:
    offered = {role for role in ktv.people if verb in verbs_for(complaint, by=ktv.scope(role))}
    allowed = MAY[MAY_DO[verb]] & set(ktv.people)
    # Who had to act waits for news before opening again what was dismissed (see test_cycles.py).
    waiting = (
        {role for role in allowed if ktv.provider.pk in ktv.scope(role).party_ids} if stage == "dismissed" else set()
    )
    assert offered == allowed - waiting
    for role in set(ktv.people) - offered:
        with pytest.raises(Refused) as refused:
            step(ktv, complaint, verb, at=NOW + 20 * HOUR, role=role)
        assert refused.value.code == ("complaints.nothing_new" if role in waiting else "complaints.not_your_step")


@pytest.fixture(scope="module")
def every_verb() -> list[str]:
    return VERBS


@pytest.mark.parametrize("stage", HANDLING.states)
def test_every_other_step_is_refused_and_changes_nothing(stage: str, every_verb: list[str]) -> None:
    ktv = house()
    complaint = at_stage(ktv, stage, promoters=stage == Stage.RECORDED)
    steps = complaint.steps.count()
    for verb in every_verb:
        if (stage, verb) in REFUSED:
            with pytest.raises(Refused) as refused:
                step(ktv, complaint, verb, at=NOW + 20 * HOUR)
            assert refused.value.code == "foundation.not_allowed_now", verb
    complaint.refresh_from_db()
    assert (complaint.state, complaint.steps.count()) == (stage, steps)


def test_a_role_at_another_house_counts_for_nothing_here() -> None:
    here, elsewhere = house(), house()
    complaint = at_stage(here, Stage.RECEIVED)
    assert verbs_for(complaint, by=elsewhere.scope(Role.MARKETING)) == []
    with pytest.raises(Refused) as refused:
        move_complaint(complaint.pk, "verify", by=elsewhere.scope(Role.MARKETING), at=NOW)
    assert refused.value.code == "complaints.not_your_step"


@pytest.mark.parametrize("verb", sorted(STAFF_NEEDS_NOTE))
def test_steps_that_must_be_explained_need_a_note(verb: str) -> None:
    ktv = house()
    stage = next(stage for stage in reversed(HANDLING.states) if verb in HANDLING.verbs(stage))
    complaint = _ready_for(ktv, stage, verb)
    with pytest.raises(Refused) as refused:
        move_complaint(complaint.pk, verb, by=ktv.scope(DOERS[verb]), at=NOW + 20 * HOUR, note=" \n ")
    assert (refused.value.code, refused.value.field) == ("complaints.note_missing", "note")


@pytest.mark.parametrize("judgement", [None, Judgement(level=0), Judgement(level=4)])
def test_classifying_needs_a_level_of_one_to_three(judgement: Judgement | None) -> None:
    ktv = house()
    complaint = at_stage(ktv, Stage.VERIFIED)
    with pytest.raises(Refused) as refused:
        move_complaint(complaint.pk, "classify", by=ktv.scope(Role.MARKETING), at=NOW, judgement=judgement)
    assert (refused.value.code, refused.value.field) == ("complaints.level_missing", "level")


def test_classifying_may_correct_the_gravity() -> None:
    ktv = house()
    complaint = at_stage(ktv, Stage.VERIFIED)
    judged = Judgement(level=3, gravity="major")
    moved = move_complaint(complaint.pk, "classify", by=ktv.scope(Role.MARKETING), at=NOW, judgement=judged)
    assert (moved.level, moved.gravity) == (3, "major")


def test_the_promoters_steps_are_only_for_the_promoters_path() -> None:
    ktv = house()
    complaint = at_stage(ktv, Stage.EXECUTED)
    with pytest.raises(Refused) as refused:
        step(ktv, complaint, "tell_promoter", at=NOW + 20 * HOUR)
    assert refused.value.code == "complaints.not_from_promoter"


def test_the_promoter_is_answered_once() -> None:
    ktv = house()
    complaint = at_stage(ktv, Stage.VERIFIED, promoters=True)
    step(ktv, complaint, "answer_promoter", at=NOW + 5 * HOUR)
    assert "answer_promoter" not in verbs_for(complaint, by=ktv.scope(Role.MARKETING))
    with pytest.raises(Refused) as refused:
        step(ktv, complaint, "answer_promoter", at=NOW + 6 * HOUR)
    assert refused.value.code == "complaints.answered"


def test_a_complaint_does_not_close_while_the_promoter_waits() -> None:
    ktv = house()
    complaint = at_stage(ktv, Stage.CONFIRMED, promoters=True)
    with pytest.raises(Refused) as refused:
        step(ktv, complaint, "close", at=NOW + 20 * HOUR)
    assert refused.value.code == "complaints.clock_running"


def test_every_step_has_words_for_the_button_and_for_the_history() -> None:
    verbs = {verb for verbs in HANDLING.table.values() for verb in verbs}
    assert verbs == set(MAY_DO) == set(LABELS) == set(DONE) - {"add"}


def test_the_system_takes_no_steps() -> None:
    from parties.domain.scope import SYSTEM

    ktv: House = house()
    complaint = at_stage(ktv, Stage.RECEIVED)
    with pytest.raises(Refused) as refused:
        move_complaint(complaint.pk, "verify", by=SYSTEM, at=NOW)
    assert refused.value.code == "parties.not_yours"
