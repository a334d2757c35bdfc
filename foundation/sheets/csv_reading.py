"""CSV as Excel, WPS and tills write it: UTF-8 or GB18030, commas, semicolons or tabs. All cells are text."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import IO, Final

from foundation.refusals import Refused
from foundation.sheets.formulas import as_typed
from foundation.sheets.limits import LONGEST_CELL, MOST_COLUMNS
from foundation.sheets.lines import Line

PIECE: Final = 256 * 1024
SAMPLE: Final = 64 * 1024
DELIMITERS: Final = (",", ";", "\t")
USUAL_SHARE: Final = 0.9
"""Of Chinese text at least this much is written in the signs of GB 2312; what another code (Big5, Shift JIS) makes of
itself when it is read as GB18030 is not."""


def encoding_of(stream: IO[bytes]) -> str:
    """How the bytes are to be read, judged by all of them; the stream is at its start again afterwards.

    Refused: ``foundation.sheet_unreadable`` for anything but UTF-8, UTF-16 with its mark and GB18030.
    """
    first = stream.read(4)
    stream.seek(0)
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    else:
        candidates = ["utf-8-sig", "gb18030"]
    for encoding in candidates:
        if _reads_as(stream, encoding):
            return encoding
    raise Refused("foundation.sheet_unreadable", "file")


def _reads_as(stream: IO[bytes], encoding: str) -> bool:
    decode = codecs.getincrementaldecoder(encoding)().decode
    signs = usual = 0
    stream.seek(0)
    try:
        while piece := stream.read(PIECE):
            text = decode(piece)
            if "\0" in text:
                return False
            if encoding == "gb18030":
                beyond = [sign for sign in text if sign > "\x7f"]
                signs += len(beyond)
                usual += len("".join(beyond).encode("gb2312", "ignore")) // 2
        decode(b"", True)  # noqa: FBT003 - the decoder's own signature
    except UnicodeDecodeError:
        return False
    finally:
        stream.seek(0)
    return not signs or usual >= signs * USUAL_SHARE


def delimiter_of(text: str) -> str:
    """What stands between the cells of the first line, quoted ones left out."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = "".join(first.split('"')[::2])
    return max(DELIMITERS, key=bare.count)


def csv_lines(stream: IO[bytes]) -> Iterator[Line]:
    """The rows of the file.

    Refused: as :func:`encoding_of`; ``foundation.sheet_broken`` for what is no table.
    """
    encoding = encoding_of(stream)
    text = io.TextIOWrapper(stream, encoding, newline="")
    delimiter = delimiter_of(text.read(SAMPLE))
    text.seek(0)
    csv.field_size_limit(max(csv.field_size_limit(), 4 * LONGEST_CELL))
    rows = csv.reader(text, delimiter=delimiter)
    before = 0
    try:
        for cells in rows:
            yield Line(before + 1, _not_too_many(cells, before + 1))
            before = rows.line_num
    except csv.Error:
        raise Refused("foundation.sheet_broken", "file", row=before + 1)
    finally:
        if not stream.closed:
            text.detach()  # or it would close the stream with itself


def _not_too_many(cells: list[str], row: int) -> list[str]:
    """Wide rows are refused before each of their cells is looked at."""
    if len(cells) > 100 * MOST_COLUMNS:
        raise Refused("foundation.sheet_too_wide", "file", limit=MOST_COLUMNS, row=row)
    return [as_typed(cell) for cell in cells]
