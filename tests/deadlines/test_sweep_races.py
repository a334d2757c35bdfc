"""Several sweeps at once, and a worker that dies in the middle: nothing is lost, nothing is doubled."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime

import psycopg2
import pytest
from django.db import connections
from psycopg2 import extensions

from deadlines.domain import sweep as sweeping
from deadlines.models import Deadline, Outcome
from tests.deadlines.clocks import HOUR, START, Ear, only, owner, running
from tests.drills.nursery import Forked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

AFTER = START + 25 * HOUR
LOCK = 4711


def _in_thread(work: Callable[[], object]) -> object:
    try:
        return work()
    finally:
        connections.close_all()


def _two_sweeps() -> list[int]:
    """What two sweeps announce as missed, the second one coming while the first is still at work."""
    announced: list[int] = []
    first_is_at_work, go_on = threading.Event(), threading.Event()

    def on_missed(batch: list[Deadline], at: datetime) -> None:
        announced.extend(deadline.pk for deadline in batch)
        if not first_is_at_work.is_set():
            first_is_at_work.set()
            go_on.wait(10)

    with only(lambda _batch, _at: None, on_missed), ThreadPoolExecutor(2) as pool:
        first = pool.submit(_in_thread, lambda: sweeping.sweep(AFTER))
        assert first_is_at_work.wait(10)
        second = pool.submit(_in_thread, lambda: sweeping.sweep(AFTER))
        time.sleep(0.5)  # long enough to pass by, or to stand waiting at the locked rows
        go_on.set()
        first.result(10)
        second.result(10)
    return announced


def test_two_sweeps_at_once_announce_each_missed_deadline_once() -> None:
    who = owner()
    opened = [running(who).pk for _ in range(20)]
    assert sorted(_two_sweeps()) == opened


def test_control_without_the_row_locks_both_sweeps_announce_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "CLAIM", sweeping.CLAIM.replace("FOR UPDATE SKIP LOCKED", ""))
    deadline = running(owner())
    assert _two_sweeps() == [deadline.pk, deadline.pk]


def test_eight_sweeps_share_the_work_without_doubling_it() -> None:
    who = owner()
    opened = [running(who).pk for _ in range(200)]
    ear = Ear()
    with only(ear.on_warned, ear.on_missed), ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: _in_thread(lambda: sweeping.sweep_all(AFTER, limit=7)), range(8)))
        sweeping.sweep_all(AFTER)
    assert sorted(ear.missed) == opened


WORKER = f"""
import django; django.setup()
from datetime import datetime
from django.db import connection
from deadlines.domain import consequences, sweep
def stand_still(batch, at):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock({LOCK})")
consequences._on_missed[:] = [stand_still]
at = datetime.fromisoformat("{AFTER.isoformat()}")
"""
HONEST = WORKER + "sweep.sweep(at)"
# Claims in a transaction of its own, and does the rest afterwards.
CARELESS = WORKER + (
    "cursor = connection.cursor(); cursor.execute(\"SELECT set_config('encore.actor', 'careless', false)\");"
    "stand_still(sweep.claim(at, 10), at)"
)


def _kill_between_claim_and_finish(script: str, session: extensions.connection, environment: dict[str, str]) -> None:
    with session.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        worker = Forked(script, environment=environment)
        try:
            _wait_until_someone_waits(session)
        finally:
            worker.kill()
            worker.wait()
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
        _wait_until_gone(session)


# The server may have other databases, of tests that run beside this one.
OUR_LOCKS = (
    "pg_locks WHERE locktype = 'advisory'"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


def _wait_until_someone_waits(session: extensions.connection) -> None:
    _poll(session, f"SELECT count(*) = 1 FROM {OUR_LOCKS} AND NOT granted")


def _wait_until_gone(session: extensions.connection) -> None:
    _poll(session, f"SELECT count(*) = 0 FROM {OUR_LOCKS}")


def _poll(session: extensions.connection, question: str) -> None:
    with session.cursor() as cursor:
        for _ in range(1200):  # a minute: on a busy machine a process takes its time to start
            cursor.execute(question)
            if cursor.fetchone() == (True,):
                return
            time.sleep(0.05)
    raise AssertionError(question)


@pytest.fixture
def watcher(database_addresses: tuple[str, str]) -> Iterator[extensions.connection]:
    with closing(psycopg2.connect(database_addresses[1])) as session:
        session.autocommit = True
        yield session


def test_a_worker_killed_between_claim_and_finish_loses_nothing(
    watcher: extensions.connection, process_environment: dict[str, str], ear: Ear
) -> None:
    deadline = running(owner())
    _kill_between_claim_and_finish(HONEST, watcher, process_environment)
    assert Deadline.objects.get().outcome is None
    sweeping.sweep(AFTER)
    sweeping.sweep(AFTER)
    swept = Deadline.objects.get()
    assert (swept.outcome, swept.outcome_at) == (Outcome.MISSED, deadline.due_at)
    assert ear.missed == [deadline.pk]


def test_control_a_claim_committed_by_itself_loses_what_should_follow(
    watcher: extensions.connection, process_environment: dict[str, str], ear: Ear
) -> None:
    deadline = running(owner())
    _kill_between_claim_and_finish(CARELESS, watcher, process_environment)
    sweeping.sweep(AFTER)
    deadline.refresh_from_db()
    assert deadline.outcome == Outcome.MISSED
    assert ear.missed == []
