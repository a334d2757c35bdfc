"""From the file to its rows, in the background: enciphered, one after the other, however many."""

from __future__ import annotations

from collections.abc import Iterator

from foundation.copying import copy_rows
from foundation.enciphering import Key
from foundation.jobs import enqueue
from foundation.models import Job
from foundation.refusals import Refused
from foundation.sheets.lines import Line
from foundation.sheets.reading import read_table
from members.domain.imports.judging import JUDGE, judge_from_the_start
from members.domain.imports.lifecycle import IMPORT
from members.domain.imports.sealed import HEADINGS, key_of, opened_file, sealed_cells
from members.models import Import, ImportRow, ImportState


def read_file(job: Job) -> None:
    """Job: write the rows of a file down, once; then they are looked at, batch by batch. A file that cannot be read to
    its end stops the import with the reason."""
    sent = (
        Import.objects.select_for_update(no_key=True, of=("self",)).select_related("file").get(pk=job.payload["import"])
    )
    if sent.state != ImportState.CHECKING:
        return
    if sent.rows is None:
        try:
            sent.rows = _write_rows(sent)
        except Refused as refused:
            ImportRow.objects.filter(of=sent).delete()
            IMPORT.move(Import, sent.pk, "stop", reason=refused.code)
            return
        sent.save(update_fields=["rows"])
    judge_from_the_start(sent)
    enqueue(JUDGE, f"{job.key}:0", {"import": sent.pk, "after": 0})


def _write_rows(sent: Import) -> int:
    """Refused as the file's kind is; what was written until then is still there."""
    key, count = key_of(sent), 0
    with opened_file(sent) as stream:
        lines = read_table(stream)

        def rows() -> Iterator[ImportRow]:
            nonlocal count
            yield _row(sent.pk, Line(HEADINGS, next(lines).cells), key)
            for line in lines:
                count += 1
                yield _row(sent.pk, line, key)

        copy_rows(ImportRow, rows())
    if not count:
        raise Refused("foundation.sheet_empty", "file")
    return count


def _row(import_id: int, line: Line, key: Key) -> ImportRow:
    sealed = sealed_cells(import_id, line.number, line.cells, key=key)
    return ImportRow(of_id=import_id, number=line.number, values_enciphered=sealed)
