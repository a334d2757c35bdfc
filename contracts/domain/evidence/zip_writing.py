"""Writes a ZIP as a stream: whatever goes in is read in pieces, and the same content gives the same bytes."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

CHUNK: Final = 1024 * 1024
LARGE: Final = 1024**3
"""From this size on an entry is written so that it may grow past 4 GiB."""
FIRST_MOMENT: Final = (1980, 1, 1, 0, 0, 0)
"""ZIP knows no time zones; when things happened stands in the list and in the files."""


@dataclass(frozen=True)
class Written:
    """An entry as it was written."""

    path: str
    sha256: str
    size: int


class PackZip:
    """A ZIP under way. ``written`` holds its entries in order."""

    def __init__(self, out: IO[bytes]) -> None:
        self._zip = ZipFile(out, "w", allowZip64=True)
        self.written: list[Written] = []

    def add(self, path: str, content: bytes) -> Written:
        """An entry that is at hand whole."""
        return self.add_pieces(path, [content])

    def add_stream(self, path: str, stream: IO[bytes], *, size: int) -> Written:
        """An original, read in pieces and stored as it is: pictures and PDF do not get smaller."""
        return self.add_pieces(path, pieces_of(stream), size=size, method=ZIP_STORED)

    def add_pieces(self, path: str, pieces: Iterable[bytes], *, size: int = 0, method: int = ZIP_DEFLATED) -> Written:
        """An entry made piece by piece. Raises ValueError for a path that leaves the folder."""
        parts = path.split("/")
        if "" in parts or ".." in parts or "\\" in path:
            raise ValueError(f"{path!r} is no name for an entry")
        info = ZipInfo(path, FIRST_MOMENT)
        info.compress_type, info.create_system, info.external_attr = method, 3, 0o644 << 16
        digest, count = hashlib.sha256(), 0
        with self._zip.open(info, "w", force_zip64=size >= LARGE) as entry:
            for piece in pieces:
                digest.update(piece)
                count += len(piece)
                entry.write(piece)
        written = Written(path, digest.hexdigest(), count)
        self.written.append(written)
        return written

    def close(self) -> None:
        """Write the directory; nothing can be added after that."""
        self._zip.close()


def pieces_of(stream: IO[bytes]) -> Iterator[bytes]:
    """The content of a stream in pieces of at most CHUNK bytes."""
    while piece := stream.read(CHUNK):
        yield piece
