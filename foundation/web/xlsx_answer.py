"""Tables as a workbook: numbers and moments as such, and what people typed as text, never as a formula or a link."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import IO, Any, Final

from django.http import FileResponse
from django.utils import timezone

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL: Final = 32_767
LONGEST_TITLE: Final = 31
MOST_DIGITS: Final = 15
"""A spreadsheet rounds what is longer: such a number is kept as text."""
WIDTH: Final = 18  # characters
_NOT_IN_TITLES: Final = str.maketrans("[]:*?/\\", "       ")


@dataclass(frozen=True)
class Sheet:
    """One table; its first row holds the headings."""

    title: str
    rows: Iterable[Sequence[object]]


def xlsx_answer(sheets: Iterable[Sheet], *, name: str) -> FileResponse:
    """The tables as a file to download, written row by row: only the packed file is held in memory."""
    file = BytesIO()
    write_workbook(file, sheets)
    file.seek(0)
    response = FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
    response["Cache-Control"] = "private, no-store"
    return response


def write_workbook(file: IO[bytes], sheets: Iterable[Sheet]) -> None:
    """Write the tables into a file."""
    import xlsxwriter  # loaded by who writes workbooks, not by every process

    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        heading = book.add_format({"bold": True, "bottom": 1})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.title.translate(_NOT_IN_TITLES)[:LONGEST_TITLE])
            page.freeze_panes(1, 0)
            for number, row in enumerate(sheet.rows):
                if number == 0:
                    page.set_column(0, max(0, len(row) - 1), WIDTH)
                for column, cell in enumerate(row):
                    _write(page, number, column, cell, heading=None if number else heading, moment=moment)


def _write(page: Any, row: int, column: int, cell: object, *, heading: Any, moment: Any) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, datetime):
        page.write_datetime(row, column, timezone.localtime(cell).replace(tzinfo=None, microsecond=0), moment)
    elif _is_number(cell):
        page.write_number(row, column, cell, heading)
    else:
        page.write_string(row, column, _text(cell), heading)


def _is_number(cell: object) -> bool:
    is_number = isinstance(cell, int | Decimal) and not isinstance(cell, bool)
    return is_number and sum(sign.isdigit() for sign in str(cell)) <= MOST_DIGITS


def _text(cell: object) -> str:
    """What a workbook can hold: half a surrogate pair is no character."""
    return str(cell).encode("utf-8", "replace").decode()[:LONGEST_CELL]
