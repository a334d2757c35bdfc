"""Opening, stopping, cancelling, handing over."""

from datetime import timedelta
from typing import Any

import pytest

from deadlines.domain.clock import NewDeadline, cancel, open_deadlines, reassign, stop
from deadlines.models import Outcome
from tests import factories
from tests.deadlines.clocks import HOUR, SECOND, START, Ear, owner, running

pytestmark = pytest.mark.django_db


def test_a_clock_opens_with_its_first_warning_at_half_time() -> None:
    deadline = running(owner(), hours=24)
    assert deadline.due_at == START + 24 * HOUR
    assert deadline.next_at == START + 12 * HOUR
    assert (deadline.outcome, deadline.warned) == (None, 0)


def test_many_clocks_open_in_one_statement(django_assert_num_queries: Any) -> None:
    who = owner()
    party_id = who.memberships.get().party_id
    items = [NewDeadline("test.step", party_id, who.pk, START, START + HOUR) for _ in range(50)]
    with django_assert_num_queries(1):
        opened = open_deadlines(items)
    assert len({deadline.pk for deadline in opened}) == 50


@pytest.mark.parametrize(
    ("late", "outcome"),
    [(-SECOND, Outcome.KEPT), (timedelta(0), Outcome.KEPT), (SECOND, Outcome.MISSED)],
    ids=["a second early", "at the due moment", "a second late"],
)
def test_done_at_the_due_moment_is_in_time_and_a_second_later_is_not(
    ear: Ear, late: timedelta, outcome: Outcome
) -> None:
    deadline = running(owner())
    stop([deadline.pk], at=deadline.due_at + late)
    deadline.refresh_from_db()
    assert deadline.outcome == outcome
    assert deadline.done_at == deadline.due_at + late
    assert deadline.outcome_at == min(deadline.due_at, deadline.done_at)
    assert deadline.next_at is None
    assert ear.missed == ([deadline.pk] if outcome == Outcome.MISSED else [])


def test_a_step_done_too_late_is_missed_even_before_any_sweep(ear: Ear) -> None:
    deadline = running(owner())
    stop([deadline.pk], at=deadline.due_at + 3 * HOUR)
    stop([deadline.pk], at=deadline.due_at + 5 * HOUR)
    deadline.refresh_from_db()
    assert (deadline.outcome, deadline.outcome_at) == (Outcome.MISSED, deadline.due_at)
    assert deadline.done_at == deadline.due_at + 3 * HOUR
    assert ear.missed == [deadline.pk]


def test_a_kept_deadline_stays_as_it_is(ear: Ear) -> None:
    deadline = running(owner())
    stop([deadline.pk], at=START + HOUR)
    assert stop([deadline.pk], at=START + 100 * HOUR) == []
    deadline.refresh_from_db()
    assert (deadline.outcome, deadline.done_at) == (Outcome.KEPT, START + HOUR)
    assert ear.missed == []


def test_cancelling_after_the_due_time_does_not_wipe_out_the_failure(ear: Ear) -> None:
    early, late = running(owner()), running(owner())
    cancel([early.pk], at=early.due_at - HOUR)
    cancel([late.pk], at=late.due_at + HOUR)
    early.refresh_from_db()
    late.refresh_from_db()
    assert (early.outcome, early.outcome_at, early.done_at) == (Outcome.CANCELLED, early.due_at - HOUR, None)
    assert (late.outcome, late.outcome_at, late.done_at) == (Outcome.MISSED, late.due_at, None)
    assert ear.missed == [late.pk]


def test_nothing_to_stop_asks_the_database_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert stop([], at=START) == []


def test_only_open_clocks_change_hands() -> None:
    first, second = owner(), owner()
    open_one, ended = running(first), running(first)
    stop([ended.pk], at=START + HOUR)
    changed = reassign([open_one.pk, ended.pk], owner_id=second.pk, by=factories.scope(second))
    open_one.refresh_from_db()
    ended.refresh_from_db()
    assert (changed, open_one.owner_id, ended.owner_id) == (1, second.pk, first.pk)
