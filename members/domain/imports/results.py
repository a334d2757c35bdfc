"""What came of the rows: how many, which, and the rejected ones as a file with the reasons beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Final, NamedTuple

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from foundation.sheets.reading import XLSX
from foundation.sheets.writing import write_csv, write_xlsx
from members.domain.imports.own_columns import columns_for
from members.domain.imports.plans import words_of
from members.domain.imports.sealed import HEADINGS, opened_rows
from members.models import Import, ImportRow, RowOutcome
from parties.domain.scope import Scope

PIECE: Final = 2_000


class Shown(NamedTuple):
    """A row as its page shows it: what it says by column, what it does, what is wrong with it."""

    number: int
    cells: list[str]
    row: ImportRow
    reasons: list[str]


def counts_of(sent: Import) -> Mapping[str, int]:
    """Outcome → rows; all outcomes are there."""
    found = (
        ImportRow.objects.filter(of=sent, number__gt=HEADINGS)
        .values_list("outcome")
        .annotate(count=Count("pk"))
        .order_by()
    )
    return dict.fromkeys(RowOutcome.values, 0) | dict(found)


def may_read(sent: Import, *, by: Scope) -> bool:
    """Whether the person sees what stands in the cells: only who sent the file, and so has it anyway."""
    return by.user_id == sent.sent_by_id and not sent.is_forgotten


def shown(sent: Import, rows: Sequence[ImportRow], *, by: Scope) -> list[Shown]:
    """The rows for the preview, the cells as :func:`labels_of` names them; none for whoever may not read them."""
    cells: dict[int, list[str]] = {}
    if may_read(sent, by=by):
        stored = [(row.pk, row.number, row.values_enciphered) for row in rows if row.values_enciphered]
        cells = {row.pk: row.cells for row in opened_rows(sent, stored)}
    places = [int(place) for place in sent.mapping]
    return [
        Shown(
            row.number,
            [found[place] if place < len(found) else "" for place in places]
            if (found := cells.get(row.pk, []))
            else [],
            row,
            [words_of(problem) for problem in row.problems],
        )
        for row in rows
    ]


def labels_of(sent: Import) -> list[str]:
    """What the columns hold that were chosen, from left to right."""
    columns = columns_for(sent.kind, sent.party_id, held=sent.mapping.values())
    labels = {column.code: str(column.label) for column in columns}
    return [labels[code] for code in sent.mapping.values()]


def write_rejected(sent: Import, stream: IO[bytes]) -> None:
    """The rejected rows as they were sent, in a file of the same kind, the reasons in a column of their own at the end:
    mended there, it can be sent again as it is. Raises ``foundation.enciphering.Unreadable`` once it is forgotten."""
    write = write_xlsx if sent.file_kind == XLSX else write_csv
    write(stream, _rejected(sent))


def _stored(rows: QuerySet[ImportRow]) -> Iterable[tuple[int, int, bytes | memoryview]]:
    return rows.values_list("pk", "number", "values_enciphered")


def _rejected(sent: Import) -> Iterator[list[str]]:
    [first] = opened_rows(sent, _stored(ImportRow.objects.filter(of=sent, number=HEADINGS)))
    headings = first.cells
    yield [*headings, _("Why it was rejected")]
    rows: QuerySet[ImportRow] = ImportRow.objects.filter(of=sent, outcome=RowOutcome.REJECTED).exclude(
        values_enciphered=b""
    )
    for row in rows.order_by("number").iterator(chunk_size=PIECE):
        [opened] = opened_rows(sent, [(row.pk, row.number, row.values_enciphered)])
        cells = opened.cells + [""] * (len(headings) - len(opened.cells))
        yield [*cells[: len(headings)], " ".join(words_of(problem) for problem in row.problems)]
