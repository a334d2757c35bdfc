"""Tasks across departments: a person, a moment, an end; and who learns of them."""

from datetime import timedelta

import pytest

from complaints.domain.handling.tasks import Doer, desks_for, end_task, give_task, tasks_of, verbs_for
from complaints.models import ComplaintTask, Stage
from contracts.models import Breach
from deadlines.domain.sweep import sweep
from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.models import Message
from tests import factories
from tests.complaints.factories import HOUR, NOW, SECOND, House, at_stage, house, logged, step
from tests.complaints.handling.makers import task

pytestmark = pytest.mark.django_db


@pytest.fixture
def ktv() -> House:
    return house()


def _kinds(user_id: int) -> list[str]:
    return list(Message.objects.filter(user=user_id, kind__startswith="handling.").values_list("kind", flat=True))


def test_a_task_has_a_person_a_moment_and_a_clock_of_its_own(ktv: House) -> None:
    given = task(ktv, logged(ktv))
    assert (given.deadline.kind, given.deadline.owner, given.deadline.due_at) == (
        "handling.task",
        ktv.people[Role.PROMOTIONS],
        NOW + 4 * HOUR,
    )
    assert _kinds(ktv.people[Role.PROMOTIONS].pk) == ["handling.your_turn"]


def test_a_desk_stands_for_the_person_who_sits_there(ktv: House) -> None:
    doer = Doer(ktv.provider.pk, desk=Role.MARKETING)
    given = give_task(logged(ktv).pk, "查监控", doer, due_at=NOW + HOUR, by=ktv.scope(Role.VENUE_MANAGER), at=NOW)
    assert given.deadline.owner == ktv.people[Role.MARKETING]
    names = {(doer.desk, name) for doer, name, _people in desks_for(given.complaint)}
    assert (Role.MARKETING.value, ktv.provider.name) in names
    assert (Role.FLOOR.value, ktv.client.name) in names


@pytest.mark.parametrize(
    ("doer", "code"),
    [
        (lambda ktv: Doer(ktv.client.pk, desk=Role.HR), "complaints.desk_empty"),
        (lambda ktv: Doer(ktv.provider.pk, desk="chef"), "complaints.desk_empty"),
        (lambda ktv: Doer(ktv.provider.pk, user_id=ktv.people[Role.FLOOR].pk), "complaints.person_unknown"),
        (lambda ktv: Doer(factories.party().pk, desk=Role.MARKETING), "complaints.person_unknown"),
    ],
)
def test_nobody_is_given_a_task_who_does_not_work_there(ktv: House, doer: object, code: str) -> None:
    complaint, by = logged(ktv), ktv.scope(Role.MARKETING)
    with pytest.raises(Refused) as refused:
        give_task(complaint.pk, "x", doer(ktv), due_at=NOW + HOUR, by=by, at=NOW)  # type: ignore[operator]
    assert refused.value.code == code


def test_a_task_is_due_while_the_clock_runs(ktv: House) -> None:
    complaint = logged(ktv)
    last = complaint.clocks.get().deadline.due_at
    assert task(ktv, complaint, due_at=last).deadline.due_at == last
    for due_at, code in ((last + SECOND, "complaints.task_after_clock"), (NOW, "complaints.task_not_ahead")):
        with pytest.raises(Refused) as refused:
            task(ktv, complaint, due_at=due_at)
        assert refused.value.code == code


def test_where_no_clock_runs_a_task_may_take_longer(ktv: House) -> None:
    complaint, at = at_stage(ktv, Stage.TOLD), NOW + 7 * HOUR
    assert task(ktv, complaint, due_at=at + timedelta(days=9), at=at).is_open


def test_a_task_is_done_and_who_gave_it_is_told(ktv: House) -> None:
    given = task(ktv, logged(ktv))
    done = end_task(given.pk, "done", by=ktv.scope(Role.PROMOTIONS), at=NOW + HOUR)
    done.deadline.refresh_from_db()
    assert (done.state, done.deadline.outcome) == ("done", "kept")
    assert _kinds(ktv.people[Role.CUSTOMER_SERVICE].pk) == ["handling.task_ended"]


def test_declining_and_taking_back_need_a_reason(ktv: House) -> None:
    given = task(ktv, logged(ktv))
    for verb, role in (("decline", Role.PROMOTIONS), ("withdraw", Role.CUSTOMER_SERVICE)):
        with pytest.raises(Refused) as refused:
            end_task(given.pk, verb, by=ktv.scope(role), at=NOW + HOUR)
        assert refused.value.code == "complaints.reason_missing"
    declined = end_task(given.pk, "decline", by=ktv.scope(Role.PROMOTIONS), at=NOW + HOUR, words="没有果盘")
    declined.deadline.refresh_from_db()
    assert (declined.state, declined.deadline.outcome) == ("declined", "cancelled")


def test_only_its_desk_ends_a_task_and_only_its_giver_takes_it_back(ktv: House) -> None:
    given = task(ktv, logged(ktv))
    offered = {role: verbs_for(given, by=ktv.scope(role)) for role in (Role.PROMOTIONS, Role.MARKETING, Role.FLOOR)}
    assert offered == {Role.PROMOTIONS: ["done", "decline"], Role.MARKETING: ["withdraw"], Role.FLOOR: []}
    with pytest.raises(Refused) as refused:
        end_task(given.pk, "done", by=ktv.scope(Role.VENUE_MANAGER), at=NOW + HOUR)
    assert refused.value.code == "complaints.not_your_task"
    end_task(given.pk, "done", by=ktv.scope(Role.PROMOTIONS), at=NOW + HOUR)
    with pytest.raises(Refused) as refused:
        end_task(given.pk, "done", by=ktv.scope(Role.PROMOTIONS), at=NOW + HOUR)
    assert refused.value.code == "foundation.not_allowed_now"


def test_a_late_task_is_no_breach_and_its_own_side_alone_hears_of_it(ktv: House) -> None:
    complaint = at_stage(ktv, Stage.TOLD)
    at = NOW + 7 * HOUR
    task(ktv, complaint, due_at=at + 10 * HOUR, at=at)
    sweep(at + 6 * HOUR)
    sweep(at + 11 * HOUR)
    assert _kinds(ktv.people[Role.PROMOTIONS].pk) == ["handling.your_turn", "handling.warned_50", "handling.missed"]
    assert _kinds(ktv.people[Role.ACCOUNT_MANAGER].pk) == ["handling.overseen"]
    assert _kinds(ktv.people[Role.VENUE_MANAGER].pk) == []
    assert Breach.objects.count() == 0


def test_a_complaint_is_not_closed_while_a_task_of_ones_own_side_is_open(ktv: House) -> None:
    complaint, at = at_stage(ktv, Stage.CONFIRMED), NOW + 9 * HOUR
    theirs = task(ktv, complaint, Role.FLOOR, giver=Role.VENUE_MANAGER, due_at=at + HOUR, at=at)
    ours = task(ktv, complaint, due_at=at + HOUR, at=at)
    with pytest.raises(Refused) as refused:
        step(ktv, complaint, "close", at=at)
    assert refused.value.code == "complaints.task_open"
    end_task(ours.pk, "decline", by=ktv.scope(Role.PROMOTIONS), at=at, words="客人已离店")
    assert step(ktv, complaint, "close", at=at).state == Stage.CLOSED
    assert theirs.is_open


def test_the_other_side_sees_only_what_it_gave_or_has_to_do(ktv: House) -> None:
    complaint = logged(ktv)
    internal = task(ktv, complaint)
    across = task(ktv, complaint, Role.FLOOR)
    assert set(tasks_of(complaint, ktv.scope(Role.MARKETING))) == {internal, across}
    assert set(tasks_of(complaint, ktv.scope(Role.VENUE_MANAGER))) == {across}
    stranger = factories.scope(factories.person(factories.party(), Role.MARKETING))
    assert not ComplaintTask.objects.within(stranger, verb="complaints.see").exists()
