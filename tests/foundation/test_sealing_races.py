"""The chain over the audit trail while others are writing."""

import threading
import time
import uuid
from collections.abc import Iterator

import pytest
from django.db import connection
from psycopg2 import extensions

from foundation import sealing
from foundation.audit import writing
from foundation.migration_operations import SealTable
from foundation.models import AuditEntry, SealBlock, StoredFile
from tests.foundation.birds import act_as, bird_table, execute, fetch
from tests.sealed import PATIENCE, seal

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database, pytest.mark.race]

TRAIL = "foundation_auditentry"


def write(count: int = 1) -> None:
    with writing("lin"):
        StoredFile.objects.bulk_create(
            StoredFile(sha256="0" * 64, size=1, content_type="image/png", name="a", storage_key=uuid.uuid4().hex)
            for _ in range(count)
        )


@pytest.fixture
def slow(app_connection: extensions.connection) -> Iterator[extensions.connection]:
    """A transaction that has drawn the lowest id and is still under way."""
    act_as(app_connection, "slow")
    execute(app_connection, "BEGIN")
    execute(
        app_connection,
        "INSERT INTO foundation_storedfile (sha256, size, content_type, name, storage_key, created_at)"
        " VALUES (repeat('0', 64), 1, 'image/png', 'slow', 'slow', now())",
    )
    yield app_connection
    execute(app_connection, "ROLLBACK")


def test_smaller_id_that_commits_later_is_waited_for(slow: extensions.connection) -> None:
    write(2)
    assert sealing.seal(TRAIL) == 0
    write(2)
    assert sealing.seal(TRAIL) == 0
    execute(slow, "COMMIT")
    assert AuditEntry.objects.order_by("id").values_list("actor", flat=True).first() == "slow"
    assert seal(TRAIL) == 2
    verdict = sealing.verify(TRAIL)
    assert (verdict.rows, verdict.problems) == (5, [])


def test_long_transactions_that_overlap_cannot_prevent_the_sealing(slow: extensions.connection) -> None:
    write(2)
    assert sealing.seal(TRAIL) == 0
    with writing("overlapping"):
        StoredFile.objects.create(sha256="0" * 64, size=1, content_type="image/png", name="a", storage_key="a")
        execute(slow, "COMMIT")
        until = time.monotonic() + PATIENCE
        while (blocks := seal_in_threads(1)) == [0] and time.monotonic() < until:
            time.sleep(0.05)
        assert blocks == [1]
    assert SealBlock.objects.get().row_count == 3


def seal_in_threads(count: int) -> list[int]:
    """Let several sealers work at the same moment; what each of them returned."""
    start = threading.Barrier(count)
    results: list[int] = []

    def work() -> None:
        try:
            start.wait()
            results.append(sealing.seal(TRAIL))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_sealers_at_the_same_moment_seal_each_row_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "ROWS_PER_BLOCK", 10)
    write(95)
    assert len(seal_in_threads(4)) == 4
    seal(TRAIL)
    verdict = sealing.verify(TRAIL)
    assert (verdict.rows, verdict.problems) == (95, [])


def test_without_the_waiting_the_late_row_would_break_the_chain(
    slow: extensions.connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "_is_final", lambda mark: True)
    write(2)
    assert sealing.seal(TRAIL) == 1
    execute(slow, "COMMIT")
    assert sealing.verify(TRAIL).problems == ["block 1 holds 3 rows instead of 2"]


@pytest.mark.parametrize(("rules", "problems"), [([SealTable("test_bird")], 0), ([], 1)])
def test_id_drawn_before_the_first_write_is_waited_for_where_the_table_is_prepared(
    owner_connection: extensions.connection,
    app_connection: extensions.connection,
    monkeypatch: pytest.MonkeyPatch,
    rules: list[SealTable],
    problems: int,
) -> None:
    """The table that is not prepared is the negative control: its writer has an id, but no transaction number yet."""
    monkeypatch.setitem(sealing.SEALED, "test_bird", ("id", "name"))
    late = "INSERT INTO test_bird (id, name) SELECT nextval('test_bird_id_seq'), 'late ' || pg_advisory_xact_lock(1)"
    with bird_table(owner_connection, *rules):
        execute(owner_connection, "INSERT INTO test_bird (name) VALUES ('first')")
        execute(owner_connection, "SELECT pg_advisory_lock(1)")
        dawdler = threading.Thread(target=execute, args=(app_connection, late))
        dawdler.start()
        while fetch(owner_connection, "SELECT last_value FROM test_bird_id_seq") != [(2,)]:
            time.sleep(0.01)
        execute(owner_connection, "INSERT INTO test_bird (name) VALUES ('second')")
        # Unprepared it is sealed once nobody else's transaction is under way; prepared it waits for the dawdler.
        (seal if problems else sealing.seal)("test_bird")
        execute(owner_connection, "SELECT pg_advisory_unlock(1)")
        dawdler.join()
        seal("test_bird")
        assert fetch(owner_connection, "SELECT count(*) FROM test_bird") == [(3,)]
        assert len(sealing.verify("test_bird").problems) == problems
