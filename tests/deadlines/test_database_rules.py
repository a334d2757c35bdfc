"""What the database itself refuses, whoever asks."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from deadlines.domain.clock import NewDeadline, open_deadlines
from deadlines.domain.pausing import pause
from parties.domain.scope import SYSTEM
from tests.deadlines.clocks import HOUR, START, owner, running

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE deadlines_deadline SET owner_id = NULL", "deadline_open_has_owner"),
        ("UPDATE deadlines_deadline SET first_due_at = started_at - interval '1 s'", "deadline_due_after_start"),
        ("UPDATE deadlines_deadline SET due_at = first_due_at - interval '1 s'", "deadline_pauses_only_add"),
        ("UPDATE deadlines_deadline SET next_at = NULL", "deadline_next_only_while_running"),
        ("UPDATE deadlines_deadline SET paused_at = now()", "deadline_next_only_while_running"),
        (
            "UPDATE deadlines_deadline SET outcome = 'missed', next_at = NULL, outcome_at = due_at + interval '1 s'",
            "deadline_missed_at_due",
        ),
        ("UPDATE deadlines_deadline SET outcome = 'kept', next_at = NULL", "deadline_outcome_has_moment"),
        ("UPDATE deadlines_deadline SET outcome = 'lost', next_at = NULL, outcome_at = now()", "deadline_outcomes"),
        ("UPDATE deadlines_deadline SET warned = 60", "deadline_warned_steps"),
    ],
)
def test_a_deadline_that_makes_no_sense_is_refused(statement: str, constraint: str) -> None:
    running(owner())
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_no_clock_opens_without_an_owner() -> None:
    party_id = owner().memberships.get().party_id
    nobody: int = None  # type: ignore[assignment]
    with pytest.raises(IntegrityError, match="deadline_open_has_owner"), transaction.atomic():
        open_deadlines([NewDeadline("test.step", party_id, nobody, START, START + HOUR)])


@pytest.mark.parametrize("statement", ["UPDATE {} SET reason = ''", "DELETE FROM {}", "TRUNCATE {}"])
def test_what_was_written_about_a_pause_stays(statement: str) -> None:
    deadline = running(owner())
    pause(deadline.pk, reason="power cut", by=SYSTEM, at=START + HOUR)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format("deadlines_deadlinepause"))
