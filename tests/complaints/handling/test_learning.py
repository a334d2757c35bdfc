"""Causes, whys, corrective actions, and what comes again."""

from datetime import timedelta

import pytest

from complaints.domain.handling import actions, causes, repeats
from complaints.domain.handling.actions import NewAction, do_action, drop_action, judge_action, set_action
from complaints.domain.handling.promoter_rates import rates_of_promoters
from complaints.domain.handling.repeats import Window
from complaints.domain.stages.handling import move_complaint
from complaints.models import Cause, Complaint, CorrectiveAction, Stage
from deadlines.domain.sweep import sweep_all
from parties.domain.roles import Role
from tests import factories
from tests.complaints.factories import HOUR, NOW, House, at_stage, house, logged
from tests.complaints.refused import refusal_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def ktv() -> House:
    return house()


def _action(ktv: House, complaint: Complaint, *, sameness: str = "subject") -> CorrectiveAction:
    new = NewAction("班前会讲解", ktv.people[Role.PROMOTIONS].pk, NOW + 2 * DAY, sameness, check_days=30)
    return set_action(complaint.pk, new, by=ktv.scope(Role.MARKETING), at=NOW)


def test_an_ordinary_complaint_is_not_closed_before_its_cause_is_known(ktv: House) -> None:
    complaint, at = at_stage(ktv, Stage.CONFIRMED), NOW + 9 * HOUR
    by = ktv.scope(Role.CUSTOMER_SERVICE)
    assert refusal_of(lambda: move_complaint(complaint.pk, "close", by=by, at=at)) == "complaints.cause_needed"
    causes.find_cause(complaint.pk, Cause.SERVICE, by=by, at=at)
    assert move_complaint(complaint.pk, "close", by=by, at=at).state == Stage.CLOSED


def test_a_venue_says_from_which_gravity_on_the_cause_is_needed(ktv: House) -> None:
    complaint, at = at_stage(ktv, Stage.CONFIRMED), NOW + 9 * HOUR
    service = ktv.scope(Role.CUSTOMER_SERVICE)
    provider = factories.scope(factories.person(ktv.provider, Role.VENUE_MANAGER))
    for by in (service, provider):
        assert refusal_of(lambda: causes.need_cause_from(ktv.venue.pk, "major", by=by)) == (  # noqa: B023  # at once
            "complaints.not_your_step"
        )
    causes.need_cause_from(ktv.venue.pk, "major", by=ktv.scope(Role.VENUE_MANAGER))
    assert move_complaint(complaint.pk, "close", by=service, at=at).state == Stage.CLOSED


def test_the_last_cause_found_counts_and_the_whys_are_ones_own(ktv: House) -> None:
    complaint, by = logged(ktv), ktv.scope(Role.MARKETING)
    for cause in (Cause.PRICE, Cause.SERVICE):
        causes.find_cause(complaint.pk, cause, by=by, at=NOW)
    root = causes.write_root_cause(complaint.pk, ["没人应", " ", "排班太少"], by=by, at=NOW)
    found = causes.cause_of(complaint)
    assert found is not None
    assert (found.cause, root.whys) == ("service", ["没人应", "排班太少"])
    assert causes.root_cause_of(complaint, by) == root
    assert causes.root_cause_of(complaint, ktv.scope(Role.VENUE_MANAGER)) is None
    assert (
        refusal_of(lambda: causes.write_root_cause(complaint.pk, ["x"] * 6, by=by, at=NOW)) == "complaints.why_missing"
    )


def test_an_action_is_done_then_checked_with_what_came_again_before_and_after(ktv: House) -> None:
    complaint = logged(ktv)
    logged(ktv, subject="price")
    action = _action(ktv, complaint)
    done_at = NOW + DAY
    do_action(action.pk, by=ktv.scope(Role.PROMOTIONS), at=done_at)
    logged(ktv, at=done_at)
    for number in (1, 2, 3):
        logged(ktv, subject="price", at=done_at + number * DAY)
    judge, over = ktv.scope(Role.MARKETING), done_at + 30 * DAY
    assert refusal_of(lambda: judge_action(action.pk, "worked", by=judge, at=over - HOUR, words="x")) == (
        "complaints.check_too_early"
    )
    checked = judge_action(action.pk, "worked", by=judge, at=over, words="明显减少")
    assert (checked.before_count, checked.before_of) == (1, 2)
    assert (checked.after_count, checked.after_of) == (1, 4)
    action.refresh_from_db()
    assert (action.state, action.deadline.outcome, action.check_deadline and action.check_deadline.outcome) == (
        "worked",
        "kept",
        "kept",
    )


def test_a_dropped_action_says_why_and_its_clock_stops(ktv: House) -> None:
    action, by = _action(ktv, logged(ktv)), ktv.scope(Role.MARKETING)
    assert refusal_of(lambda: drop_action(action.pk, by=by, at=NOW, words=" ")) == "complaints.reason_missing"
    drop_action(action.pk, by=by, at=NOW + HOUR, words="已由总部统一处理")
    sweep_all(NOW + 5 * DAY)
    action.refresh_from_db()
    assert (action.state, action.deadline.outcome) == ("dropped", "cancelled")


def test_repeats_need_something_to_be_counted_by(ktv: House) -> None:
    complaint = logged(ktv)
    assert refusal_of(lambda: _action(ktv, complaint, sameness="person")) == "complaints.nothing_to_count"
    assert refusal_of(lambda: _action(ktv, complaint, sameness="cause")) == "complaints.nothing_to_count"


def test_the_other_side_neither_sees_nor_ends_an_action(ktv: House) -> None:
    complaint = logged(ktv)
    action, theirs = _action(ktv, complaint), ktv.scope(Role.VENUE_MANAGER)
    assert list(actions.actions_of(complaint, theirs)) == []
    assert refusal_of(lambda: do_action(action.pk, by=theirs, at=NOW)) == "complaints.not_your_task"
    assert refusal_of(lambda: drop_action(action.pk, by=theirs, at=NOW, words="x")) == "complaints.not_your_task"


def test_figures_have_their_denominator_and_leave_the_dismissed_out(ktv: House) -> None:
    first, second = logged(ktv), logged(ktv, at=NOW + HOUR)
    logged(ktv, subject="price", room_id=None, at=NOW + HOUR)
    at_stage(ktv, Stage.DISMISSED)
    causes.find_cause(second.pk, Cause.SERVICE, by=ktv.scope(Role.MARKETING), at=NOW + HOUR)
    window, rows = Window(NOW, NOW + DAY), Complaint.objects.filter(venue=ktv.venue)
    found = {each.key: (each.count, each.of) for each in repeats.causes(rows, window)}
    assert (found["service"], found["price"], found[""]) == ((1, 3), (0, 3), (2, 3))
    assert [(each.label, each.count, each.of) for each in repeats.rooms(rows, window)] == [("666", 2, 3)]
    assert list(repeats.like(repeats.founded(rows, window), "cause", "service")) == [second]
    assert {same.value: list(rows) for same, rows in repeats.earlier_ones(second)} == {
        "room": [first],
        "subject": [first],
    }
    assert repeats.like(rows, "room", "²").count() == 0


def test_a_promoters_rate_is_out_of_what_was_complained_of_where_they_work(ktv: House) -> None:
    promoter = ktv.people[Role.PROMOTER]
    quiet = factories.person(ktv.provider, Role.PROMOTER, venues=[ktv.venue])
    logged(ktv, concerns_id=promoter.pk)
    logged(ktv)
    logged(ktv, concerns_id=promoter.pk, at=NOW + DAY)
    rates = rates_of_promoters(ktv.provider.pk, [ktv.venue.pk], Window(NOW, NOW + DAY))
    assert [(rate.user_id, rate.count, rate.of, rate.percent) for rate in rates] == [
        (promoter.pk, 1, 2, 50),
        (quiet.pk, 0, 2, 0),
    ]
    assert rates_of_promoters(ktv.client.pk, [ktv.venue.pk], Window(NOW, NOW + DAY)) == []
