"""The code of a room, and what a guest sends by it."""

import uuid
from collections.abc import Sequence
from typing import Any

from complaints.domain.customer import room_codes
from complaints.domain.customer.door import FromRoom, send_from_room
from complaints.models import CustomerLink, RoomCode
from foundation.files import Upload
from parties.domain.roles import Role
from tests.complaints.factories import NOW, House


def token_at(of: House) -> str:
    """What the card in the room says."""
    room_codes.make_codes(of.venue.pk, by=of.scope(Role.VENUE_MANAGER), at=NOW)
    return room_codes.token_of(RoomCode.objects.get(room=of.room, revoked_at=None))


def told(**changes: Any) -> FromRoom:
    """What the guest says, in the plain case."""
    return FromRoom(**{"client_id": uuid.uuid4(), "subject": "facilities", "what_happened": "话筒坏了", **changes})


def sent(token: str, said: FromRoom | None = None, *, files: Sequence[Upload] = (), **changes: Any) -> CustomerLink:
    """Send it, and get the link that leads back to it."""
    return send_from_room(token, said or told(**changes), source="test", at=NOW, files=files)


def typed(**changes: Any) -> dict[str, Any]:
    """The same as the fields of the form."""
    return {"client_id": str(uuid.uuid4()), "subject": "facilities", "what_happened": "话筒坏了", **changes}
