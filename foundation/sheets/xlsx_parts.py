"""Where things are in an XLSX: the first sheet that is shown, the shared texts, which looks are days."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from typing import IO, Final, NamedTuple

from foundation.refusals import Refused
from foundation.sheets.limits import LARGEST_OTHER, LARGEST_SHARED, LARGEST_UNPACKED, MOST_LOOKS, MOST_PARTS
from foundation.sheets.numbers import shows_moment
from foundation.sheets.shared_words import SharedWords, read_shared_words
from foundation.sheets.xml_pieces import PIECE, Attributes, parse

WORKBOOK: Final = "xl/workbook.xml"
ENTRY: Final = b"PK\x01\x02"
"""How a part's entry in the directory of an archive begins."""


class Workbook(NamedTuple):
    """What is needed to read the cells of the first sheet."""

    sheet: str
    words: SharedWords
    moments: frozenset[int]
    since_1904: bool


def open_archive(stream: IO[bytes]) -> zipfile.ZipFile:
    """The parts, if they are not too many and not too large; what a part says of its size is what is read of it.

    Refused: ``foundation.sheet_wrong_kind``, ``foundation.sheet_unpacks_too_far``.
    """
    if _entries(stream) > 4 * MOST_PARTS:
        raise Refused("foundation.sheet_unpacks_too_far", "file")
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise Refused("foundation.sheet_wrong_kind", "file")
    parts = archive.infolist()
    if WORKBOOK not in archive.NameToInfo or any(part.flag_bits & 1 for part in parts):
        raise Refused("foundation.sheet_wrong_kind", "file")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Refused("foundation.sheet_unpacks_too_far", "file")
    return archive


def _entries(stream: IO[bytes]) -> int:
    """How many parts there are at most: they are counted before the directory at the end is read, which is held in
    memory. What looks like an entry may stand in a part, too, hence not all that is counted is one."""
    stream.seek(0)
    count, tail = 0, b""
    while piece := stream.read(PIECE):
        count += (tail + piece).count(ENTRY)
        tail = piece[1 - len(ENTRY) :]
    stream.seek(0)
    return count


def read_workbook(archive: zipfile.ZipFile) -> Workbook:
    """The first sheet that is shown and what its cells refer to."""
    since_1904, sheet_link = False, ""
    for name, attributes in elements(archive, WORKBOOK):
        if name == "workbookPr":
            since_1904 = attributes.get("date1904") in ("1", "true")
        elif name == "sheet" and not sheet_link and attributes.get("state", "visible") == "visible":
            sheet_link = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
    targets = {
        attributes.get("Id", ""): attributes.get("Target", "")
        for name, attributes in elements(archive, "xl/_rels/workbook.xml.rels")
        if name == "Relationship"
    }
    sheet = _path(targets.get(sheet_link, ""))
    if sheet not in archive.NameToInfo:
        raise Refused("foundation.sheet_wrong_kind", "file")
    shared = next((_path(target) for target in targets.values() if "sharedstrings" in target.lower()), "")
    words = SharedWords()
    if shared in archive.NameToInfo:
        _refuse_large(archive, shared, limit=LARGEST_SHARED)
        with archive.open(shared) as part:
            words = read_shared_words(part)
    return Workbook(sheet, words, _looks_of_moments(archive), since_1904)


def elements(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, Attributes]]:
    """Each element of a part as it begins; none where there is no such part."""
    found: list[tuple[str, Attributes]] = []
    if part not in archive.NameToInfo:
        return
    _refuse_large(archive, part, limit=LARGEST_OTHER)
    with archive.open(part) as stream:
        for _piece in parse(
            stream,
            on_start=lambda name, attributes: found.append((name, attributes)),
            on_end=lambda name: None,
            on_text=lambda text: None,
        ):
            yield from found
            found.clear()


def _looks_of_moments(archive: zipfile.ZipFile) -> frozenset[int]:
    """The numbers of the cell looks (``cellXfs``) that show a day or a time."""
    codes: dict[int, str] = {}
    moments, number, is_counting = set[int](), 0, False
    for name, attributes in elements(archive, "xl/styles.xml"):
        if name == "numFmt":
            codes[_int(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif name in ("cellXfs", "cellStyles", "cellStyleXfs", "dxfs"):
            is_counting = name == "cellXfs"
        elif name == "xf" and is_counting:
            look = _int(attributes.get("numFmtId"))
            if shows_moment(look, codes.get(look)):
                moments.add(number)
            number += 1
            if number > MOST_LOOKS:
                raise Refused("foundation.sheet_unpacks_too_far", "file")
    return frozenset(moments)


def _refuse_large(archive: zipfile.ZipFile, part: str, *, limit: int) -> None:
    if archive.getinfo(part).file_size > limit:
        raise Refused("foundation.sheet_unpacks_too_far", "file")


def _path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def _int(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0
