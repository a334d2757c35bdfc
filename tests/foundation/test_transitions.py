"""Lifecycles: the table is the rule."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django.fixtures import Settings

from foundation.models import Job
from foundation.refusals import Refused
from foundation.transitions import LIFECYCLES, Lifecycle

TABLE = {"queued": {"finish": "done", "give_up": "parked"}, "parked": {"retry": "queued"}, "done": {}}
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def life() -> Iterator[Lifecycle]:
    yield Lifecycle("test job", TABLE, initial="queued")
    del LIFECYCLES["test job"]


@pytest.fixture
def job(db: None) -> Job:
    return Job.objects.create(kind="test", key="test-1", run_at=AT)


def test_every_state_answers_every_verb_as_the_tables_say() -> None:
    for life in LIFECYCLES.values():
        for state in life.states:
            for verb in {verb for verbs in life.table.values() for verb in verbs}:
                if verb in life.verbs(state):
                    assert life.next_state(state, verb) in life.states
                else:
                    with pytest.raises(Refused) as refused:
                        life.next_state(state, verb)
                    assert refused.value.code == "foundation.not_allowed_now"


def test_verbs_and_states_come_in_the_order_of_the_table(life: Lifecycle) -> None:
    assert life.states == ("queued", "parked", "done")
    assert life.verbs("queued") == ("finish", "give_up")
    assert [state for state in life.states if not life.verbs(state)] == ["done"]


def test_move_writes_state_and_changes_together(life: Lifecycle, job: Job) -> None:
    moved = life.move(Job, job.pk, "finish", done_at=AT)
    job.refresh_from_db()
    assert (moved.state, job.state, job.done_at) == ("done", "done", AT)


def test_move_that_is_not_in_the_table_changes_nothing(life: Lifecycle, job: Job) -> None:
    with pytest.raises(Refused):
        life.move(Job, job.pk, "retry", attempts=5)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("queued", 0)


def test_check_that_refuses_stops_the_move(life: Lifecycle, job: Job) -> None:
    def check(row: Job) -> None:
        raise Refused("foundation.required", "key")

    with pytest.raises(Refused):
        life.move(Job, job.pk, "give_up", check)
    job.refresh_from_db()
    assert job.state == "queued"


@pytest.mark.django_db(transaction=True)
def test_move_needs_a_transaction(life: Lifecycle) -> None:
    job = Job.objects.create(kind="test", key="test-1", run_at=AT)
    with pytest.raises(transaction.TransactionManagementError):
        life.move(Job, job.pk, "finish", done_at=AT)


@pytest.mark.parametrize(
    ("table", "initial", "hole"),
    [
        ({"a": {"go": "b"}}, "a", "unknown states"),
        ({"a": {}, "b": {}}, "a", "never reaches"),
        ({"a": {}}, "b", "unknown states"),
    ],
)
def test_table_with_a_hole_is_refused(table: dict[str, dict[str, str]], initial: str, hole: str) -> None:
    with pytest.raises(ValueError, match=hole):
        Lifecycle("test holes", table, initial=initial)
    assert "test holes" not in LIFECYCLES


def test_two_lifecycles_do_not_share_a_name(life: Lifecycle) -> None:
    with pytest.raises(ValueError, match="exists already"):
        Lifecycle(life.name, TABLE, initial="queued")


def test_diagram_shows_the_whole_table(life: Lifecycle) -> None:
    assert life.mermaid().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> queued",
        "    queued --> done: finish",
        "    queued --> parked: give_up",
        "    parked --> queued: retry",
        "    done --> [*]",
    ]


def test_diagrams_are_written_and_checked(life: Lifecycle, settings: Settings, tmp_path: Path) -> None:
    settings.BASE_DIR = tmp_path
    with pytest.raises(CommandError):
        call_command("diagrams", "--check")
    call_command("diagrams", verbosity=0)
    call_command("diagrams", "--check")
    assert "## test job\n\n```mermaid\nstateDiagram-v2\n" in (tmp_path / "docs" / "states.md").read_text()
    Lifecycle("test other job", TABLE, initial="queued")
    try:
        with pytest.raises(CommandError):
            call_command("diagrams", "--check")
    finally:
        del LIFECYCLES["test other job"]
