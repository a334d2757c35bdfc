"""Chains the rows of append-only tables after the fact, so that a later change of any of them shows.

Rows are sealed in blocks: a block's head is the SHA-256 of the head before it and of the hashes of its rows, so that
one row can be shown to somebody who must not see the others, and still be proven (see sealing_excerpt). A row's hash
covers its text and the hash of its private columns: where the change came from, and a random salt. Whoever is given
the hash alone can therefore not find the text by trying.

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
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction

from foundation.models import SealBlock, SealMark

FIRST_HEAD = "0" * 64
ROWS_PER_BLOCK = 10_000
BEFORE_ALL_IDS = -(2**63)

SEALED: dict[str, tuple[str, ...]] = {}
PRIVATE: dict[str, tuple[str, ...]] = {}


def register_sealed(table: str, columns: Sequence[str], *, private: Sequence[str] = ()) -> None:
    """Seal this append-only table, these columns of it; it needs the operation SealTable and a key named id.

    `private` columns are sealed too, and never shown with a row that leaves the house.
    """
    if "id" not in columns:
        raise ValueError("a seal covers the id")
    SEALED[table] = tuple(columns)
    PRIVATE[table] = tuple(private)


register_sealed(
    "foundation_auditentry",
    ("id", "at", "actor", "table_name", "row_id", "verb", "before", "after"),
    private=("source", "salt"),
)


@dataclass(frozen=True)
class SealedRow:
    """A row as its block covers it: the text, made by the database, and the hash of its private columns."""

    id: int
    text: str
    private_hash: str

    @property
    def digest(self) -> str:
        """The row's hash."""
        return sha256(f"{self.text}\n{self.private_hash}")


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
    block = block_to_come(table)
    block.number = previous.number + 1 if previous else 1
    block.previous_head = previous.head if previous else FIRST_HEAD
    rows = rows_between(block, previous.last_id if previous else BEFORE_ALL_IDS, last_id, ROWS_PER_BLOCK)
    if not rows:
        return False
    block.last_id, block.row_count = rows[-1].id, len(rows)
    block.rows_hash = hash_of_rows(row.digest for row in rows)
    block.head = head_of(block)
    block.save(force_insert=True)
    return True


def block_to_come(table: str) -> SealBlock:
    """A block as it would be made now, without rows. Raises KeyError for an unregistered table."""
    return SealBlock(table_name=table, columns=list(SEALED[table]), private=list(PRIVATE.get(table, ())))


def rows_between(block: SealBlock, after: int, last: int, limit: int | None = None) -> list[SealedRow]:
    """The rows with these ids as the block covers them; the database makes the texts, where nothing is lost."""
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('TimeZone', 'UTC', true)")
        cursor.execute(
            f"SELECT id, {_text_of(block.columns)}, {_text_of(block.private)}"  # noqa: S608 - quoted names
            f" FROM {_quoted(block.table_name)} WHERE id > %s AND id <= %s ORDER BY id LIMIT %s",
            [after, last, limit],
        )
        return [SealedRow(pk, text, sha256(private)) for pk, text, private in cursor.fetchall()]


def _text_of(columns: Sequence[str]) -> str:
    """The SQL of the canonical text of these columns."""
    pairs = ", ".join(f"'{name}', {_quoted(name)}" for name in columns)
    return f"jsonb_build_object({pairs})::text"


def hash_of_rows(digests: Iterable[str]) -> str:
    """What a block says of all its rows: the SHA-256 of their hashes, one a line."""
    return sha256("\n".join(digests))


def head_of(block: SealBlock) -> str:
    """The head of a block that was made of the hashes of its rows."""
    about = [block.table_name, block.number, block.last_id, block.row_count, block.columns, block.private]
    return sha256(json.dumps([*about, block.rows_hash, block.previous_head]))


def _old_head(block: SealBlock, rows: Sequence[SealedRow]) -> str:
    """The head of a block from before rows had hashes of their own."""
    about = [block.table_name, block.number, block.last_id, len(rows), block.columns, block.previous_head]
    digest = hashlib.sha256(json.dumps(about).encode())
    for row in rows:
        digest.update(b"\n" + row.text.encode())
    return digest.hexdigest()


def _fits(block: SealBlock, rows: Sequence[SealedRow]) -> bool:
    if not block.rows_hash:
        return _old_head(block, rows) == block.head
    return hash_of_rows(row.digest for row in rows) == block.rows_hash and head_of(block) == block.head


def sha256(text: str) -> str:
    """The SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def verify(table: str) -> Verdict:
    """Recompute the whole chain of this table. Rows that are not sealed yet are not judged."""
    verdict, after = Verdict(table), BEFORE_ALL_IDS
    for number, block in enumerate(SealBlock.objects.filter(table_name=table).order_by("number").iterator(), start=1):
        rows = rows_between(block, after, block.last_id)
        if (block.number, block.previous_head) != (number, verdict.head):
            verdict.problems.append(f"block {block.number} does not follow the block before it")
        if len(rows) != block.row_count:
            verdict.problems.append(f"block {block.number} holds {len(rows)} rows instead of {block.row_count}")
        elif not _fits(block, rows):
            verdict.problems.append(f"block {block.number} was altered (ids {rows[0].id} to {rows[-1].id})")
        after, verdict.head = block.last_id, block.head
        verdict.blocks, verdict.rows = number, verdict.rows + len(rows)
    return verdict


def has_head(head: str) -> bool:
    """Whether a head that was noted outside of this database is still part of a chain."""
    return SealBlock.objects.filter(head=head).exists()
