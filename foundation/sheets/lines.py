"""A row of a table as it was read, and the rules that hold for rows of every kind of file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from foundation.refusals import Refused
from foundation.sheets.limits import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS


class Line(NamedTuple):
    """A row: the number that a spreadsheet shows beside it, and its cells as text, empty ones at the end left out."""

    number: int
    cells: list[str]


def within_limits(lines: Iterable[Line]) -> Iterator[Line]:
    """The rows that hold something.

    Refused: ``foundation.sheet_too_wide``, ``.sheet_too_long``, ``.sheet_cell_too_long``.
    """
    for count, line in enumerate(lines):
        if count > MOST_ROWS:
            raise Refused("foundation.sheet_too_long", "file", limit=f"{MOST_ROWS:,}")
        cells = [cell.strip() for cell in line.cells]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise Refused("foundation.sheet_too_wide", "file", limit=MOST_COLUMNS, row=line.number)
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise Refused("foundation.sheet_cell_too_long", "file", limit=LONGEST_CELL, row=line.number)
        if cells:
            yield Line(line.number, cells)
