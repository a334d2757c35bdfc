"""XML of strangers, read in pieces. What declares types is refused, hence no bombs made of entities."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO, Final
from xml.parsers import expat

from foundation.refusals import Refused

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

    Refused: ``foundation.sheet_broken``; ``foundation.sheet_wrong_kind`` for XML that declares types.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 64 * 1024
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = lambda name, attributes: on_start(name.rpartition(":")[2], attributes)
    parser.EndElementHandler = lambda name: on_end(name.rpartition(":")[2])
    parser.CharacterDataHandler = on_text
    try:
        while piece := stream.read(PIECE):
            parser.Parse(piece)
            yield
        parser.Parse(b"", True)  # noqa: FBT003 - expat's own signature
    except expat.ExpatError:
        raise Refused("foundation.sheet_broken", "file", row=1)
    yield


def _refuse(*_declared: object) -> None:
    raise Refused("foundation.sheet_wrong_kind", "file")
