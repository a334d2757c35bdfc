"""The codes on the walls of a venue's rooms: made, replaced, found by what was scanned."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from complaints.domain.people import may_at
from complaints.models import RoomCode
from foundation.derived_secrets import derived_token
from foundation.refusals import Refused
from foundation.tokens import hash_token
from parties.domain.scope import Scope, writing
from parties.models import Room, Venue

VERB: Final = "complaints.room_codes"


@dataclass(frozen=True)
class Card:
    """What is printed for one room."""

    room: str
    address: str


def rooms_with_codes(venue_id: int) -> QuerySet[Room]:
    """The rooms of a venue, each with its code in use (``in_use``: a list of one or none)."""
    in_use = Prefetch("codes", RoomCode.objects.filter(revoked_at=None).select_related("made_by"), to_attr="in_use")
    return Room.objects.filter(venue=venue_id).prefetch_related(in_use)


def make_codes(venue_id: int, *, by: Scope, at: datetime) -> int:
    """A code for each room that has none; how many were made. Refused: ``complaints.not_your_step``."""
    with writing(by):
        user_id = _lock(venue_id, by=by)
        rooms = [room.pk for room in rooms_with_codes(venue_id) if not _in_use(room)]
        RoomCode.objects.bulk_create(_new(room_id, user_id=user_id, at=at) for room_id in rooms)
    return len(rooms)


def renew_code(room_id: int, *, by: Scope, at: datetime) -> RoomCode:
    """Another code for the room; the one on its wall is dead from now on. Refused: ``complaints.not_your_step``."""
    with writing(by):
        room = Room.objects.get(pk=room_id)
        user_id = _lock(room.venue_id, by=by)
        RoomCode.objects.filter(room=room, revoked_at=None).update(revoked_at=at)
        code = _new(room_id, user_id=user_id, at=at)
        code.save()
    return code


def cards_of(venue_id: int) -> list[Card]:
    """What to print: one card for each room with a code."""
    found = [(room, _in_use(room)) for room in rooms_with_codes(venue_id)]
    return [Card(room.name, address_of(code)) for room, code in found if code]


def token_of(code: RoomCode) -> str:
    """The token in its address; made again each time it is printed (ADR 3)."""
    return derived_token(f"complaints.room_code:{code.room_id}:{code.nonce}")


def address_of(code: RoomCode) -> str:
    """What the printed code says."""
    return f"{settings.SITE_URL}{reverse('complaints:room-form', args=[token_of(code)])}"


def code_behind(token: str) -> RoomCode:
    """The code in use with this token. Refused: ``complaints.code_unknown``."""
    code = RoomCode.objects.filter(token_hash=hash_token(token), revoked_at=None).select_related("room__venue").first()
    if code is None:
        raise Refused("complaints.code_unknown")
    return code


def _lock(venue_id: int, *, by: Scope) -> int:
    """Who does it; two people at once must not give one room two codes."""
    Venue.objects.select_for_update(no_key=True).get(pk=venue_id)
    if by.user_id is None or not may_at(by, VERB, venue_id):
        raise Refused("complaints.not_your_step")
    return by.user_id


def _in_use(room: Room) -> RoomCode | None:
    codes: list[RoomCode] = room.in_use  # type: ignore[attr-defined]
    return codes[0] if codes else None


def _new(room_id: int, *, user_id: int, at: datetime) -> RoomCode:
    code = RoomCode(room_id=room_id, made_at=at, made_by_id=user_id)
    code.token_hash = hash_token(token_of(code))
    return code
