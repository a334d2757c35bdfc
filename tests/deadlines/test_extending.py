"""More time is granted while a clock is open; verdicts are recomputed with it, and never changed by it."""

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from deadlines.domain.clock import cancel, stop
from deadlines.domain.extending import extend
from deadlines.domain.pausing import Verdict, pause, recompute, resume
from deadlines.domain.sweep import sweep
from deadlines.models import Deadline, DeadlineExtension
from foundation.refusals import Refused
from parties.domain.scope import SYSTEM
from tests.deadlines.clocks import HOUR, SECOND, START, Ear, owner, running

pytestmark = pytest.mark.django_db


def put_off(deadline: Deadline, hours: float, *, after: float) -> Deadline:
    """Extend to so many hours after the start, granted so many hours after it."""
    due_at, at = START + hours * HOUR, START + after * HOUR
    return extend(deadline.pk, due_at=due_at, reason="granted", by=SYSTEM, at=at)


def refusal(deadline: Deadline, hours: float, *, after: float) -> str:
    with pytest.raises(Refused) as refused:
        put_off(deadline, hours, after=after)
    return refused.value.code


def check_verdict(deadline: Deadline, at: datetime) -> None:
    deadline.refresh_from_db()
    assert recompute(deadline, at=at) == Verdict.stored(deadline)


def test_the_new_time_counts_and_warnings_are_given_anew(ear: Ear) -> None:
    deadline = running(owner(), hours=10)
    sweep(START + 9 * HOUR)
    extended = put_off(deadline, 30, after=9.5)
    assert (extended.due_at, extended.first_due_at) == (START + 30 * HOUR, START + 10 * HOUR)
    sweep(START + 24 * HOUR)
    sweep(START + 26 * HOUR)
    sweep(START + 28.5 * HOUR)
    assert ear.warned == [(deadline.pk, 80), (deadline.pk, 50), (deadline.pk, 80)]
    assert ear.missed == []
    sweep(START + 30 * HOUR + SECOND)
    assert ear.missed == [deadline.pk]
    check_verdict(deadline, START + 31 * HOUR)


def test_a_warning_whose_moment_stays_behind_is_not_given_again(ear: Ear) -> None:
    deadline = running(owner(), hours=10)
    sweep(START + 6 * HOUR)
    assert put_off(deadline, 11, after=9.5).warned == 80
    sweep(START + 10.5 * HOUR)
    assert ear.warned == [(deadline.pk, 50)]


def test_done_by_the_new_time_is_kept_and_the_ledger_says_why() -> None:
    deadline = running(owner(), hours=10)
    put_off(deadline, 20, after=1)
    put_off(deadline, 25, after=2)
    stop([deadline.pk], at=START + 22 * HOUR)
    check_verdict(deadline, START + 40 * HOUR)
    assert deadline.is_kept
    entries = deadline.extensions.values_list("was_due_at", "due_at")
    assert list(entries) == [(START + 10 * HOUR, START + 20 * HOUR), (START + 20 * HOUR, START + 25 * HOUR)]


def test_pauses_and_extensions_add_up() -> None:
    deadline = running(owner(), hours=10)
    pause(deadline.pk, reason="waiting", by=SYSTEM, at=START + 2 * HOUR)
    assert put_off(deadline, 20, after=12).next_at is None
    assert resume(deadline.pk, by=SYSTEM, at=START + 15 * HOUR).due_at == START + 33 * HOUR
    stop([deadline.pk], at=START + 34 * HOUR)
    check_verdict(deadline, START + 40 * HOUR)
    assert deadline.is_missed


def test_what_is_over_stays_over() -> None:
    late, missed, kept, dropped = (running(owner(), hours=10) for _ in range(4))
    stop([kept.pk], at=START + HOUR)
    cancel([dropped.pk], at=START + HOUR)
    assert refusal(late, 20, after=10.5) == "deadlines.over"
    sweep(START + 11 * HOUR)
    assert [refusal(each, 20, after=9) for each in (missed, kept, dropped)] == ["deadlines.closed"] * 3
    for each in (missed, kept):
        check_verdict(each, START + 12 * HOUR)
    assert not DeadlineExtension.objects.exists()


def test_the_new_time_is_later_and_has_a_reason() -> None:
    deadline = running(owner(), hours=10)
    assert refusal(deadline, 10, after=1) == "deadlines.not_later"
    with pytest.raises(Refused) as refused:
        extend(deadline.pk, due_at=START + 20 * HOUR, reason=" ", by=SYSTEM, at=START)
    assert refused.value.code == "deadlines.reason_missing"


@pytest.mark.database
def test_the_ledger_takes_no_earlier_time_and_no_silence() -> None:
    deadline = running(owner(), hours=10)
    given = {"deadline": deadline, "was_due_at": deadline.due_at, "at": START, "by": "test"}
    for wrong in ({"due_at": deadline.due_at, "reason": "x"}, {"due_at": START + 99 * HOUR, "reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DeadlineExtension.objects.create(**given, **wrong)
