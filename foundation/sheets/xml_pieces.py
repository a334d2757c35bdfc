"""XML of strangers, read in pieces. What declares types is refused, hence no bombs made of entities."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO, Final
from xml.parsers import expat

from foundation.refusals import Refused
from foundation.sheets.limits import DEEPEST, LARGEST_MARK, MOST_NAMES

PIECE: Final = 128 * 1024
Attributes = dict[str, str]


def parse(
    stream: IO[bytes],
    *,
    on_start: Callable[[str, Attributes], None],
    on_end: Callable[[str], None],
    on_text: Callable[[str], None],
) -> Iterator[None]:
    """Read the stream to its end; after each piece the caller has its turn.

    Refused: ``foundation.sheet_broken``; ``foundation.sheet_wrong_kind`` for XML that declares types;
    ``foundation.sheet_unpacks_too_far`` for what the parser would have to hold in memory without end: a tag that does
    not close, elements ever deeper, ever new names.
    """
    parser, fed, depth = expat.ParserCreate(), 0, 0

    def begin(name: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise Refused("foundation.sheet_unpacks_too_far", "file")
        on_start(name.rpartition(":")[2], attributes)

    def finish(name: str) -> None:
        nonlocal depth
        depth -= 1
        on_end(name.rpartition(":")[2])

    parser.buffer_text = True
    parser.buffer_size = 64 * 1024
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = begin
    parser.EndElementHandler = finish
    parser.CharacterDataHandler = on_text
    try:
        while piece := stream.read(PIECE):
            parser.Parse(piece)
            fed += len(piece)
            if fed - parser.CurrentByteIndex > LARGEST_MARK or len(parser.intern) > MOST_NAMES:
                raise Refused("foundation.sheet_unpacks_too_far", "file")
            yield
        parser.Parse(b"", True)  # noqa: FBT003 - expat's own signature
    except expat.ExpatError:
        raise Refused("foundation.sheet_broken", "file", row=1)
    yield


def _refuse(*_declared: object) -> None:
    raise Refused("foundation.sheet_wrong_kind", "file")
