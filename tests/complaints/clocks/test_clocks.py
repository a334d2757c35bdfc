"""Which clock each step starts and stops, to the second, and with whom it lies."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from complaints.domain.clocks.assignment import reassign_clock
from complaints.domain.clocks.rules import CLOCKS
from complaints.domain.stages.handling import Judgement, move_complaint
from complaints.domain.stages.transitions import HANDLING
from complaints.models import Channel, Clock, Complaint, Stage
from contracts.models import Breach, Obligation
from deadlines.domain.sweep import sweep
from deadlines.models import Outcome
from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.models import Message
from tests.complaints.factories import HOUR, NOW, SECOND, House, at_stage, house, logged, step
from tests.factories import term_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ktv() -> House:
    return house()


def _clocks(complaint: Complaint) -> list[tuple[str, datetime, datetime, str | None, Role]]:
    """(name, started, due, outcome, owner's role) of each clock, in the order in which they started."""
    roles = {}
    for clock in complaint.clocks.select_related("deadline__owner"):
        assert clock.deadline.owner is not None
        roles[clock.pk] = Role(clock.deadline.owner.memberships.get().role)
    return [
        (c.name, c.deadline.started_at, c.deadline.due_at, c.deadline.outcome, roles[c.pk])
        for c in complaint.clocks.select_related("deadline")
    ]


def test_the_clocks_of_the_plain_way_through(ktv: House) -> None:
    complaint = at_stage(ktv, Stage.CLOSED)
    kept = Outcome.KEPT
    assert _clocks(complaint) == [
        ("verify", NOW, NOW + 24 * HOUR, kept, Role.MARKETING),
        ("plan", NOW + 2 * HOUR, NOW + 50 * HOUR, kept, Role.PROMOTIONS),
        ("execute", NOW + 4 * HOUR, NOW + 76 * HOUR, kept, Role.PROMOTIONS),
        ("feedback", NOW + 5 * HOUR, NOW + 29 * HOUR, kept, Role.CUSTOMER_SERVICE),
    ]
    assert Complaint.objects.get(pk=complaint.pk).urgent_at is None


def test_the_clocks_of_the_promoters_path(ktv: House) -> None:
    complaint = at_stage(ktv, Stage.CLOSED, promoters=True)
    assert [(name, started, due) for name, started, due, _outcome, _role in _clocks(complaint)] == [
        ("promoter_report", NOW, NOW + 24 * HOUR),
        ("verify", NOW + HOUR, NOW + 25 * HOUR),
        ("promoter_answer", NOW + HOUR, NOW + 49 * HOUR),
        ("plan", NOW + 3 * HOUR, NOW + 51 * HOUR),
        ("execute", NOW + 5 * HOUR, NOW + 77 * HOUR),
        ("feedback", NOW + 6 * HOUR, NOW + 30 * HOUR),
        ("promoter_result", NOW + 6 * HOUR, NOW + 30 * HOUR),
    ]
    assert {outcome for *_rest, outcome, _role in _clocks(complaint)} == {Outcome.KEPT}


def test_the_contracts_own_terms_win() -> None:
    ktv = house(verify_within="6")
    (verify,) = _clocks(logged(ktv))
    assert verify[2] == NOW + 6 * HOUR


def test_each_clock_stands_on_the_term_of_the_contract_that_ran_when_it_was_logged(ktv: House) -> None:
    complaint = at_stage(ktv, Stage.CLASSIFIED)
    rows = Obligation.objects.filter(clock__complaint=complaint).select_related("term__version")
    assert [(row.clock.name, term_of(row).name, row.debtor) for row in rows.order_by("pk")] == [
        ("verify", "verify_within", ktv.provider),
        ("plan", "plan_within", ktv.provider),
    ]
    assert {row.clause.version_id for row in rows} == {complaint.version_id}


def test_contesting_starts_planning_anew_and_keeps_the_old_verdict(ktv: House) -> None:
    complaint = at_stage(ktv, Stage.TOLD)
    before = _clocks(complaint)
    complaint = step(ktv, complaint, "contest", at=NOW + 10 * HOUR)
    assert _clocks(complaint)[:-1] == before
    assert _clocks(complaint)[-1] == ("plan", NOW + 10 * HOUR, NOW + 58 * HOUR, None, Role.PROMOTIONS)
    assert complaint.urgent_at == NOW + 58 * HOUR


def test_dismissing_stops_verification_and_answers_the_promoter(ktv: House) -> None:
    complaint = at_stage(ktv, Stage.DISMISSED, promoters=True)
    assert {(name, outcome) for name, _start, _due, outcome, _role in _clocks(complaint)} == {
        ("promoter_report", Outcome.KEPT),
        ("verify", Outcome.KEPT),
        ("promoter_answer", Outcome.KEPT),
    }
    answer = Message.objects.get(kind="complaints.answered")
    assert (answer.user, answer.params["verb"]) == (ktv.people[Role.PROMOTER], "dismiss")


def test_a_step_taken_too_late_is_missed_when_it_was_due_and_proposes_a_breach_once(ktv: House) -> None:
    complaint = logged(ktv)
    step(ktv, complaint, "verify", at=NOW + 30 * HOUR)
    sweep(NOW + 31 * HOUR)
    deadline = complaint.clocks.get().deadline
    assert (deadline.outcome, deadline.outcome_at, deadline.done_at) == (
        Outcome.MISSED,
        NOW + 24 * HOUR,
        NOW + 30 * HOUR,
    )
    breach = Breach.objects.get()
    assert (breach.occurred_at, breach.at_fault, breach.injured) == (NOW + 24 * HOUR, ktv.provider, ktv.client)


@pytest.mark.parametrize("swept", [False, True], ids=["before the sweep", "after it"])
@pytest.mark.parametrize(
    ("late", "outcome"), [(-SECOND, Outcome.KEPT), (0 * SECOND, Outcome.KEPT), (SECOND, Outcome.MISSED)]
)
def test_a_step_at_the_due_moment_is_in_time_and_a_second_later_it_is_not(
    ktv: House, late: timedelta, outcome: Outcome, swept: bool
) -> None:
    complaint = logged(ktv)
    at = NOW + 24 * HOUR + late
    if swept:
        sweep(at)
    step(ktv, complaint, "verify", at=at)
    deadline = complaint.clocks.get().deadline
    assert (deadline.outcome, deadline.done_at) == (outcome, at)
    assert deadline.outcome_at == min(at, NOW + 24 * HOUR)
    assert Breach.objects.count() == (outcome == Outcome.MISSED)


def test_a_missed_step_stays_the_most_urgent_until_it_is_done(ktv: House) -> None:
    complaint = logged(ktv)
    sweep(NOW + 25 * HOUR)
    complaint.refresh_from_db()
    assert complaint.urgent_at == NOW + 24 * HOUR
    complaint = step(ktv, complaint, "verify", at=NOW + 26 * HOUR)
    assert complaint.urgent_at is None


def test_a_form_with_other_limits_runs_other_clocks() -> None:
    ktv_3 = house("ktv-3", signing_place="杭州市")
    (reply,) = _clocks(logged(ktv_3))
    assert reply == ("reply", NOW, NOW + 24 * HOUR, None, Role.CUSTOMER_SERVICE)


def test_a_major_complaint_is_replied_to_sooner() -> None:
    ktv_3 = house("ktv-3", signing_place="杭州市")
    complaint = logged(ktv_3, gravity="major")
    assert _clocks(complaint) == [("reply_major", NOW, NOW + 12 * HOUR, None, Role.CUSTOMER_SERVICE)]
    assert complaint.urgent_at == NOW + 12 * HOUR


def test_a_major_complaint_has_the_ordinary_limit_where_no_other_is_agreed() -> None:
    ktv_3 = house("ktv-3", signing_place="杭州市", reply_major_within="")
    assert [name for name, *_rest in _clocks(logged(ktv_3, gravity="major"))] == ["reply"]


def test_another_judgement_later_changes_no_limit_that_runs() -> None:
    ktv_3 = house("ktv-3", signing_place="杭州市")
    complaint = logged(ktv_3)
    step(ktv_3, complaint, "verify", at=NOW + HOUR)
    major = Judgement(level=1, gravity="major")
    move_complaint(
        complaint.pk, "classify", by=ktv_3.scope(Role.MARKETING), at=NOW + 2 * HOUR, note="备注", judgement=major
    )
    assert [(name, due) for name, _start, due, *_rest in _clocks(complaint)] == [("reply", NOW + 24 * HOUR)]


@pytest.mark.parametrize("verb", ["reply", "dismiss"])
def test_the_first_answer_to_the_customer_stops_the_reply(verb: str) -> None:
    ktv_3 = house("ktv-3", signing_place="杭州市")
    complaint = logged(ktv_3, gravity="major")
    step(ktv_3, complaint, verb, at=NOW + 12 * HOUR - SECOND)
    assert {(name, outcome) for name, _start, _due, outcome, _role in _clocks(complaint)} == {
        ("reply_major", Outcome.KEPT)
    }


def test_verifying_is_no_reply_and_an_overdue_reply_is_a_breach() -> None:
    ktv_3 = house("ktv-3", signing_place="杭州市")
    complaint = logged(ktv_3, gravity="major")
    step(ktv_3, complaint, "verify", at=NOW + HOUR)
    sweep(NOW + 13 * HOUR)
    step(ktv_3, complaint, "reply", at=NOW + 14 * HOUR)
    deadline = complaint.clocks.get().deadline
    assert (deadline.outcome, deadline.outcome_at, deadline.done_at) == (
        Outcome.MISSED,
        NOW + 12 * HOUR,
        NOW + 14 * HOUR,
    )
    breach = Breach.objects.get()
    assert (breach.kind.code, breach.at_fault) == ("step_late", ktv_3.provider)


def test_the_customer_can_be_replied_to_again(ktv: House) -> None:
    complaint = at_stage(ktv, Stage.VERIFIED)
    for hours in (3, 4):
        complaint = step(ktv, complaint, "reply", at=NOW + hours * HOUR)
    assert (complaint.state, complaint.steps.filter(verb="reply").count()) == (Stage.VERIFIED, 2)


def test_the_first_judgement_has_its_own_clock() -> None:
    ktv_1 = house("ktv-1", dispute_means="court", third_party_cap="10%")
    complaint = logged(ktv_1)
    assert _clocks(complaint) == [("triage", NOW, NOW + 24 * HOUR, None, Role.MARKETING)]
    step(ktv_1, complaint, "verify", at=NOW + HOUR)
    assert [outcome for *_rest, outcome, _role in _clocks(complaint)] == [Outcome.KEPT]


def test_where_party_a_bears_the_duty_its_own_people_answer_for_the_clocks() -> None:
    limits: dict[str, Any] = dict.fromkeys(("verify_within", "plan_within", "execute_within", "feedback_within"), "24")
    loyalty = house("loyalty", end_date="2030-12-31", survey_sample="100", **limits)
    clock = logged(loyalty).clocks.get()
    owed = Obligation.objects.get(clock=clock)
    assert (owed.debtor, owed.creditor) == (loyalty.client, loyalty.provider)
    assert clock.deadline.owner == loyalty.people[Role.VENUE_MANAGER]


def test_every_verb_of_the_clocks_is_one_of_the_table() -> None:
    verbs = {verb for verbs in HANDLING.table.values() for verb in verbs} | {"record", "receive"}
    for rule in CLOCKS:
        assert rule.started_by <= verbs
        assert rule.stopped_by <= verbs


def test_a_clock_changes_hands_and_the_new_owner_is_told(ktv: House) -> None:
    from tests import factories

    other = factories.person(ktv.provider, Role.MARKETING)
    clock = logged(ktv).clocks.get()
    reassign_clock(clock.pk, other.pk, by=ktv.scope(Role.MARKETING), at=NOW + HOUR)
    assert Clock.objects.get().deadline.owner == other
    assert Message.objects.filter(user=other, kind="complaints.your_turn").count() == 1


@pytest.mark.parametrize("role", [Role.FLOOR, Role.PROMOTIONS, Role.CONTRACT_OWNER])
def test_a_clock_is_not_handed_to_somebody_whose_job_it_is_not(ktv: House, role: Role) -> None:
    clock = logged(ktv).clocks.get()
    with pytest.raises(Refused) as refused:
        reassign_clock(clock.pk, ktv.people[role].pk, by=ktv.scope(Role.MARKETING), at=NOW)
    assert refused.value.code == "complaints.person_unknown"


def test_one_side_does_not_hand_over_the_clocks_of_the_other(ktv: House) -> None:
    from tests import factories

    other = factories.person(ktv.provider, Role.MARKETING)
    theirs = factories.scope(factories.person(ktv.client, Role.MARKETING))
    with pytest.raises(Refused) as refused:
        reassign_clock(logged(ktv).clocks.get().pk, other.pk, by=theirs, at=NOW)
    assert refused.value.code == "complaints.not_your_step"


def test_only_the_departments_hand_over_and_only_what_is_open(ktv: House) -> None:
    complaint = at_stage(ktv, Stage.VERIFIED)
    clock = complaint.clocks.get()
    for role, code in ((Role.FLOOR, "complaints.not_your_step"), (Role.MARKETING, "deadlines.closed")):
        with pytest.raises(Refused) as refused:
            reassign_clock(clock.pk, ktv.people[Role.MARKETING].pk, by=ktv.scope(role), at=NOW)
        assert refused.value.code == code


def test_the_promoter_hears_marketings_answer(ktv: House) -> None:
    complaint = at_stage(ktv, Stage.RECEIVED, promoters=True)
    step(ktv, complaint, "answer_promoter", at=NOW + 2 * HOUR)
    answer = Message.objects.get(kind="complaints.answered")
    assert (answer.user, answer.params) == (
        ktv.people[Role.PROMOTER],
        {"complaint": complaint.pk, "verb": "answer_promoter"},
    )
    assert complaint.channel == Channel.PROMOTER
