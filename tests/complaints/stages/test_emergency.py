"""Major complaints: told at once, straight to a plan; and judged again without moving a limit that runs (C3)."""

import pytest

from complaints.domain.stages.desks import trainings_due
from complaints.domain.stages.handling import Judgement, move_complaint, verbs_for
from complaints.models import Complaint, HouseRule, Stage
from deadlines.domain.pausing import pause
from deadlines.domain.sweep import sweep
from deadlines.models import Outcome
from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.models import Message
from tests.complaints.factories import HOUR, NOW, House, at_stage, house, house_without_contract, logged, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def ktv() -> House:
    return house()


def _told() -> set[int]:
    return set(Message.objects.filter(kind="complaints.major").values_list("user", flat=True))


def _regrade(ktv: House, complaint: Complaint, gravity: str, *, hours: float) -> Complaint:
    by, judged = ktv.scope(Role.MARKETING), Judgement(gravity=gravity)
    return move_complaint(complaint.pk, "regrade", by=by, at=NOW + hours * HOUR, note="伤者送医", judgement=judged)


def test_a_major_one_is_told_at_once_to_the_venue_and_to_both_sides_of_the_contract(ktv: House) -> None:
    logged(ktv, gravity="major")
    chiefs = (Role.VENUE_MANAGER, Role.ACCOUNT_MANAGER, Role.CONTRACT_OWNER)
    assert _told() == {ktv.people[role].pk for role in chiefs}


def test_an_ordinary_one_is_told_to_nobody_in_charge_until_it_becomes_major(ktv: House) -> None:
    complaint = logged(ktv)
    assert _told() == set()
    complaint = _regrade(ktv, complaint, "major", hours=1)
    assert len(_told()) == 3
    last = complaint.steps.last()
    assert last is not None
    assert (complaint.gravity, last.verb, last.gravity, last.note) == ("major", "regrade", "major", "伤者送医")


def test_the_emergency_path_goes_straight_to_a_plan_and_stops_what_it_answers(ktv: House) -> None:
    complaint = step(ktv, logged(ktv, gravity="major"), "emergency", at=NOW + HOUR)
    assert (complaint.state, complaint.level, complaint.emergency_at) == (Stage.PLANNED, 3, NOW + HOUR)
    assert complaint.clocks.get().deadline.outcome == Outcome.KEPT


def test_the_emergency_path_is_for_major_ones_alone(ktv: House) -> None:
    complaint = logged(ktv)
    assert "emergency" not in verbs_for(complaint, by=ktv.scope(Role.PROMOTIONS))
    with pytest.raises(Refused) as refused:
        step(ktv, complaint, "emergency", at=NOW + HOUR)
    assert refused.value.code == "complaints.not_major"


@pytest.mark.parametrize("gravity", [None, "ordinary", "huge"])
def test_another_judgement_is_another_gravity(ktv: House, gravity: str | None) -> None:
    complaint, by = logged(ktv), ktv.scope(Role.MARKETING)
    with pytest.raises(Refused) as refused:
        move_complaint(complaint.pk, "regrade", by=by, at=NOW, note="理由", judgement=Judgement(gravity=gravity))
    assert refused.value.field == "gravity"


def test_another_judgement_moves_no_limit_ends_no_pause_and_undoes_no_lateness() -> None:
    ktv_3 = house("ktv-3", signing_place="杭州市")
    late, paused = logged(ktv_3, gravity="major"), logged(ktv_3, at=NOW + 20 * HOUR)
    pause(paused.clocks.get().deadline_id, reason="客户要求", by=ktv_3.scope(Role.MARKETING), at=NOW + 21 * HOUR)
    sweep(NOW + 22 * HOUR)
    _regrade(ktv_3, late, "minor", hours=23)
    _regrade(ktv_3, paused, "major", hours=23)
    clocks = [(each.clocks.get().name, each.clocks.get().deadline) for each in (late, paused)]
    assert [(name, row.outcome, row.paused_at, row.due_at) for name, row in clocks] == [
        ("reply_major", Outcome.MISSED, None, NOW + 12 * HOUR),
        ("reply", None, NOW + 21 * HOUR, NOW + 44 * HOUR),
    ]


def test_where_only_major_ones_have_a_limit_it_begins_when_one_becomes_major() -> None:
    ktv = house_without_contract()
    HouseRule.objects.create(venue=ktv.venue, clock="reply_major", hours=6)
    complaint = _regrade(ktv, logged(ktv), "major", hours=2)
    assert [(clock.name, clock.deadline.due_at) for clock in complaint.clocks.all()] == [
        ("verify", NOW + 24 * HOUR),
        ("reply_major", NOW + 8 * HOUR),
    ]
    again = _regrade(ktv, _regrade(ktv, complaint, "minor", hours=3), "major", hours=4)
    assert again.clocks.count() == 2


def test_a_complaint_from_a_door_without_staff_is_taken_in_and_its_clock_runs_before(ktv: House) -> None:
    complaint = at_stage(ktv, Stage.ARRIVED)
    assert (complaint.state, complaint.clocks.get().deadline.started_at) == (Stage.ARRIVED, NOW)
    complaint = step(ktv, complaint, "take_in", at=NOW + HOUR)
    assert (complaint.state, complaint.clocks.count()) == (Stage.RECEIVED, 1)


def test_a_training_follows_once_when_it_was_somebodys_attitude(ktv: House) -> None:
    rude, dull = at_stage(ktv, Stage.CLASSIFIED), at_stage(ktv, Stage.CLASSIFIED, subject="facilities")
    hr = ktv.scope(Role.HR)
    assert trainings_due(hr, most=9) == [rude]
    assert (verbs_for(rude, by=hr), verbs_for(dull, by=hr)) == (["train"], [])
    step(ktv, rude, "train", at=NOW + 3 * HOUR)
    assert trainings_due(hr, most=9) == []
    for complaint in (rude, dull):
        with pytest.raises(Refused) as refused:
            step(ktv, complaint, "train", at=NOW + 4 * HOUR)
        assert refused.value.code == "complaints.no_training"
