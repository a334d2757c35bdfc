"""More guests than one hour takes press Send in one room at the same moment."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from django.db import connections

from complaints.domain.customer import door, room_codes
from complaints.domain.customer.door import FromRoom, send_from_room
from complaints.models import Complaint, RoomCode
from foundation.refusals import Refused
from parties.domain.roles import Role
from tests.complaints.factories import NOW, house

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
GUESTS, PLACES = 6, 2


def _at_once() -> list[str]:
    """What each of the guests is answered."""
    ktv = house()
    room_codes.make_codes(ktv.venue.pk, by=ktv.scope(Role.VENUE_MANAGER), at=NOW)
    token = room_codes.token_of(RoomCode.objects.get(room=ktv.room))

    def send(number: int) -> str:
        try:
            told = FromRoom(uuid.uuid4(), "facilities", f"话筒坏了{number}")
            return send_from_room(token, told, source="test", at=NOW).complaint.state
        except Refused as refused:
            return refused.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(GUESTS) as pool:
        return sorted(pool.map(send, range(GUESTS)))


def test_the_limit_of_a_room_holds_however_many_send_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "MOST_AN_HOUR", PLACES)
    assert _at_once() == ["complaints.code_busy"] * (GUESTS - PLACES) + ["received"] * PLACES
    assert Complaint.objects.count() == PLACES


def test_control_without_the_lock_all_see_a_place_and_take_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "MOST_AN_HOUR", PLACES)
    all_have_looked = threading.Barrier(GUESTS)
    counted = door._has_room_for

    def looked(told: FromRoom, code: RoomCode, *, at: datetime) -> bool:
        is_free = counted(told, code, at=at)
        all_have_looked.wait(20)
        return is_free

    class Unlocked:
        def select_for_update(self, **_how: object) -> "Unlocked":
            return self

        def get(self, **asked: object) -> RoomCode:
            return RoomCode._default_manager.get(**asked)

    class Rows:
        objects = Unlocked()

    monkeypatch.setattr(door, "_has_room_for", looked)
    monkeypatch.setattr(door, "RoomCode", Rows)
    assert _at_once() == ["received"] * GUESTS
    assert Complaint.objects.count() == GUESTS
