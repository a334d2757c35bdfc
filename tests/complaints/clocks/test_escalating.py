"""A missed step rises level by level, at true times, until somebody acknowledges it."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client

from complaints.domain.clocks.chain import Rung, set_chain
from complaints.domain.clocks.escalating import acknowledge
from complaints.models import Complaint, EscalationLevel, EscalationRule, EscalationWord
from complaints.models.escalations import Chief
from deadlines.domain.sweep import sweep_all
from deadlines.models import Deadline
from foundation.refusals import Refused
from parties.domain.messages import render
from parties.domain.roles import Role
from parties.models import Message
from tests.complaints.factories import HOUR, NOW, SECOND, House, house, house_without_contract, logged, step

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
DUE = NOW + 24 * HOUR
LEVEL_2, LEVEL_3, OVER = DUE + 30 * MINUTE, DUE + 90 * MINUTE, DUE + 210 * MINUTE


@pytest.fixture
def ktv() -> House:
    return house()


def swept(at: datetime) -> None:
    """What the beat does until nothing is due any more."""
    while sweep_all(at).claimed:
        pass


def _levels(ktv: House) -> list[tuple[int, Role, datetime, datetime, str | None]]:
    roles = {user.pk: role for role, user in ktv.people.items()}
    rows = EscalationLevel.objects.select_related("deadline")
    return [
        (
            row.number,
            roles[row.deadline.owner_id or 0],
            row.deadline.started_at,
            row.deadline.due_at,
            row.deadline.outcome,
        )
        for row in rows
    ]


def _refused(level: EscalationLevel, ktv: House, role: Role, *, at: datetime, note: str = "马上处理") -> str:
    with pytest.raises(Refused) as refused:
        acknowledge(level.pk, note=note, by=ktv.scope(role), at=at)
    return refused.value.code


def test_a_missed_step_rises_through_three_levels_when_nobody_acknowledges(ktv: House) -> None:
    logged(ktv)
    swept(DUE)
    assert _levels(ktv) == []
    for moment in (DUE + SECOND, LEVEL_2 + SECOND, LEVEL_3 + SECOND, OVER + SECOND):
        swept(moment)
    assert _levels(ktv) == [
        (1, Role.MARKETING, DUE, LEVEL_2, "missed"),
        (2, Role.VENUE_MANAGER, LEVEL_2, LEVEL_3, "missed"),
        (3, Role.ACCOUNT_MANAGER, LEVEL_3, OVER, "missed"),
    ]


def test_six_hours_without_sweeps_record_every_level_with_its_true_time(ktv: House) -> None:
    logged(ktv)
    swept(DUE + 6 * HOUR)
    rows = Deadline.objects.filter(kind="escalations.level").order_by("started_at")
    assert [(row.started_at, row.outcome, row.outcome_at) for row in rows] == [
        (DUE, "missed", LEVEL_2),
        (LEVEL_2, "missed", LEVEL_3),
        (LEVEL_3, "missed", OVER),
    ]


@pytest.mark.parametrize(("late", "levels"), [(-SECOND, 1), (0 * SECOND, 1), (SECOND, 2)])
def test_a_word_in_time_ends_the_rise_and_a_later_one_does_not(ktv: House, late: timedelta, levels: int) -> None:
    logged(ktv)
    swept(DUE + SECOND)
    word = acknowledge(
        EscalationLevel.objects.get().pk, note=" 马上处理 ", by=ktv.scope(Role.MARKETING), at=LEVEL_2 + late
    )
    swept(LEVEL_2 + MINUTE)
    assert (word.note, EscalationLevel.objects.count()) == ("马上处理", levels)


def test_only_the_person_asked_acknowledges_once_with_a_note(ktv: House) -> None:
    complaint = logged(ktv)
    swept(LEVEL_2 + SECOND)
    swept(LEVEL_2 + 2 * SECOND)
    first, second = EscalationLevel.objects.order_by("number")
    assert _refused(second, ktv, Role.MARKETING, at=LEVEL_2 + MINUTE) == "parties.not_yours"
    assert _refused(second, ktv, Role.VENUE_MANAGER, at=LEVEL_2 + MINUTE, note=" ") == "complaints.note_missing"
    acknowledge(second.pk, note="我来跟进", by=ktv.scope(Role.VENUE_MANAGER), at=LEVEL_2 + MINUTE)
    assert _refused(second, ktv, Role.VENUE_MANAGER, at=LEVEL_2 + MINUTE) == "complaints.acknowledged"
    # The level below still owes its word, until the step is done.
    assert list(EscalationLevel.objects.waiting()) == [first]
    step(ktv, complaint, "verify", at=LEVEL_3)
    assert not EscalationLevel.objects.waiting().exists()
    assert _refused(first, ktv, Role.MARKETING, at=LEVEL_3) == "complaints.level_over"


def test_the_step_done_late_ends_the_levels_at_their_true_times(ktv: House) -> None:
    """Nobody swept meanwhile: the second level had begun when the step was done, and is recorded so."""
    complaint = logged(ktv)
    step(ktv, complaint, "verify", at=LEVEL_2 + MINUTE)
    assert [(number, began, outcome) for number, _who, began, _due, outcome in _levels(ktv)] == [
        (1, DUE, "missed"),
        (2, LEVEL_2, "cancelled"),
    ]
    assert not Message.objects.filter(kind="complaints.escalated").exists()


def test_a_running_level_ends_with_its_step(ktv: House) -> None:
    complaint = logged(ktv)
    swept(DUE + SECOND)
    step(ktv, complaint, "verify", at=DUE + MINUTE)
    swept(DUE + 6 * HOUR)
    assert [outcome for *_rest, outcome in _levels(ktv)] == ["cancelled"]


def test_a_major_complaint_leaves_less_time(ktv: House) -> None:
    logged(ktv, gravity="major")
    swept(DUE + HOUR)
    assert [(began, due) for _number, _who, began, due, _outcome in _levels(ktv)] == [
        (DUE, DUE + 15 * MINUTE),
        (DUE + 15 * MINUTE, DUE + 45 * MINUTE),
        (DUE + 45 * MINUTE, DUE + 105 * MINUTE),
    ]


def test_a_venue_sets_its_own_chain_and_what_began_keeps_its_time(ktv: House) -> None:
    logged(ktv)
    swept(DUE + SECOND)
    wanted = {1: Rung(Chief.OWNER, 5, 5), 2: Rung(Chief.CUSTOMER_SERVICE, 10, 5), 3: Rung(Chief.CONTRACT_OWNER, 20, 10)}
    set_chain(ktv.venue.pk, wanted, by=ktv.scope(Role.VENUE_MANAGER), at=DUE + MINUTE)
    assert set_chain(ktv.venue.pk, wanted, by=ktv.scope(Role.VENUE_MANAGER), at=DUE + MINUTE) == []
    swept(DUE + HOUR)
    assert [(number, who, due) for number, who, _began, due, _outcome in _levels(ktv)] == [
        (1, Role.MARKETING, LEVEL_2),
        (2, Role.CUSTOMER_SERVICE, LEVEL_2 + 10 * MINUTE),
        (3, Role.CONTRACT_OWNER, LEVEL_2 + 30 * MINUTE),
    ]


@pytest.mark.parametrize("role", [Role.MARKETING, Role.ACCOUNT_MANAGER, Role.CONTRACT_OWNER])
def test_the_chain_is_set_by_the_venues_own_people_alone(ktv: House, role: Role) -> None:
    with pytest.raises(Refused) as refused:
        set_chain(ktv.venue.pk, {1: Rung(Chief.OWNER, 5, 5)}, by=ktv.scope(role), at=NOW)
    assert refused.value.code == "parties.not_your_venue"


def test_without_a_contract_whoever_is_responsible_is_the_last_level() -> None:
    alone = house_without_contract()
    logged(alone)
    swept(DUE + 6 * HOUR)
    assert [who for _number, who, *_rest in _levels(alone)] == [
        Role.MARKETING,
        Role.VENUE_MANAGER,
        Role.CUSTOMER_SERVICE,
    ]


def test_each_level_is_told_in_its_readers_language_and_leads_to_the_page(ktv: House) -> None:
    complaint = logged(ktv)
    for moment in (DUE + SECOND, LEVEL_2 + SECOND, LEVEL_3 + SECOND):
        swept(moment)
    told = Message.objects.filter(kind="complaints.escalated").order_by("pk")
    assert [message.user for message in told] == [ktv.people[Role.VENUE_MANAGER], ktv.people[Role.ACCOUNT_MANAGER]]
    read = render(told[0], language="en")
    assert read.path == f"/complaints/{complaint.pk}/"
    assert read.body == (
        f"The time ran out at 2026-11-22 02:00, and nobody acknowledged it: Verify, {complaint.number}."
        " Acknowledge it, and see that it is done."
    )


def test_the_person_asked_finds_it_at_home_and_acknowledges_on_the_complaints_page(ktv: House) -> None:
    complaint = logged(ktv)
    swept(LEVEL_2 + SECOND)
    swept(LEVEL_2 + 2 * SECOND)
    level = EscalationLevel.objects.get(number=2)
    manager = Client(headers={"accept-language": "en"})
    manager.force_login(ktv.people[Role.VENUE_MANAGER])
    assert f"Acknowledge: Verify, {complaint.number}" in manager.get("/").content.decode()
    address = f"/complaints/{complaint.pk}/"
    assert f"levels/{level.pk}/acknowledge" in manager.get(address).content.decode()
    manager.post(f"{address}levels/{level.pk}/acknowledge/", {"note": "今晚由我跟进"})
    assert EscalationWord.objects.get().note == "今晚由我跟进"
    assert "今晚由我跟进" in manager.get(address).content.decode()
    assert "Acknowledge: Verify" not in manager.get("/").content.decode()


def test_a_level_of_another_complaint_is_not_there(ktv: House) -> None:
    complaint = logged(ktv)
    swept(DUE + SECOND)
    other: Complaint = logged(ktv, at=DUE + HOUR)
    marketing = Client()
    marketing.force_login(ktv.people[Role.MARKETING])
    level = EscalationLevel.objects.get(clock__complaint=complaint)
    answer = marketing.post(f"/complaints/{other.pk}/levels/{level.pk}/acknowledge/", {"note": "x"})
    assert (answer.status_code, EscalationWord.objects.count()) == (404, 0)


@pytest.mark.database
@pytest.mark.parametrize(
    ("number", "began_at", "complaint"),
    [(3, LEVEL_2, "out of turn"), (2, LEVEL_2, "out of turn"), (1, DUE, "escalation_level_once")],
    ids=["a level left out", "the one below still open", "a level twice"],
)
def test_levels_come_in_turn(ktv: House, number: int, began_at: datetime, complaint: str) -> None:
    logged(ktv)
    swept(DUE + SECOND)
    first = EscalationLevel.objects.get()
    deadline = Deadline.objects.get(pk=first.deadline_id)
    deadline.pk, deadline.started_at = None, began_at
    deadline.first_due_at = deadline.due_at = deadline.next_at = LEVEL_3
    deadline.save(force_insert=True)
    with pytest.raises(IntegrityError, match=complaint), transaction.atomic():
        EscalationLevel.objects.create(clock_id=first.clock_id, number=number, deadline=deadline)


def test_a_level_begins_when_the_one_below_was_missed_and_at_no_other_moment(ktv: House) -> None:
    logged(ktv)
    swept(DUE + SECOND)
    first = EscalationLevel.objects.get()
    Deadline.objects.filter(pk=first.deadline_id).update(outcome="missed", outcome_at=LEVEL_2, next_at=None)
    deadline = Deadline.objects.get(pk=first.deadline_id)
    deadline.pk, deadline.outcome, deadline.outcome_at, deadline.started_at = None, None, None, LEVEL_2 + SECOND
    deadline.first_due_at = deadline.due_at = deadline.next_at = LEVEL_3
    deadline.save(force_insert=True)
    with pytest.raises(IntegrityError, match="out of turn"), transaction.atomic():
        EscalationLevel.objects.create(clock_id=first.clock_id, number=2, deadline=deadline)
    Deadline.objects.filter(pk=deadline.pk).update(started_at=LEVEL_2)
    EscalationLevel.objects.create(clock_id=first.clock_id, number=2, deadline=deadline)


@pytest.mark.database
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["escalationlevel", "escalationword", "escalationrule", "houserule"])
def test_what_was_asked_said_and_ruled_stays(ktv: House, table: str, verb: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(verb.format(f"complaints_{table}"))


@pytest.mark.database
@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"level": 4}, "escalation_rule_levels"),
        ({"minutes": 0}, "escalation_rule_minutes"),
        ({"minutes_major": 10_081}, "escalation_rule_minutes"),
        ({"chief": "nobody"}, "escalation_rule_chiefs"),
    ],
)
def test_a_chain_that_makes_no_sense_is_refused(ktv: House, changes: dict[str, object], constraint: str) -> None:
    plain = {"level": 1, "chief": "owner", "minutes": 30, "minutes_major": 15}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        EscalationRule.objects.create(
            venue=ktv.venue, set_by=ktv.people[Role.VENUE_MANAGER], set_at=NOW, **(plain | changes)
        )


@pytest.mark.database
def test_a_word_says_something(ktv: House) -> None:
    logged(ktv)
    swept(DUE + SECOND)
    with pytest.raises(IntegrityError, match="escalation_word_says_something"), transaction.atomic():
        EscalationWord.objects.create(
            level=EscalationLevel.objects.get(), user=ktv.people[Role.MARKETING], note="", at=DUE
        )
