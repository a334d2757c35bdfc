"""Tables for spreadsheets: CSV that Excel reads as Chinese, and that runs nothing when it is opened."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.http import StreamingHttpResponse
from django.utils import timezone

from foundation.sheets.formulas import inert
from foundation.sheets.writing import BYTE_ORDER_MARK


class _Line:
    """What the csv writer writes into: it gives the line back."""

    def write(self, line: str) -> str:
        return line


def csv_answer(rows: Iterable[Sequence[object]], *, name: str) -> StreamingHttpResponse:
    """The rows as a file to download, sent as they come; the first row holds the headings."""
    response = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield BYTE_ORDER_MARK
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])


def harmless(cell: object) -> str:
    """The cell as text; what a spreadsheet would take for a formula gets an apostrophe before it."""
    if isinstance(cell, datetime):
        return f"{timezone.localtime(cell):%Y-%m-%d %H:%M}"
    return inert("" if cell is None else str(cell))
