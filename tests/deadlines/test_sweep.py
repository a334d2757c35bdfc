"""What one sweep finds, and what it leaves alone."""

from datetime import timedelta
from typing import Any

import pytest

from deadlines.domain.sweep import SweepResult, sweep, sweep_all
from deadlines.models import Deadline, Outcome
from foundation.audit import history_of
from tests.deadlines.clocks import HOUR, SECOND, START, Ear, owner, running

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("late", "outcome"),
    [(-SECOND, None), (timedelta(0), None), (SECOND, Outcome.MISSED)],
    ids=["a second early", "at the due moment", "a second late"],
)
def test_a_deadline_is_missed_only_after_its_due_moment(ear: Ear, late: timedelta, outcome: Outcome | None) -> None:
    deadline = running(owner())
    sweep(deadline.due_at + late)
    deadline.refresh_from_db()
    assert deadline.outcome == outcome
    assert deadline.outcome_at == (deadline.due_at if outcome else None)
    assert ear.missed == ([deadline.pk] if outcome else [])


def test_people_are_warned_at_half_and_four_fifths_and_told_when_it_is_over(ear: Ear) -> None:
    deadline = running(owner(), hours=10)
    for minutes in range(0, 11 * 60, 5):
        sweep(START + timedelta(minutes=minutes))
    assert ear.warned == [(deadline.pk, 50), (deadline.pk, 80)]
    assert ear.missed == [deadline.pk]


def test_each_warning_sets_the_next_moment() -> None:
    deadline = running(owner(), hours=10)
    moments = []
    for hours in (5.1, 8.1, 10.1):
        sweep(START + timedelta(hours=hours))
        deadline.refresh_from_db()
        moments.append((deadline.warned, deadline.next_at))
    assert moments == [(50, START + 8 * HOUR), (80, START + 10 * HOUR), (80, None)]


def test_after_a_standstill_only_the_last_passed_moment_counts(ear: Ear) -> None:
    who = owner()
    over, at_85, at_60 = running(who, hours=4), running(who, hours=7), running(who, hours=10)
    result = sweep(START + 6 * HOUR)
    assert result == SweepResult(warned=2, missed=1)
    assert ear.missed == [over.pk]
    assert ear.warned == [(at_85.pk, 80), (at_60.pk, 50)]


def test_six_hours_without_sweeps_leave_every_outcome_with_its_true_time(ear: Ear) -> None:
    who = owner()
    opened = [running(who, hours=0.1 * number) for number in range(1, 61)]
    sweep_all(START + 6 * HOUR + SECOND, limit=7)
    stored = dict(Deadline.objects.values_list("pk", "outcome_at"))
    assert stored == {deadline.pk: deadline.due_at for deadline in opened}
    assert set(Deadline.objects.values_list("outcome", flat=True)) == {Outcome.MISSED}
    assert sorted(ear.missed) == sorted(stored)
    assert ear.warned == []


def test_a_second_sweep_finds_nothing_more(ear: Ear) -> None:
    running(owner())
    at = START + 25 * HOUR
    assert sweep(at) == SweepResult(warned=0, missed=1)
    assert sweep(at) == SweepResult(warned=0, missed=0)
    assert len(ear.missed) == 1


def test_the_oldest_moments_come_first_when_there_is_more_than_one_batch(ear: Ear) -> None:
    who = owner()
    later, earlier = running(who, hours=3), running(who, hours=2)
    sweep(START + 4 * HOUR, limit=1)
    assert ear.missed == [earlier.pk]
    sweep(START + 4 * HOUR, limit=1)
    assert ear.missed == [earlier.pk, later.pk]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("due", [1, 300])
def test_the_number_of_statements_does_not_follow_the_number_of_rows(
    ear: Ear, django_assert_num_queries: Any, due: int
) -> None:
    who = owner()
    for _ in range(due):
        running(who)
    with django_assert_num_queries(5):  # a look, BEGIN, who acts, the claim, COMMIT
        sweep(START + 25 * HOUR)


def test_where_nothing_is_due_one_look_is_enough(django_assert_num_queries: Any) -> None:
    running(owner())
    with django_assert_num_queries(1):
        assert sweep(START + HOUR) == SweepResult(warned=0, missed=0)


def test_the_clock_itself_is_named_in_the_audit() -> None:
    deadline = running(owner())
    sweep(START + 25 * HOUR)
    last = history_of(deadline).first()
    assert last is not None
    assert (last.actor, last.verb, last.after) == (
        "system",
        "U",
        {"outcome": "missed", "outcome_at": "2026-11-21T18:00:00+00:00", "next_at": None},
    )
