"""Pauses: what they add, what they refuse, and that every verdict follows from their ledger."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deadlines.domain.clock import cancel, stop
from deadlines.domain.pausing import Verdict, pause, recompute, resume
from deadlines.domain.sweep import sweep
from deadlines.models import Deadline, DeadlinePause, Outcome
from foundation.refusals import Refused
from parties.domain.scope import SYSTEM
from tests.deadlines.clocks import HOUR, SECOND, START, Ear, owner, running

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def _code(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.code


def test_a_pause_is_added_to_the_due_time_and_the_warnings_move_along(ear: Ear) -> None:
    deadline = running(owner(), hours=10)
    pause(deadline.pk, reason="waiting for the customer", by=SYSTEM, at=START + 2 * HOUR)
    sweep(START + 30 * HOUR)
    resumed = resume(deadline.pk, by=SYSTEM, at=START + 32 * HOUR)
    assert resumed.due_at == START + 40 * HOUR
    assert resumed.next_at == START + 35 * HOUR
    sweep(START + 35 * HOUR + SECOND)
    sweep(START + 40 * HOUR)
    assert ear.warned == [(deadline.pk, 50), (deadline.pk, 80)]
    assert ear.missed == []
    sweep(START + 40 * HOUR + SECOND)
    assert ear.missed == [deadline.pk]


def test_a_warning_given_before_the_pause_is_not_given_again(ear: Ear) -> None:
    deadline = running(owner(), hours=10)
    sweep(START + 6 * HOUR)
    pause(deadline.pk, reason="fire drill", by=SYSTEM, at=START + 7 * HOUR)
    resumed = resume(deadline.pk, by=SYSTEM, at=START + 8 * HOUR)
    assert resumed.next_at == START + 9 * HOUR
    sweep(START + 10 * HOUR)
    assert ear.warned == [(deadline.pk, 50), (deadline.pk, 80)]


def test_done_during_a_pause_counts_the_pause() -> None:
    deadline = running(owner(), hours=10)
    pause(deadline.pk, reason="waiting for the customer", by=SYSTEM, at=START + 9 * HOUR)
    stop([deadline.pk], at=START + 50 * HOUR)
    deadline.refresh_from_db()
    assert (deadline.outcome, deadline.due_at, deadline.is_paused) == (Outcome.KEPT, START + 51 * HOUR, False)
    assert recompute(deadline, at=START + 60 * HOUR) == Verdict.stored(deadline)


def test_a_pause_needs_a_reason_an_open_running_clock_and_time_left() -> None:
    deadline = running(owner(), hours=10)
    with pytest.raises(Refused) as refused:
        pause(deadline.pk, reason="  ", by=SYSTEM, at=START)
    assert _code(refused) == "deadlines.reason_missing"
    with pytest.raises(Refused) as refused:
        resume(deadline.pk, by=SYSTEM, at=START)
    assert _code(refused) == "deadlines.running"
    with pytest.raises(Refused) as refused:
        pause(deadline.pk, reason="too late", by=SYSTEM, at=START + 10 * HOUR + SECOND)
    assert _code(refused) == "deadlines.late"
    pause(deadline.pk, reason="first", by=SYSTEM, at=START + HOUR)
    with pytest.raises(Refused) as refused:
        pause(deadline.pk, reason="second", by=SYSTEM, at=START + HOUR)
    assert _code(refused) == "deadlines.paused"
    cancel([deadline.pk], at=START + 2 * HOUR)
    with pytest.raises(Refused) as refused:
        resume(deadline.pk, by=SYSTEM, at=START + 3 * HOUR)
    assert _code(refused) == "deadlines.closed"
    assert DeadlinePause.objects.count() == 1


STEPS = st.lists(
    st.tuples(st.sampled_from(["pause", "resume", "sweep", "stop", "cancel"]), st.integers(0, 400)), max_size=12
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_stored_verdict_is_the_one_computed_from_the_ledger(steps: list[tuple[str, int]]) -> None:
    deadline, now = running(owner(), hours=10), START
    for verb, minutes in steps:
        now += minutes * MINUTE
        try:
            if verb == "pause":
                pause(deadline.pk, reason="random", by=SYSTEM, at=now)
            elif verb == "resume":
                resume(deadline.pk, by=SYSTEM, at=now)
            elif verb == "stop":
                stop([deadline.pk], at=now)
            elif verb == "cancel":
                cancel([deadline.pk], at=now)
        except Refused:
            pass
        sweep(now)
        stored = Deadline.objects.get(pk=deadline.pk)
        assert recompute(stored, at=now) == Verdict.stored(stored)
