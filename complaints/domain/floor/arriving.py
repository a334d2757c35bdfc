"""Files that arrive in pieces: each piece counts once, a broken upload goes on where it stopped, and only what has the
announced hash becomes evidence."""

from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.utils import timezone

from complaints.domain.intake.evidence import KINDS
from complaints.models import Evidence, FilePiece, IncomingFile
from foundation.accepted_files import LARGEST_FILE
from foundation.files import store
from foundation.models import Job
from foundation.refusals import Refused
from parties.domain.scope import SYSTEM, Scope, writing

LARGEST_PIECE: Final = 1024 * 1024
"""Bytes."""


def expected_file(client_id: UUID, *, by: Scope) -> IncomingFile | None:
    """The file that this person's phone announced under this id; somebody else's is not there."""
    return IncomingFile.objects.filter(client_id=client_id, user=by.user_id or 0).first()


def take_piece(file_id: int, content: bytes, *, offset: int, by: Scope, at: datetime) -> IncomingFile:
    """Take bytes of an announced file and tell by ``received`` where to go on.

    A piece that was had before, or comes too early, changes nothing. With the last one the file is judged by its
    content and becomes evidence, or is given up (``given_up_for``); with another hash than announced it begins anew.
    Refused: ``complaints.piece_too_big``, for a piece of more than a megabyte or beyond the announced size.
    """
    with writing(by):
        file = IncomingFile.objects.select_for_update().get(pk=file_id, user=by.user_id or 0)
        if not file.is_arriving or offset != file.received or not content:
            return file
        if len(content) > LARGEST_PIECE or offset + len(content) > file.size:
            raise Refused("complaints.piece_too_big")
        FilePiece.objects.create(file=file, offset=offset, content=content)
        file.received += len(content)
        if file.received == file.size:
            _complete(file, at=at)
        file.save(update_fields=["received", "evidence", "given_up_at", "given_up_for"])
    return file


def _complete(file: IncomingFile, *, at: datetime) -> None:
    content = b"".join(bytes(piece.content) for piece in file.pieces.all())
    _forget_pieces(file)
    if sha256(content).hexdigest() != file.sha256:
        file.received = 0
        return
    try:
        stored = store(content, file.name, kinds=KINDS, max_bytes=LARGEST_FILE)
    except Refused as refused:
        _give_up(file, refused.code, at=at)
    else:
        file.evidence = Evidence.objects.create(
            complaint_id=file.complaint_id, file=stored, added_at=at, user_id=file.user_id
        )


def expire(job: Job) -> None:
    """Give up waiting for a file that never came whole; one that did stays as it is."""
    with writing(SYSTEM):
        file = IncomingFile.objects.select_for_update().get(pk=job.payload["file"])
        if file.is_arriving:
            _forget_pieces(file)
            _give_up(file, "complaints.file_never_came", at=timezone.now())
            file.save(update_fields=["given_up_at", "given_up_for"])


def _give_up(file: IncomingFile, code: str, *, at: datetime) -> None:
    file.given_up_at, file.given_up_for = at, code


def _forget_pieces(file: IncomingFile) -> None:
    FilePiece.objects.filter(file=file).delete()
