"""A phone of the floor, as tests have one: what it tells, and the pieces it sends."""

import hashlib
import uuid
from datetime import datetime, timedelta
from uuid import UUID

from complaints.domain.floor.arriving import expected_file, take_piece
from complaints.domain.floor.phone_clock import PhoneSaid
from complaints.domain.floor.sending import Announced, receive_from_phone
from complaints.models import Complaint, IncomingFile
from parties.domain.scope import Scope
from tests.complaints.factories import NOW, House, told

MINUTE = timedelta(minutes=1)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(200))


def announced(content: bytes, name: str = "a.png", *, client_id: UUID | None = None) -> Announced:
    return Announced(client_id or uuid.uuid4(), name, hashlib.sha256(content).hexdigest(), len(content))


def said(at: datetime = NOW) -> PhoneSaid:
    """Written down three minutes ago by a phone whose clock is right."""
    return PhoneSaid(logged_at=at - 3 * MINUTE, sent_at=at)


def received(of: House, *files: Announced, by: Scope, at: datetime = NOW) -> Complaint:
    return receive_from_phone(told(of), said(at), files, by=by, at=at)


def sent_pieces(file: Announced, content: bytes, *, by: Scope, size: int = 64, at: datetime = NOW) -> IncomingFile:
    """All pieces of a file, one after the other, from where the server says."""
    row = expected_file(file.client_id, by=by)
    assert row is not None
    while row.is_arriving:
        piece = content[row.received : row.received + size]
        row = take_piece(row.pk, piece, offset=row.received, by=by, at=at)
    return row
