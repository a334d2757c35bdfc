"""Some rows of a sealed table, with what is needed to prove them without the rest and without this database.

Of a block that holds such a row, the hashes of all its rows are told; of every later block only its own line. From the
first of these to the last, each head can so be recomputed. Nothing is told of any other row but a hash that, by its
salt, nobody can trace back.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from foundation.models import SealBlock
from foundation.sealing import BEFORE_ALL_IDS, SealedRow, block_to_come, rows_between

READ_AT_ONCE: Final = 500
"""Rows in memory."""


@dataclass(frozen=True)
class ProvenRow:
    """A row as it leaves the house. ``position``: its place in the block, from 0; ``block`` is empty while the row is
    not sealed, or was sealed before rows had hashes of their own."""

    row: SealedRow
    block: int | None
    position: int | None

    def as_json(self) -> dict[str, object]:
        place = {"block": self.block, "position": self.position}
        return {"id": self.row.id, **place, "text": self.row.text, "private_hash": self.row.private_hash}


@dataclass(frozen=True)
class ToldBlock:
    """A block of the chain. ``digests``: the hashes of its rows, where one of them is shown."""

    block: SealBlock
    digests: list[str] | None

    def as_json(self) -> dict[str, object]:
        names = ("number", "last_id", "row_count", "columns", "private", "rows_hash", "previous_head", "head")
        return {**{name: getattr(self.block, name) for name in names}, "row_hashes": self.digests}


def excerpt(table: str, ids: Collection[int]) -> Iterator[ProvenRow | ToldBlock]:
    """The rows with these ids and the chain over them, block by block; what is not sealed yet comes last.

    One block at a time is in memory. Raises KeyError for a table that is not sealed.
    """
    wanted, after, has_begun = set(ids), BEFORE_ALL_IDS, False
    for block in SealBlock.objects.filter(table_name=table).order_by("number").iterator():
        here = {pk for pk in wanted if after < pk <= block.last_id}
        wanted -= here
        if here and not block.rows_hash:
            # Its head was made of all its texts: to prove one row, the others would have to be shown.
            yield from _unproven(table, here)
        elif here:
            has_begun = True
            rows = rows_between(block, after, block.last_id)
            yield ToldBlock(block, [row.digest for row in rows])
            yield from (ProvenRow(row, block.number, nth) for nth, row in enumerate(rows) if row.id in here)
        elif has_begun:
            yield ToldBlock(block, None)
        after = block.last_id
    yield from _unproven(table, wanted)


def _unproven(table: str, ids: Collection[int]) -> Iterator[ProvenRow]:
    block = block_to_come(table)
    for first, last in _runs(sorted(ids)):
        for row in rows_between(block, first - 1, last):
            yield ProvenRow(row, None, None)


def _runs(ids: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of those that follow one another without a gap: what was written together."""
    first = 0
    for nth, pk in enumerate(ids):
        is_last = nth + 1 == len(ids) or ids[nth + 1] != pk + 1
        if is_last or nth + 1 - first == READ_AT_ONCE:
            yield ids[first], pk
            first = nth + 1
