"""Somebody floods the form behind one room's code: each is answered, and whoever has something to say still can."""

import uuid
from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.domain.customer.door import MOST_AN_HOUR
from complaints.domain.customer.room_codes import make_codes, token_of
from complaints.models import Channel, Complaint, RoomCode
from parties.domain.roles import Role
from parties.models import Message, Room
from tests.complaints.factories import House, logged
from tests.drills.conftest import Scaled
from tests.drills.ktv import ktv_of_today

pytestmark = [pytest.mark.django_db, pytest.mark.drill]

FULL: Final = 10_000
STORY: Final = "话筒坏了"
ADDRESSES: Final = 250


def forms_of(ktv: House) -> dict[str, str]:
    """The address of the form of each room, by the room's name."""
    make_codes(ktv.venue.pk, by=ktv.scope(Role.VENUE_MANAGER), at=timezone.now())
    return {
        code.room.name: reverse("complaints:room-form", args=[token_of(code)])
        for code in RoomCode.objects.select_related("room")
    }


def sent(form: str, *, source: str, client_id: uuid.UUID) -> Any:
    typed = {"client_id": str(client_id), "subject": "facilities", "what_happened": STORY}
    return Client().post(form, typed, REMOTE_ADDR=source)


def said(answer: Any) -> tuple[int, bool]:
    """The status, and whether what was typed stands on the page."""
    return answer.status_code, STORY in answer.content.decode()


def senders(first: uuid.UUID, count: int) -> Iterator[tuple[uuid.UUID, str]]:
    """From so many addresses that none of them is stopped for itself."""
    for number in range(count):
        yield (uuid.uuid4() if number else first), f"192.0.2.{number % ADDRESSES}"


def test_a_flood_from_one_code_is_answered_each_time_and_closes_no_other_door(scaled: Scaled) -> None:
    cache.clear()
    count, ktv = scaled(FULL), ktv_of_today()
    Room.objects.create(venue=ktv.venue, name="777")
    forms = forms_of(ktv)
    flooded, first = forms[ktv.room.name], uuid.uuid4()
    answers = [said(sent(flooded, source=address, client_id=each)) for each, address in senders(first, count)]
    # What is refused keeps what was typed.
    assert answers == [(302, False)] * MOST_AN_HOUR + [(429, True)] * (count - MOST_AN_HOUR)
    assert Complaint.objects.count() == MOST_AN_HOUR
    told = Message.objects.filter(kind="complaints.code_busy").values_list("user", "key")
    assert {user for user, _key in told} == {ktv.people[Role.VENUE_MANAGER].pk}
    assert len(told) <= 2  # one for each hour of the day in which it went on

    again = sent(flooded, source="198.51.100.1", client_id=first)  # who was heard is led to the same complaint
    neighbour = sent(forms["777"], source="198.51.100.2", client_id=uuid.uuid4())
    assert (again.status_code, neighbour.status_code) == (302, 302)
    logged(ktv, at=timezone.now())  # and the staff writes down what happens in that room
    by_channel = sorted(Complaint.objects.values_list("channel", "room__name"))
    from_code = [(Channel.ROOM_CODE, ktv.room.name)] * MOST_AN_HOUR + [(Channel.ROOM_CODE, "777")]
    assert by_channel == [(Channel.IN_PERSON, ktv.room.name), *from_code]


def test_control_without_the_limit_of_the_room_every_post_is_a_complaint(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr("complaints.domain.customer.door.MOST_AN_HOUR", FULL)
    form = forms_of(ktv_of_today())["666"]
    count = MOST_AN_HOUR + 5
    statuses = [
        sent(form, source=address, client_id=each).status_code for each, address in senders(uuid.uuid4(), count)
    ]
    assert (statuses, Complaint.objects.count()) == ([302] * count, count)
