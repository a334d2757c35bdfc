"""The one door to tables from people: what kind of file it is, its content says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Final

from foundation.refusals import Refused
from foundation.sheets.csv_reading import csv_lines
from foundation.sheets.limits import LARGEST_FILE
from foundation.sheets.lines import Line, within_limits
from foundation.sheets.xlsx_reading import xlsx_lines

ZIP: Final = b"PK\x03\x04"
OTHERS: Final = (
    b"PK",
    b"\xd0\xcf\x11\xe0",
    b"%PDF",
    b"{\\rtf",
    b"<",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"Rar!",
    b"7z",
    b"\x1f\x8b",
)
"""Old Excel files and those with a password, documents, pages, pictures, other archives."""
XLSX: Final = "xlsx"
CSV: Final = "csv"


def kind_of_table(stream: IO[bytes]) -> str:
    """``xlsx`` or ``csv``. The stream is at its start again afterwards.

    Refused: ``foundation.file_empty``, ``.file_too_big``, ``.sheet_wrong_kind``.
    """
    size = stream.seek(0, 2)
    stream.seek(0)
    first = stream.read(8)
    stream.seek(0)
    if not size:
        raise Refused("foundation.file_empty", "file")
    if size > LARGEST_FILE:
        raise Refused("foundation.file_too_big", "file", limit=LARGEST_FILE // 1024**2)
    if first.startswith(ZIP):
        return XLSX
    if first.startswith(OTHERS):
        raise Refused("foundation.sheet_wrong_kind", "file")
    return CSV


def read_table(stream: IO[bytes]) -> Iterator[Line]:
    """The rows that hold something, the headings first, read as they are asked for.

    ``stream`` can be wound back. Refused as the readers of each kind say.
    """
    lines = xlsx_lines if kind_of_table(stream) == XLSX else csv_lines
    return within_limits(lines(stream))
