"""XLSX read as it comes: one row in memory at a time. Formulas stay text, as nothing here computes them."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Final

from foundation.refusals import Refused
from foundation.sheets.limits import LONGEST_CELL, MOST_COLUMNS
from foundation.sheets.lines import Line
from foundation.sheets.numbers import moment_text, number_text
from foundation.sheets.xlsx_parts import Workbook, open_archive, read_workbook
from foundation.sheets.xml_pieces import Attributes, parse

LAST_ROW: Final = 1_048_576
TEXTS: Final = frozenset({"v", "t", "f"})
BOOLEANS: Final = {"0": "FALSE", "1": "TRUE"}


def xlsx_lines(stream: IO[bytes]) -> Iterator[Line]:
    """The rows of the first sheet that is shown. Of merged cells the first one holds the value, as in the file.

    Refused: ``foundation.sheet_wrong_kind``, ``.sheet_unpacks_too_far``, ``.sheet_too_wide``, ``.sheet_cell_too_long``,
    ``.sheet_broken``.
    """
    sheet = _Sheet()
    try:
        with open_archive(stream) as archive:
            sheet.book = read_workbook(archive)
            with archive.open(sheet.book.sheet) as part:
                for _piece in parse(part, on_start=sheet.start, on_end=sheet.end, on_text=sheet.text):
                    yield from sheet.done
                    sheet.done.clear()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError):
        raise Refused("foundation.sheet_broken", "file", row=sheet.number or 1)


class _Sheet:
    """Puts rows together from what the parser tells; ``done`` are those that are complete."""

    book: Workbook

    def __init__(self) -> None:
        self.done: list[Line] = []
        self.number = 0
        self._columns: dict[str, int] = {}
        self._cells: list[str] = []
        self._column = -1
        self._cell: Attributes = {}
        self._inside = ""
        self._parts: dict[str, list[str]] = {}
        self._length = 0

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._cell, self._parts, self._length = attributes, {}, 0
            self._column = self._place(attributes.get("r", ""))
        elif name in TEXTS:
            self._inside = name
            self._parts.setdefault(name, [])
        elif name == "row":
            self.number = self._row(attributes.get("r", ""))
            self._cells, self._column = [], -1

    def text(self, part: str) -> None:
        if self._inside:
            self._length += len(part)
            if self._length > 4 * LONGEST_CELL:
                raise Refused("foundation.sheet_cell_too_long", "file", limit=LONGEST_CELL, row=self.number)
            self._parts[self._inside].append(part)

    def end(self, name: str) -> None:
        if name in TEXTS:
            self._inside = ""
        elif name == "c":
            value = self._value()
            if value:
                self._cells.extend([""] * (self._column - len(self._cells)))
                self._cells.append(value)
        elif name == "row":
            self.done.append(Line(self.number, self._cells))

    def _row(self, reference: str) -> int:
        number = int(reference) if reference.isascii() and reference.isdigit() and len(reference) < 9 else 0
        number = number or self.number + 1
        if not self.number < number <= LAST_ROW:
            raise Refused("foundation.sheet_broken", "file", row=self.number + 1)
        return number

    def _place(self, reference: str) -> int:
        """The column, counted from 0, of a reference like ``BC12``; without one, the next."""
        letters = reference.rstrip("0123456789")
        column = self._columns.get(letters) if letters else self._column + 1
        if column is None:
            column = self._columns[letters] = _column_of(letters)
        if not self._column < column < MOST_COLUMNS:
            if column >= MOST_COLUMNS:
                raise Refused("foundation.sheet_too_wide", "file", limit=MOST_COLUMNS, row=self.number)
            raise Refused("foundation.sheet_broken", "file", row=self.number)
        return column

    def _value(self) -> str:
        parts = self._parts
        if "f" in parts:
            return "=" + "".join(parts["f"])
        kind = self._cell.get("t", "n")
        if kind == "inlineStr":
            return "".join(parts.get("t", ()))
        raw = "".join(parts.get("v", ())).strip() if kind != "str" else "".join(parts.get("v", ()))
        if not raw or kind in ("str", "e", "d"):
            return raw.replace("T", " ").removesuffix(" 00:00:00") if kind == "d" else raw
        if kind == "s":
            return self._shared(raw)
        if kind == "b":
            return BOOLEANS.get(raw, raw)
        look = self._cell.get("s", "0")
        if look.isdigit() and int(look) in self.book.moments:
            return moment_text(raw, since_1904=self.book.since_1904)
        return number_text(raw)

    def _shared(self, raw: str) -> str:
        try:
            return self.book.words[int(raw)]
        except (ValueError, IndexError):
            raise Refused("foundation.sheet_broken", "file", row=self.number)


def _column_of(letters: str) -> int:
    """Counted from 0; what is no reference lies beyond every limit."""
    if len(letters) > 3 or not (letters.isascii() and letters.isalpha()):
        return LAST_ROW
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column - 1
