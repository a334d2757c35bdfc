"""The texts that an XLSX shares between its cells, held in one piece of memory: a million of them take little more."""

from __future__ import annotations

from array import array
from typing import IO

from foundation.refusals import Refused
from foundation.sheets.limits import LONGEST_CELL, MOST_WORDS
from foundation.sheets.xml_pieces import Attributes, parse


class SharedWords:
    """Texts by their number."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._ends = array("Q")

    def add(self, text: str) -> None:
        """The next one. Refused: ``foundation.sheet_unpacks_too_far``."""
        self._bytes += text.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._bytes))
        if len(self._bytes) + 8 * len(self._ends) > MOST_WORDS:
            raise Refused("foundation.sheet_unpacks_too_far", "file")

    def __getitem__(self, number: int) -> str:
        if not 0 <= number < len(self._ends):
            raise IndexError(number)
        start = self._ends[number - 1] if number else 0
        return self._bytes[start : self._ends[number]].decode("utf-8", "surrogatepass")


def read_shared_words(stream: IO[bytes]) -> SharedWords:
    """From ``sharedStrings.xml``; readings (phonetic guides) are left out.

    Refused: ``foundation.sheet_unpacks_too_far``, also for one that no cell could hold; as :func:`parse` does.
    """
    words, parts, length = SharedWords(), list[str](), 0
    is_text, in_reading = False, False

    def start(name: str, _attributes: Attributes) -> None:
        nonlocal is_text, in_reading
        in_reading = in_reading or name == "rPh"
        is_text = name == "t" and not in_reading

    def end(name: str) -> None:
        nonlocal is_text, in_reading, length
        is_text = False
        if name == "rPh":
            in_reading = False
        elif name == "si":
            words.add("".join(parts))
            parts.clear()
            length = 0

    def text(part: str) -> None:
        nonlocal length
        if is_text:
            length += len(part)
            if length > 4 * LONGEST_CELL:
                raise Refused("foundation.sheet_unpacks_too_far", "file")
            parts.append(part)

    for _piece in parse(stream, on_start=start, on_end=end, on_text=text):
        pass
    return words
