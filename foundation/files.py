"""Storing files that people upload and documents that we make."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Collection, Sequence
from pathlib import PurePosixPath
from typing import IO, Protocol

import filetype
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from foundation.models import StoredFile
from foundation.refusals import Refused
from foundation.text import HIDDEN, has_hidden_characters

LONGEST_NAME = 200
LONGEST_SUFFIX = 10
PLAIN_TEXT = "text/plain"
PIECE = 1024 * 1024


class Upload(Protocol):
    """A file as it came in."""

    @property
    def name(self) -> str | None: ...
    @property
    def size(self) -> int | None: ...
    def read(self) -> bytes: ...


def store(content: bytes, name: str, *, kinds: Collection[str], max_bytes: int, field: str | None = None) -> StoredFile:
    """Store the content under a random key and return its record; an audited write (see audit.writing).

    `kinds` are the media types accepted; the type is judged by the content, never by name or claim. `field` is the form
    field to blame. Raises Refused: foundation.file_empty, .file_too_big, .file_wrong_kind.
    """
    if not content:
        raise Refused("foundation.file_empty", field)
    if len(content) > max_bytes:
        raise Refused("foundation.file_too_big", field, limit=max_bytes // 1024**2)
    kind = kind_of(content)
    if kind is None or kind not in kinds:
        raise Refused("foundation.file_wrong_kind", field)
    random = secrets.token_hex(20)
    return StoredFile.objects.create(
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content_type=kind,
        name=clean_name(name),
        storage_key=default_storage.save(f"{random[:2]}/{random}", ContentFile(content)),
    )


def store_stream(stream: IO[bytes], name: str, *, content_type: str) -> StoredFile:
    """Store a document of our own making as `store` does, read in pieces, however large it is.

    Raises Refused: foundation.file_empty.
    """
    digest, size = hashlib.sha256(), 0
    while piece := stream.read(PIECE):
        digest.update(piece)
        size += len(piece)
    if not size:
        raise Refused("foundation.file_empty")
    stream.seek(0)
    random = secrets.token_hex(20)
    return StoredFile.objects.create(
        sha256=digest.hexdigest(),
        size=size,
        content_type=content_type,
        name=clean_name(name),
        storage_key=default_storage.save(f"{random[:2]}/{random}", File(stream)),
    )


def store_uploads(files: Sequence[Upload], *, kinds: Collection[str], max_bytes: int, field: str) -> list[StoredFile]:
    """Store files as they came in, all or none: none is read into memory before the size of each is known.

    Raises Refused as ``store`` does.
    """
    for file in files:
        if (file.size or 0) > max_bytes:
            raise Refused("foundation.file_too_big", field, limit=max_bytes // 1024**2)
    return [store(file.read(), file.name or "", kinds=kinds, max_bytes=max_bytes, field=field) for file in files]


def kind_of(content: bytes) -> str | None:
    """The media type that the content shows, text/plain for readable UTF-8, None for anything else."""
    found = filetype.guess(content)
    if found is not None:
        return str(found.mime)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if has_hidden_characters(text.removeprefix("\ufeff"), allowed="\r\n\t") else PLAIN_TEXT


def clean_name(name: str) -> str:
    """The file's own name without folders and hidden characters, its suffix kept; never empty."""
    visible = "".join(sign for sign in name if unicodedata.category(sign) not in HIDDEN)
    path = PurePosixPath(re.split(r"[/\\]", unicodedata.normalize("NFC", visible))[-1].strip())
    suffix = path.suffix if len(path.suffix) <= LONGEST_SUFFIX else ""
    stem = path.name.removesuffix(suffix)[: LONGEST_NAME - len(suffix)].strip(".")
    return (stem or "file") + suffix
