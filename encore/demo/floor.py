"""The floor's phones and tablet in the demo: PINs, and a complaint that waited in a phone whose clock is slow."""

import hashlib
import struct
import uuid
import zlib
from datetime import timedelta
from typing import Final

from complaints.domain.floor.arriving import expected_file, take_piece
from complaints.domain.floor.phone_clock import PhoneSaid
from complaints.domain.floor.pins import set_pin
from complaints.domain.floor.sending import Announced, receive_from_phone
from complaints.domain.floor.tablets import enrol_tablet
from complaints.domain.intake.logging import NewComplaint
from complaints.models import Complaint, Gravity, Subject
from encore.demo.people import Cast

PIN: Final = "2580"
SLOW: Final = timedelta(minutes=47)
SIDE: Final = 64  # pixels


def keep_phones(cast: Cast) -> Complaint:
    """One photo of it has arrived, the other is still on its way."""
    for who in ("floor", "promoter"):
        set_pin(PIN, by=cast.scope(who), at=cast.now)
    enrol_tablet(cast.river.pk, "前台平板", by=cast.scope("manager"), at=cast.now - timedelta(days=9))
    at, by = cast.now - timedelta(minutes=25), cast.scope("floor")
    told = NewComplaint(
        client_id=uuid.uuid4(),
        venue_id=cast.river.pk,
        room_id=cast.river.rooms.get(name="202").pk,
        subject=Subject.FACILITIES,
        gravity=Gravity.ORDINARY,
        what_happened="地下包厢没有信号，灯带闪个不停。",
    )
    said = PhoneSaid(
        happened_at=at - SLOW - timedelta(minutes=40),
        logged_at=at - SLOW - timedelta(minutes=32),
        sent_at=at - SLOW,
        waited=timedelta(minutes=32),
    )
    arrived, coming = _photo("灯带-1.png", 0xE3), _photo("灯带-2.png", 0x2A)
    complaint = receive_from_phone(told, said, [arrived[0], coming[0]], by=by, at=at)
    row = expected_file(arrived[0].client_id, by=by)
    if row is not None:
        take_piece(row.pk, arrived[1], offset=0, by=by, at=at + timedelta(minutes=1))
    return complaint


def _photo(name: str, shade: int) -> tuple[Announced, bytes]:
    """A square of one shade of grey, as a PNG file."""
    lines = (b"\0" + bytes([shade]) * SIDE) * SIDE
    head = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    content = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )
    return Announced(uuid.uuid4(), name, hashlib.sha256(content).hexdigest(), len(content)), content
