"""A video of 20 MB in pieces from a phone, against the same pieces thrown at a view that keeps none of them."""

import hashlib
import json
import os
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta

from django.utils import timezone

from bench.load import exchange
from bench.rows import Row, in_turn, seconds
from bench.server import headers_of, post, server
from parties.domain.roles import Role
from tests.complaints.factories import house

PIECE = 256 * 1024
SIZE = 20 * 1024**2
ROUNDS = 3
VIDEO = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"


def measure() -> Iterator[Row]:
    """Seconds for the whole file; ours includes the complaint, each piece in the database, the hash and the storing."""
    ktv = house(since=timezone.now() - timedelta(days=30))
    headers = headers_of(ktv.people[Role.FLOOR])
    with server() as port:

        def send(path: str, content: bytes, kind: str = "application/json") -> None:
            status = exchange(port, post(path, headers, content, kind=kind))
            if status not in (b"200", b"201"):
                raise RuntimeError(f"{path} answers {status!r}")

        def ours() -> float:
            content = VIDEO + os.urandom(SIZE - len(VIDEO))
            file = {
                "client_id": str(uuid.uuid4()),
                "name": "a.mp4",
                "size": SIZE,
                "sha256": hashlib.sha256(content).hexdigest(),
            }
            now = round(timezone.now().timestamp() * 1000)
            said = {"client_id": str(uuid.uuid4()), "venue": ktv.venue.pk, "room": ktv.room.pk, "subject": "attitude"}
            said |= {"gravity": "ordinary", "channel": "in_person", "what_happened": "见视频"}
            said |= {"logged_at": now, "sent_at": now, "waited": 0, "files": [file]}

            def work() -> None:
                send("/floor/sent/", json.dumps(said).encode())
                _in_pieces(
                    content, lambda at, piece: send(f"/floor/files/{file['client_id']}/?offset={at}", piece, OCTETS)
                )

            return seconds(work)

        def bare() -> float:
            content = os.urandom(SIZE)
            return seconds(lambda: _in_pieces(content, lambda _at, piece: send("/bare/piece/", piece, OCTETS)))

        yield Row(
            "a 20 MB file in pieces / pieces that nobody keeps", "80 pieces", *in_turn(ours, bare, rounds=ROUNDS), "s"
        )


OCTETS = "application/octet-stream"


def _in_pieces(content: bytes, send: Callable[[int, bytes], None]) -> None:
    for offset in range(0, len(content), PIECE):
        send(offset, content[offset : offset + PIECE])
