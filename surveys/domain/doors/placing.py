"""Doors of a venue: the codes in its rooms and the tablets in its hall; put up, replaced, found by what was scanned."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from foundation.derived_secrets import derived_token
from foundation.refusals import Refused
from foundation.tokens import hash_token
from parties.domain.scope import Scope, writing
from parties.models import Room, Venue
from surveys.domain.waves.inviting import takes_answers
from surveys.models import Door, DoorKind, Wave, WaveState

PLACE: Final = "surveys.run"
"""Who hangs codes on walls."""
STAND_BY: Final = "surveys.interview"
"""Who puts a tablet up for guests."""


@dataclass(frozen=True)
class Card:
    """What is printed for one room."""

    room: str
    address: str


def rooms_with_doors(venue_id: int) -> QuerySet[Room]:
    """The rooms of a venue, each with its code in use (``in_use``: a list of one or none)."""
    in_use = Prefetch("survey_doors", Door.objects.filter(shut_at=None).select_related("made_by"), to_attr="in_use")
    return Room.objects.filter(venue=venue_id).prefetch_related(in_use)


def own_venues(by: Scope, *, verb: str) -> QuerySet[Venue]:
    """The venues of the person's own party where they may do ``verb``: the other side of a contract opens no doors."""
    return Venue.objects.within(by, verb=verb).filter(party__in=by.parties_for(verb))


def own_rooms(by: Scope) -> QuerySet[Room]:
    """The rooms of these venues on whose walls the person may hang codes."""
    return Room.objects.filter(venue__in=own_venues(by, verb=PLACE))


def make_room_codes(venue_id: int, *, by: Scope, at: datetime) -> int:
    """A code for each room that has none; how many were made. Refused: ``parties.not_yours``."""
    with writing(by):
        user_id = _lock(venue_id, by=by, verb=PLACE)
        coded = Door.objects.filter(venue=venue_id, kind=DoorKind.ROOM, shut_at=None).values("room")
        bare = Room.objects.filter(venue=venue_id).exclude(pk__in=coded)
        made = [_new(venue_id, DoorKind.ROOM, user_id=user_id, at=at, room_id=room.pk) for room in bare]
        Door.objects.bulk_create(made)
    return len(made)


def renew_room_code(room_id: int, *, by: Scope, at: datetime) -> Door:
    """Another code for the room; the one on its wall is dead from now on. Refused: ``parties.not_yours``."""
    with writing(by):
        room = Room.objects.get(pk=room_id)
        user_id = _lock(room.venue_id, by=by, verb=PLACE)
        Door.objects.filter(room=room, shut_at=None).update(shut_at=at)
        door = _new(room.venue_id, DoorKind.ROOM, user_id=user_id, at=at, room_id=room_id)
        door.save()
    return door


def put_up_tablet(wave_id: int, venue_id: int, *, asks_code: bool, by: Scope, at: datetime) -> Door:
    """A tablet for the guests of a venue, on which one running wave is answered until it ends or the tablet is shut.

    Refused: ``parties.not_yours``, ``surveys.wave_not_running``, ``surveys.venue_elsewhere``.
    """
    with writing(by):
        wave = Wave.objects.filter(pk=wave_id, party__in=by.parties_for(STAND_BY)).first()
        if wave is None or by.user_id is None:
            raise Refused("parties.not_yours")
        if not takes_answers(wave, at=at):
            raise Refused("surveys.wave_not_running")
        if not venues_for_tablets(wave, by=by).filter(pk=venue_id).exists():
            raise Refused("surveys.venue_elsewhere", "venue")
        door = _new(venue_id, DoorKind.KIOSK, user_id=by.user_id, at=at, wave_id=wave_id, asks_code=asks_code)
        door.save()
    return door


def shut_door(door_id: int, *, by: Scope, at: datetime) -> None:
    """Nobody comes in here any more; shut twice is shut. Refused: ``parties.not_yours``."""
    with writing(by):
        door = Door.objects.within(by, verb=STAND_BY).select_for_update(no_key=True, of=("self",)).filter(pk=door_id)
        found = door.first()
        if found is None:
            raise Refused("parties.not_yours")
        if found.shut_at is None:
            found.shut_at = at
            found.save(update_fields=["shut_at"])


def door_behind(token: str) -> Door:
    """The open door with this token. Refused: ``surveys.door_unknown``."""
    doors = Door.objects.filter(token_hash=hash_token(token), shut_at=None)
    door = doors.select_related("venue", "room", "wave__version").first()
    if door is None:
        raise Refused("surveys.door_unknown")
    return door


def wave_behind(door: Door, *, at: datetime) -> Wave | None:
    """The wave that is answered here now: a tablet's own, or the one of the room's venue that ends first."""
    if door.wave is not None:
        return door.wave if takes_answers(door.wave, at=at) else None
    running = Wave.objects.filter(state=WaveState.OPEN, opens_at__lte=at, closes_at__gt=at)
    here = Q(contract__venues=door.venue_id) | Q(contract=None, party=door.venue.party_id)
    return running.filter(here).select_related("version").order_by("closes_at", "pk").first()


def venues_for_tablets(wave: Wave, *, by: Scope) -> QuerySet[Venue]:
    """Where this person may put one up: venues of the wave in which they work, also for who serves them."""
    return Venue.objects.within(by, verb=STAND_BY).filter(pk__in=venues_of(wave).values("pk"))


def venues_of(wave: Wave) -> QuerySet[Venue]:
    """The venues that a wave asks about: those of its contract, or all of the party that runs it."""
    if wave.contract_id is not None:
        return Venue.objects.filter(contracts=wave.contract_id)
    return Venue.objects.filter(party=wave.party_id)


def cards_of(venue_id: int) -> list[Card]:
    """What to print: one card for each room with a code."""
    doors = Door.objects.filter(venue=venue_id, kind=DoorKind.ROOM, shut_at=None).select_related("room")
    return [Card(door.room.name, address_of(door)) for door in doors.order_by("room__name") if door.room]


def token_of(door: Door) -> str:
    """The token in its address; made again each time it is printed (ADR 3)."""
    return derived_token(f"surveys.door:{door.venue_id}:{door.nonce}")


def address_of(door: Door) -> str:
    """What the printed code says, and what the tablet shows."""
    return f"{settings.SITE_URL}{reverse('surveys:door', args=[token_of(door)])}"


def _lock(venue_id: int, *, by: Scope, verb: str) -> int:
    """Who does it; two people at once must not give one room two codes."""
    Venue.objects.select_for_update(no_key=True).get(pk=venue_id)
    if by.user_id is None or not own_venues(by, verb=verb).filter(pk=venue_id).exists():
        raise Refused("parties.not_yours")
    return by.user_id


def _new(venue_id: int, kind: DoorKind, *, user_id: int, at: datetime, **more: object) -> Door:
    door = Door(venue_id=venue_id, kind=kind, made_at=at, made_by_id=user_id, **more)
    door.token_hash = hash_token(token_of(door))
    return door
