"""A file and its rows at rest: enciphered under the import's own key, which the key of the house keeps."""

from __future__ import annotations

import io
import json
import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Final, NamedTuple

from foundation.enciphering import KEY_BYTES, Key, decipher, decipher_bytes, encipher, encipher_bytes
from members.models import Import

OWN: Final = "import"
HEADINGS: Final = 0
"""The number under which the headings stand among the rows; a spreadsheet counts its rows from 1."""


class Row(NamedTuple):
    """A row in the clear, for the moment in which it is needed."""

    pk: int
    number: int
    cells: list[str]


def new_key() -> Key:
    """A key that no other import has."""
    return Key(OWN, secrets.token_bytes(KEY_BYTES))


def wrapped(key: Key) -> bytes:
    """As it is kept. It belongs to the file that it opens, and to no other: nothing else is told of it here."""
    return encipher(b64encode(key.secret).decode(), about="members.import:key")


def key_of(sent: Import) -> Key:
    """Raises ``foundation.enciphering.Unreadable``, also for an import that was forgotten."""
    return Key(OWN, b64decode(decipher(bytes(sent.key_enciphered or b""), about="members.import:key")))


def is_under(sent: Import, name: str) -> bool:
    """Whether the key rests under the key of the house with this name, which stands in front of what it enciphered."""
    return bytes(sent.key_enciphered or b"").startswith(bytes([len(name)]) + name.encode())


def sealed_file(content: bytes, *, key: Key) -> IO[bytes]:
    """The file, to be stored."""
    return io.BytesIO(encipher_bytes(content, about="members.import:file", key=key))


def opened_file(sent: Import) -> IO[bytes]:
    """The file as it was sent; in memory alone, for it must not rest in the clear."""
    key = key_of(sent)
    return io.BytesIO(decipher_bytes(sent.file.read(), about="members.import:file", find_key=lambda _name: key))


def sealed_cells(import_id: int, number: int, cells: Sequence[str], *, key: Key) -> bytes:
    """A row, to be stored."""
    return encipher(json.dumps(cells, ensure_ascii=False), about=f"members.import:{import_id}:{number}", key=key)


def opened_rows(sent: Import, stored: Iterable[tuple[int, int, bytes | memoryview]]) -> Iterator[Row]:
    """Rows (id, number, sealed cells) in the clear."""
    key = key_of(sent)
    for pk, number, cells in stored:
        text = decipher(bytes(cells), about=f"members.import:{sent.pk}:{number}", find_key=lambda _name: key)
        yield Row(pk, number, json.loads(text))
