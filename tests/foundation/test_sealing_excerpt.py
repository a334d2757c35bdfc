"""Rows of a sealed table that leave the house with their proof, and nothing of the rows around them."""

import hashlib
import json

import pytest

from foundation import sealing
from foundation.audit import writing
from foundation.models import AuditEntry, SealBlock, StoredFile
from foundation.sealing_excerpt import ProvenRow, ToldBlock, excerpt
from tests.foundation.test_sealing import TRAIL, write
from tests.sealed import seal

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


def told(*ids: int) -> tuple[list[ProvenRow], list[ToldBlock]]:
    found = list(excerpt(TRAIL, ids))
    rows = [each for each in found if isinstance(each, ProvenRow)]
    return rows, [each for each in found if isinstance(each, ToldBlock)]


def ids() -> list[int]:
    return list(AuditEntry.objects.order_by("id").values_list("id", flat=True))


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_row_is_proven_by_hashes_alone() -> None:
    for _ in range(3):
        write(3)
        seal(TRAIL)
    rows, blocks = told(ids()[4])
    assert [(row.row.id, row.block, row.position) for row in rows] == [(ids()[4], 2, 1)]
    assert [(each.block.number, each.digests is not None) for each in blocks] == [(2, True), (3, False)]
    [row], digests = rows, blocks[0].digests
    assert digests is not None
    assert digests[1] == sha256(f"{row.row.text}\n{row.row.private_hash}")
    assert sha256("\n".join(digests)) == blocks[0].block.rows_hash
    assert blocks[1].block.previous_head == blocks[0].block.head


def test_every_told_head_can_be_recomputed_from_what_is_told() -> None:
    for _ in range(2):
        write(2)
        seal(TRAIL)
    _rows, blocks = told(ids()[0])
    for each in blocks:
        line = each.as_json()
        about = [TRAIL, *(line[name] for name in ("number", "last_id", "row_count", "columns", "private"))]
        assert line["head"] == sha256(json.dumps([*about, line["rows_hash"], line["previous_head"]]))


def test_neither_source_nor_salt_leaves_the_house_nor_any_text_of_other_rows() -> None:
    with_secret = "192.0.2.77"
    for name in ("shown", "hidden"):
        with writing("lin", with_secret):
            StoredFile.objects.create(sha256="0" * 64, size=1, content_type="image/png", name=name, storage_key=name)
    seal(TRAIL)
    rows, blocks = told(ids()[0])
    sent = json.dumps([*(row.as_json() for row in rows), *(block.as_json() for block in blocks)])
    assert "shown" in sent
    assert "hidden" not in sent
    assert with_secret not in sent
    salts = AuditEntry.objects.values_list("salt", flat=True)
    assert not any(str(salt) in sent for salt in salts)


def test_what_is_not_sealed_yet_is_told_without_a_proof() -> None:
    write(1)
    rows, blocks = told(*ids())
    assert [(row.block, row.position) for row in rows] == [(None, None)]
    assert blocks == []


def test_a_row_of_an_old_block_is_told_without_a_proof_and_the_rows_beside_it_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(2)
    seal(TRAIL)
    old = SealBlock.objects.get()
    old.rows_hash = ""
    monkeypatch.setattr(SealBlock.objects, "filter", lambda **_: _Only([old]))
    rows, blocks = told(ids()[0])
    assert [(row.row.id, row.block) for row in rows] == [(ids()[0], None)]
    assert blocks == []


class _Only(list[SealBlock]):
    def order_by(self, _field: str) -> "_Only":
        return self

    def iterator(self) -> "_Only":
        return self


def test_an_unregistered_table_is_refused() -> None:
    with pytest.raises(KeyError):
        list(excerpt("test_unknown", [1]))


def test_the_private_columns_are_no_part_of_the_text() -> None:
    assert set(sealing.PRIVATE[TRAIL]) == {"source", "salt"}
    assert not set(sealing.PRIVATE[TRAIL]) & set(sealing.SEALED[TRAIL])
