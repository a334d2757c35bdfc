"""Chains the rows of append-only tables after the fact, so that a later change of any of them shows.

Rows are sealed in blocks: a block's head is the SHA-256 of the head before it and of the canonical text of its rows.

Which rows are final? Ids do not commit in order, so a block must not end at an id while a smaller one may still come
from a transaction that is under way. The sealer therefore writes a mark: the largest id it sees, and then the number
of its own transaction. SealTable makes every writer take its transaction's number before it draws ids. Hence whoever
drew an id up to the mark has a number below the mark's, and once all those have ended, the rows up to the mark are
final. The mark outlives the run, so that overlapping long transactions delay the sealing but cannot prevent it; and
rows carry no transaction number, so that the chain survives a restore into another cluster.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction

from foundation.models import SealBlock, SealMark

FIRST_HEAD = "0" * 64
ROWS_PER_BLOCK = 10_000
BEFORE_ALL_IDS = -(2**63)

SEALED: dict[str, tuple[str, ...]] = {}


def register_sealed(table: str, columns: Sequence[str]) -> None:
    """Seal this append-only table, these columns of it; it needs the operation SealTable and a key named id."""
    if "id" not in columns:
        raise ValueError("a seal covers the id")
    SEALED[table] = tuple(columns)


register_sealed(
    "foundation_auditentry", ("id", "at", "actor", "source", "table_name", "row_id", "verb", "before", "after")
)


@dataclass
class Verdict:
    """What the recomputation found: how much is sealed, the last head, and every block that does not fit."""

    table: str
    blocks: int = 0
    rows: int = 0
    head: str = FIRST_HEAD
    problems: list[str] = field(default_factory=list)


def seal(table: str) -> int:
    """Seal what is final by now; tell how many blocks were added. Raises KeyError for an unregistered table."""
    blocks = _follow_mark(table)  # one that an earlier run had to leave, as an old transaction was still under way
    if _take_mark(table):
        blocks += _follow_mark(table)
    return blocks


def _take_mark(table: str) -> bool:
    """Note how far sealing may go, and whose end it must await; False when there is nothing new, or a mark already.

    One statement: it sees the ids first and takes the transaction's number after that. That order is the point,
    hence `durable`: inside another transaction the number would be older.
    """
    last = _last_block(table)
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO foundation_sealmark (table_name, last_id, transaction_id)
            SELECT %s, max(id), pg_current_xact_id()::text::bigint FROM {_quoted(table)} HAVING max(id) > %s
            ON CONFLICT DO NOTHING
            """,  # noqa: S608 - a registered name, quoted
            [table, last.last_id if last else BEFORE_ALL_IDS],
        )
        return bool(cursor.rowcount)


def _follow_mark(table: str) -> int:
    with transaction.atomic():
        mark = SealMark.objects.select_for_update().filter(table_name=table).first()
        if mark is None or not _is_final(mark):
            return 0
        blocks = 0
        while _add_block(table, mark.last_id):
            blocks += 1
        mark.delete()
        return blocks


def _is_final(mark: SealMark) -> bool:
    """Whether all transactions before the mark's have ended. A number from the future stems from another cluster, whose
    transactions have no part in this one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint FROM pg_current_snapshot() s"
        )
        oldest_running, next_number = cursor.fetchone()
    return bool(oldest_running >= mark.transaction_id or mark.transaction_id >= next_number)


def _last_block(table: str) -> SealBlock | None:
    return SealBlock.objects.filter(table_name=table).order_by("-number").first()


def _add_block(table: str, last_id: int) -> bool:
    previous = _last_block(table)
    columns = SEALED[table]
    rows = _rows(table, columns, previous.last_id if previous else BEFORE_ALL_IDS, last_id, ROWS_PER_BLOCK)
    if not rows:
        return False
    block = SealBlock(
        table_name=table,
        number=previous.number + 1 if previous else 1,
        last_id=rows[-1][0],
        row_count=len(rows),
        columns=list(columns),
        previous_head=previous.head if previous else FIRST_HEAD,
    )
    block.head = _head(block, rows)
    block.save(force_insert=True)
    return True


def _rows(table: str, columns: Sequence[str], after: int, last: int, limit: int | None) -> list[tuple[int, str]]:
    """(id, canonical text) of each row; the text is made by the database, where moments and numbers lose nothing."""
    pairs = ", ".join(f"'{name}', {_quoted(name)}" for name in columns)
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('TimeZone', 'UTC', true)")
        cursor.execute(
            f"SELECT id, jsonb_build_object({pairs})::text FROM {_quoted(table)}"  # noqa: S608 - quoted names
            " WHERE id > %s AND id <= %s ORDER BY id LIMIT %s",
            [after, last, limit],
        )
        return list(cursor.fetchall())


def _head(block: SealBlock, rows: Sequence[tuple[int, str]]) -> str:
    about = [block.table_name, block.number, block.last_id, len(rows), block.columns, block.previous_head]
    digest = hashlib.sha256(json.dumps(about).encode())
    for _, text in rows:
        digest.update(b"\n" + text.encode())
    return digest.hexdigest()


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def verify(table: str) -> Verdict:
    """Recompute the whole chain of this table. Rows that are not sealed yet are not judged."""
    verdict, after = Verdict(table), BEFORE_ALL_IDS
    for number, block in enumerate(SealBlock.objects.filter(table_name=table).order_by("number").iterator(), start=1):
        rows = _rows(table, block.columns, after, block.last_id, None)
        if (block.number, block.previous_head) != (number, verdict.head):
            verdict.problems.append(f"block {block.number} does not follow the block before it")
        if len(rows) != block.row_count:
            verdict.problems.append(f"block {block.number} holds {len(rows)} rows instead of {block.row_count}")
        elif _head(block, rows) != block.head:
            verdict.problems.append(f"block {block.number} was altered (ids {rows[0][0]} to {rows[-1][0]})")
        after, verdict.head = block.last_id, block.head
        verdict.blocks, verdict.rows = number, verdict.rows + len(rows)
    return verdict


def has_head(head: str) -> bool:
    """Whether a head that was noted outside of this database is still part of a chain."""
    return SealBlock.objects.filter(head=head).exists()
