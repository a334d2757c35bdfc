"""The audit entries of the rows in a pack, and the hash chain that proves them.

An entry goes in only whole and only where all of it may be read: source address and salt are never shown, and rows of
which the other side keeps something to itself are narrowed by ``Audited.only``.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from contracts.domain.evidence.parts import Audited
from foundation.models import AuditEntry
from foundation.sealing_excerpt import ProvenRow, ToldBlock, excerpt

TABLE: Final = "foundation_auditentry"
AT_ONCE: Final = 500


def entry_ids(audited: Iterable[Audited]) -> set[int]:
    """The ids of the entries that belong in the pack."""
    found: set[int] = set()
    for each in audited:
        ids = sorted(each.ids)
        for start in range(0, len(ids), AT_ONCE):
            some = [str(pk) for pk in ids[start : start + AT_ONCE]]
            rows = AuditEntry.objects.filter(table_name=each.table, row_id__in=some)
            if each.only is None:
                found.update(rows.values_list("pk", flat=True))
            else:
                changed = rows.filter(verb="U").values_list("pk", "after")
                found.update(pk for pk, after in changed if set(after or {}) <= each.only)
    return found


class AuditExcerpt:
    """Rows and blocks as lines of JSON, made while they are written; the blocks are kept until the rows are out."""

    def __init__(self, ids: set[int]) -> None:
        self._ids = ids
        self.sealed = self.unsealed = 0
        self.head = ""
        self._blocks: list[bytes] = []

    def rows(self) -> Iterator[bytes]:
        """The entries, one a line; the blocks are known after it."""
        for each in excerpt(TABLE, self._ids):
            if isinstance(each, ToldBlock):
                self._blocks.append(_line(each.as_json()))
                self.head = each.block.head
            else:
                yield self._row(each)

    def _row(self, each: ProvenRow) -> bytes:
        self.sealed += each.block is not None
        self.unsealed += each.block is None
        return _line(each.as_json())

    def blocks(self) -> Iterator[bytes]:
        """The chain, one block a line. After ``rows``."""
        yield from self._blocks

    def summary(self) -> dict[str, Any]:
        """What the list of the pack says of the excerpt. After ``rows``."""
        return {
            "table": TABLE,
            "sealed_rows": self.sealed,
            "unsealed_rows": self.unsealed,
            "head": self.head or None,
        }


def _line(content: dict[str, object]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
