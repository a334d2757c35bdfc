"""Open doors: a room's code and a tablet, with and without codes; printed, replaced, shut."""

import re
from urllib.parse import urlparse

import pytest
from django.test import Client
from django.urls import reverse

from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.models import Room, Venue
from surveys.domain.answers.keys import key_for_answers
from surveys.domain.answers.sealing import unseal
from surveys.domain.doors.codes import code_for, hand_out_codes, shown_code
from surveys.domain.doors.placing import (
    address_of,
    cards_of,
    make_room_codes,
    put_up_tablet,
    renew_room_code,
    shut_door,
)
from surveys.models import Door, DoorCode, Invitation, PooledAnswer, Wave
from tests import factories
from tests.members.factories import at_work
from tests.surveys.answers.makers import running
from tests.surveys.doors.conftest import OPEN_AT
from tests.surveys.doors.posting import filled_in, from_door

pytestmark = pytest.mark.django_db


def strata_answered(wave: Wave) -> list[int | None]:
    """Of whom answers lie in the pool: strata of who was drawn, nothing of who was not."""
    key = key_for_answers(wave.pk)
    pool = PooledAnswer.objects.filter(wave=wave)
    return sorted((unseal(bytes(each.sealed), row=each.pk, key=key).stratum for each in pool), key=str)


def with_room() -> tuple[Wave, Venue, Room]:
    """A venue with a room, and a wave of its party."""
    venue = factories.venue(factories.party())
    wave, _invited = running(2, party=venue.party)
    return wave, venue, venue.rooms.order_by("pk")[0]


def test_a_guest_answers_by_the_code_of_their_room_once_for_each_form() -> None:
    wave, venue, room = with_room()
    by = at_work(venue)
    assert (make_room_codes(venue.pk, by=by, at=OPEN_AT), make_room_codes(venue.pk, by=by, at=OPEN_AT)) == (1, 0)
    [card] = cards_of(venue.pk)
    address, client = urlparse(card.address).path, Client()
    page = client.get(address).content.decode()
    assert (room.name in page, "问题satisfied" in page) == (True, True)
    sent = from_door(wave)
    for _again in range(2):
        assert client.post(address, sent)["Location"] == f"{address}received/"
    assert client.post(address, {**from_door(wave), "homepage": "http://spam.example"}).status_code == 429
    assert client.post(address, {**from_door(wave), "q-satisfied": "9"}).status_code == 422
    assert strata_answered(wave) == [None]
    renew_room_code(room.pk, by=by, at=OPEN_AT)
    assert (client.get(address).status_code, client.post(address, from_door(wave)).status_code) == (404, 404)
    assert address not in [urlparse(card.address).path for card in cards_of(venue.pk)]


def test_a_flood_from_one_door_is_held_back() -> None:
    wave, venue, _room = with_room()
    make_room_codes(venue.pk, by=at_work(venue), at=OPEN_AT)
    address, client = urlparse(cards_of(venue.pk)[0].address).path, Client()
    answers = [client.post(address, from_door(wave)).status_code for _ in range(22)]
    assert (answers[:20], answers[20:]) == ([302] * 20, [429] * 2)
    assert PooledAnswer.objects.count() == 20


def test_a_tablet_takes_one_answer_for_each_code_and_goes_back_to_its_start() -> None:
    wave, venue, _room = with_room()
    by = at_work(venue, Role.FLOOR)
    door = put_up_tablet(wave.pk, venue.pk, asks_code=True, by=by, at=OPEN_AT)
    [code] = hand_out_codes(wave.pk, 1, by=by, at=OPEN_AT)
    address, client = urlparse(address_of(door)).path, Client()
    assert f'data-kiosk="{address}"' in client.get(address).content.decode()
    assert client.get(f"{address}manifest.json").json()["display"] == "fullscreen"
    assert client.post(f"{address}begin/", {"code": "AAAAA BBBBB"}).status_code == 422
    page = client.post(f"{address}begin/", {"code": shown_code(code).lower()}).content.decode()
    typed = re.search(r'name="code" value="([^"]+)"', page)
    assert typed is not None
    assert client.post(address, from_door(wave)).status_code == 422  # without a code
    received = client.post(address, from_door(wave, code=typed[1]), follow=True)
    assert received.headers["Refresh"] == f"10; url={address}"
    assert client.post(address, from_door(wave, code=code)).status_code == 422  # used
    assert (DoorCode.objects.get().used_date is not None, strata_answered(wave)) == (True, [None])
    assert code not in str(DoorCode.objects.values())
    shut_door(door.pk, by=by, at=OPEN_AT)
    assert client.get(address).status_code == 404


def test_a_code_for_somebody_who_was_drawn_uses_their_invitation_up() -> None:
    wave, venue, _room = with_room()
    by, invited = at_work(venue), Invitation.objects.filter(wave=wave).first()
    assert invited is not None
    code = code_for(invited.pk, by=by, at=OPEN_AT)
    door = put_up_tablet(wave.pk, venue.pk, asks_code=True, by=by, at=OPEN_AT)
    address = urlparse(address_of(door)).path
    assert Client().post(address, from_door(wave, code=code)).status_code == 302
    invited.refresh_from_db()
    assert (invited.state, strata_answered(wave)) == ("answered", [0])
    with pytest.raises(Refused) as said:
        code_for(invited.pk, by=by, at=OPEN_AT)
    assert said.value.code == "surveys.invitation_ended"


def test_nobody_opens_doors_or_prints_for_another_house() -> None:
    wave, venue, room = with_room()
    door = put_up_tablet(wave.pk, venue.pk, asks_code=False, by=at_work(venue), at=OPEN_AT)
    stranger = at_work(factories.venue(factories.party()))
    invited = Invitation.objects.filter(wave=wave).first()
    assert invited is not None
    tries = (
        lambda: make_room_codes(venue.pk, by=stranger, at=OPEN_AT),
        lambda: renew_room_code(room.pk, by=stranger, at=OPEN_AT),
        lambda: put_up_tablet(wave.pk, venue.pk, asks_code=False, by=stranger, at=OPEN_AT),
        lambda: shut_door(door.pk, by=stranger, at=OPEN_AT),
        lambda: hand_out_codes(wave.pk, 1, by=stranger, at=OPEN_AT),
        lambda: code_for(invited.pk, by=stranger, at=OPEN_AT),
    )
    for attempt in tries:
        with pytest.raises(Refused) as caught:
            attempt()
        assert caught.value.code == "parties.not_yours"
    assert list(Door.objects.within(stranger, verb="surveys.interview")) == []


def test_the_pages_of_codes_and_tablets_show_print_and_sign_out() -> None:
    wave, venue, room = with_room()
    manager = factories.person(venue.party, Role.VENUE_MANAGER)
    client = Client()
    client.force_login(manager)
    client.cookies["django_language"] = "en"
    assert client.post(reverse("surveys:room-codes-make", args=[venue.pk])).status_code == 302
    assert room.name in client.get(reverse("surveys:room-codes")).content.decode()
    cards = client.get(reverse("surveys:room-codes-cards", args=[venue.pk]))
    assert (cards["Content-Type"], cards.content[:5]) == ("application/pdf", b"%PDF-")
    assert wave.name in client.get(reverse("surveys:doors")).content.decode()
    put_up = client.post(reverse("surveys:tablets", args=[wave.pk]), {"venue": venue.pk, "asks_code": "on"})
    assert "<svg" in client.get(put_up["Location"]).content.decode()
    slips = client.post(reverse("surveys:tablet-codes", args=[wave.pk]), {"count": 3})
    assert (slips.content.decode().count("enc-survey-code"), slips["Cache-Control"]) == (3, "private, no-store")
    begun = client.post(put_up["Location"])
    assert urlparse(begun["Location"]).path == urlparse(address_of(Door.objects.get(kind="kiosk"))).path
    assert client.get(reverse("surveys:doors")).status_code == 302  # signed out
    assert client.post(begun["Location"], filled_in(wave)).status_code == 422
