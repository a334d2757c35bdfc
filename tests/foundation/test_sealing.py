"""The chain over the audit trail."""

import hashlib
import json
import uuid
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg2 import extensions

from foundation import sealing, tasks
from foundation.audit import writing
from foundation.models import AuditEntry, SealBlock, SealMark, StoredFile
from tests.foundation.birds import execute, fetch
from tests.sealed import seal

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]

TRAIL = "foundation_auditentry"


def write(count: int = 1) -> None:
    with writing("lin"):
        StoredFile.objects.bulk_create(
            StoredFile(sha256="0" * 64, size=1, content_type="image/png", name="a", storage_key=uuid.uuid4().hex)
            for _ in range(count)
        )


def tamper(owner: extensions.connection, change: str, table: str = TRAIL) -> None:
    """What only somebody with the owner's rights could do, who even takes the trigger off for it."""
    execute(owner, f"ALTER TABLE {table} DISABLE TRIGGER append_only")
    execute(owner, change)
    execute(owner, f"ALTER TABLE {table} ENABLE TRIGGER append_only")


def test_committed_rows_are_sealed_once() -> None:
    write(3)
    assert seal(TRAIL) == 1
    assert seal(TRAIL) == 0
    write(2)
    assert seal(TRAIL) == 1
    verdict = sealing.verify(TRAIL)
    assert (verdict.blocks, verdict.rows, verdict.problems) == (2, 5, [])
    assert verdict.head == SealBlock.objects.latest("number").head
    assert SealMark.objects.count() == 0


def test_nothing_to_seal_is_no_problem() -> None:
    assert seal(TRAIL) == 0
    assert sealing.verify(TRAIL) == sealing.Verdict(TRAIL)


def test_many_rows_make_many_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "ROWS_PER_BLOCK", 10)
    write(25)
    assert seal(TRAIL) == 3
    assert list(SealBlock.objects.order_by("number").values_list("number", "row_count")) == [(1, 10), (2, 10), (3, 5)]
    assert sealing.verify(TRAIL).problems == []


@pytest.mark.parametrize(
    "change",
    [
        f"UPDATE {TRAIL} SET actor = 'somebody else' WHERE id = (SELECT max(id) FROM {TRAIL})",
        f"UPDATE {TRAIL} SET at = at + interval '1 microsecond' WHERE id = (SELECT min(id) FROM {TRAIL})",
        f"UPDATE {TRAIL} SET after = after || '{{\"size\": 2}}' WHERE id = (SELECT min(id) FROM {TRAIL})",
        f"DELETE FROM {TRAIL} WHERE id = (SELECT max(id) FROM {TRAIL})",
        f"DELETE FROM {TRAIL} WHERE id = (SELECT min(id) FROM {TRAIL})",
        f"DELETE FROM {TRAIL}",
        f"INSERT INTO {TRAIL} SELECT min(id) - 1, now(), 'x', '', 't', '1', 'I' FROM {TRAIL}",
        f"UPDATE {TRAIL} SET id = id - 100",
    ],
)
def test_altered_trail_is_noticed(owner_connection: extensions.connection, change: str) -> None:
    write(3)
    seal(TRAIL)
    write(3)
    seal(TRAIL)
    call_command("audit_verify", stdout=StringIO())
    tamper(owner_connection, change)
    assert sealing.verify(TRAIL).problems != []
    with pytest.raises(CommandError):
        call_command("audit_verify", stdout=StringIO())


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM foundation_sealblock WHERE number = 1",
        "DELETE FROM foundation_sealblock WHERE number = 2",
        "UPDATE foundation_sealblock SET row_count = 4 WHERE number = 2",
        "UPDATE foundation_sealblock SET head = repeat('1', 64) WHERE number = 3",
    ],
)
def test_altered_chain_is_noticed(owner_connection: extensions.connection, change: str) -> None:
    for _ in range(3):
        write()
        seal(TRAIL)
    tamper(owner_connection, change, "foundation_sealblock")
    assert sealing.verify(TRAIL).problems != []


def test_chain_cut_at_its_end_is_noticed_by_a_head_that_was_noted_outside(
    owner_connection: extensions.connection,
) -> None:
    for _ in range(2):
        write()
        seal(TRAIL)
    noted = sealing.verify(TRAIL).head
    call_command("audit_verify", "--head", noted, stdout=StringIO())
    tamper(owner_connection, "DELETE FROM foundation_sealblock WHERE number = 2", "foundation_sealblock")
    with pytest.raises(CommandError, match="is gone"):
        call_command("audit_verify", "--head", noted, stdout=StringIO())


def test_verification_does_not_depend_on_the_session() -> None:
    write(3)
    seal(TRAIL)
    with connection.cursor() as cursor:
        cursor.execute("SET TimeZone = 'Asia/Shanghai'")
        try:
            assert sealing.verify(TRAIL).problems == []
        finally:
            cursor.execute("SET TimeZone = 'UTC'")


def test_mark_of_another_cluster_does_not_block_the_sealing() -> None:
    write(2)
    SealMark.objects.create(
        table_name=TRAIL, last_id=AuditEntry.objects.latest("id").pk, transaction_id=9_000_000_000_000
    )
    write(2)
    assert seal(TRAIL) == 2
    assert sealing.verify(TRAIL).rows == 4


def test_task_seals_every_registered_table() -> None:
    write(2)
    tasks.seal_audit()
    seal(TRAIL)
    assert sealing.verify(TRAIL).rows == 2


def test_seal_covers_the_id() -> None:
    with pytest.raises(ValueError, match="id"):
        sealing.register_sealed("test_bird", ("name",))


def test_blocks_of_before_rows_had_hashes_of_their_own_still_verify(owner_connection: extensions.connection) -> None:
    write(2)
    seal(TRAIL)
    old = ["id", "at", "actor", "source", "table_name", "row_id", "verb", "before", "after"]
    pairs = ", ".join(f"'{name}', {name}" for name in old)
    execute(owner_connection, "SET TimeZone = 'UTC'")
    texts = fetch(owner_connection, f"SELECT jsonb_build_object({pairs})::text FROM {TRAIL} ORDER BY id")
    block = SealBlock.objects.get()
    about = [TRAIL, 1, block.last_id, 2, old, sealing.FIRST_HEAD]
    head = hashlib.sha256("\n".join([json.dumps(about), *(str(text) for (text,) in texts)]).encode()).hexdigest()
    tamper(
        owner_connection,
        f"UPDATE foundation_sealblock SET rows_hash = '', private = '[]', head = '{head}',"
        f" columns = '{json.dumps(old)}'",
        "foundation_sealblock",
    )
    assert sealing.verify(TRAIL).problems == []
    write(1)
    seal(TRAIL)
    assert sealing.verify(TRAIL).problems == []
    tamper(owner_connection, f"UPDATE {TRAIL} SET source = '192.0.2.9' WHERE id = (SELECT min(id) FROM {TRAIL})")
    assert len(sealing.verify(TRAIL).problems) == 1


def test_private_columns_are_sealed_too(owner_connection: extensions.connection) -> None:
    write(1)
    seal(TRAIL)
    tamper(owner_connection, f"UPDATE {TRAIL} SET source = '192.0.2.9'")
    assert len(sealing.verify(TRAIL).problems) == 1


def test_every_row_has_a_salt_of_its_own() -> None:
    write(3)
    salts = set(AuditEntry.objects.values_list("salt", flat=True))
    assert len(salts) == 3
    assert None not in salts
