"""Shared tablets: turns by PIN, under one's own name, and nothing but the floor."""

import re
import time
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from complaints.domain.floor.pins import people_of, set_pin, take_over
from complaints.domain.floor.tablets import enrol_tablet, revoke_tablet, tablet_of_token
from complaints.models import Complaint, Pin, Tablet
from complaints.web.floor import shared_session
from foundation.audit import history_of
from foundation.models import AuditEntry
from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.models import User
from tests import factories
from tests.complaints.factories import NOW, House, house, logged

pytestmark = pytest.mark.django_db
PIN = "2580"


@pytest.fixture
def ktv() -> House:
    of = house()
    for role in (Role.FLOOR, Role.PROMOTER):
        set_pin(PIN, by=of.scope(role), at=NOW)
    return of


@pytest.fixture
def held(ktv: House) -> tuple[Tablet, str]:
    return enrol_tablet(ktv.venue.pk, "吧台", by=ktv.scope(Role.VENUE_MANAGER), at=NOW)


@pytest.fixture
def tablet(held: tuple[Tablet, str]) -> Tablet:
    return held[0]


@pytest.fixture
def device(held: tuple[Tablet, str]) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.cookies[shared_session.COOKIE] = held[1]
    return client


def _taken(device: Client, user: User, pin: str = PIN) -> Any:
    return device.post("/floor/locked/", {"person": user.pk, "pin": pin})


def _refusal(tablet: Tablet, user: User, pin: str) -> str:
    with pytest.raises(Refused) as refused:
        take_over(tablet, user.pk, pin, source="test")
    return refused.value.code


def test_people_of_either_party_take_turns_and_each_logs_under_their_own_name(ktv: House, device: Client) -> None:
    for role in (Role.FLOOR, Role.PROMOTER):
        assert _taken(device, ktv.people[role])["Location"] == "/floor/"
        page = device.get("/floor/")
        assert '"/floor/lock/"' in page.content.decode()
        assert page["X-Encore-Shared"] == "yes"
        sent = {"client_id": str(uuid.uuid4()), "venue": ktv.venue.pk, "room": ktv.room.pk}
        sent |= {"subject": "drinks", "gravity": "minor", "channel": "in_person"}
        assert device.post("/floor/", sent).status_code == 302
    writers = [complaint.logged_by for complaint in Complaint.objects.order_by("pk")]
    assert writers == [ktv.people[Role.FLOOR], ktv.people[Role.PROMOTER]]
    actors = [history_of(complaint)[0].actor for complaint in Complaint.objects.order_by("pk")]
    assert actors == [ktv.people[role].audit_label for role in (Role.FLOOR, Role.PROMOTER)]


def test_nothing_but_the_floor_of_that_venue_opens_on_it(ktv: House, device: Client) -> None:
    elsewhere = factories.venue(ktv.client, rooms=["V1"])
    set_pin(PIN, by=ktv.scope(Role.VENUE_MANAGER), at=NOW)
    _taken(device, ktv.people[Role.VENUE_MANAGER])
    complaint = logged(ktv)
    assert device.get(f"/complaints/{complaint.pk}/").status_code == 200
    for closed in ("/account/", "/floor/pin/", "/floor/tablets/", "/contracts/", "/messages/", "/account/password/"):
        assert device.get(closed).status_code == 403, closed
    step = device.post(f"/complaints/{complaint.pk}/step/", {"verb": "verify", "note": "x"})
    assert (step.status_code, complaint.steps.count()) == (422, 0)
    assert device.get("/")["Location"] == "/floor/"
    assert f'name="venue" value="{elsewhere.pk}"' not in device.get(f"/floor/?venue={elsewhere.pk}").content.decode()


def test_five_wrong_tries_lock_the_pin_and_the_right_one_does_not_help_then(ktv: House, tablet: Tablet) -> None:
    floor = ktv.people[Role.FLOOR]
    tries = [_refusal(tablet, floor, "0000") for _ in range(5)]
    assert tries == ["complaints.pin_wrong"] * 4 + ["complaints.pin_locked"]
    assert _refusal(tablet, floor, PIN) == "complaints.pin_locked"
    set_pin("8520", by=ktv.scope(Role.FLOOR), at=NOW)
    assert take_over(tablet, floor.pk, "8520", source="test") == floor


def test_the_right_pin_forgets_the_wrong_tries(ktv: House, tablet: Tablet) -> None:
    floor = ktv.people[Role.FLOOR]
    for _ in range(2):
        for _ in range(4):
            assert _refusal(tablet, floor, "0000") == "complaints.pin_wrong"
        assert take_over(tablet, floor.pk, PIN, source="test") == floor
    assert Pin.objects.get(user=floor).wrong_tries == 0


def test_who_does_not_work_here_or_operates_the_house_has_no_place_on_it(ktv: House, tablet: Tablet) -> None:
    stranger = factories.person(factories.party(), Role.FLOOR)
    operator = factories.person(ktv.client, Role.FLOOR)
    other_venue = factories.person(ktv.client, Role.FLOOR, venues=[factories.venue(ktv.client)])
    auditor = factories.person(ktv.client, Role.AUDITOR)
    User.objects.filter(pk=operator.pk).update(is_staff=True)
    for user in (stranger, operator, other_venue, auditor):
        set_pin(PIN, by=factories.scope(user), at=NOW)
        assert _refusal(tablet, user, PIN) == "complaints.pin_wrong"
    assert {user.pk for user in people_of(tablet)} == {ktv.people[Role.FLOOR].pk, ktv.people[Role.PROMOTER].pk}


@pytest.mark.parametrize(
    ("pin", "code"),
    [
        ("123", "complaints.pin_digits"),
        ("123456789", "complaints.pin_digits"),
        ("12a4", "complaints.pin_digits"),
        ("１２８４", "complaints.pin_digits"),
        ("3456", "complaints.pin_too_plain"),
        ("6543", "complaints.pin_too_plain"),
        ("7777", "complaints.pin_too_plain"),
    ],
)
def test_a_pin_that_anybody_would_try_first_is_refused(ktv: House, pin: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        set_pin(pin, by=ktv.scope(Role.FLOOR), at=NOW)
    assert refused.value.code == code


def test_revoking_ends_it_for_whoever_is_using_it(ktv: House, device: Client, tablet: Tablet) -> None:
    _taken(device, ktv.people[Role.FLOOR])
    revoke_tablet(tablet, by=ktv.scope(Role.VENUE_MANAGER), at=NOW)
    assert device.get("/floor/")["Location"] == "/floor/locked/"
    assert device.get("/floor/locked/")["Location"] == "/login/"
    assert device.get("/floor/now/").status_code == 302


def test_only_a_manager_of_the_venue_enrols_and_revokes(ktv: House, tablet: Tablet) -> None:
    stranger = factories.scope(factories.person(factories.party(), Role.VENUE_MANAGER))
    theirs = factories.person(
        ktv.provider, Role.ADMINISTRATOR
    )  # the provider serves the venue; its tablets are not its own
    for by in (stranger, factories.scope(theirs), ktv.scope(Role.FLOOR), ktv.scope(Role.ACCOUNT_MANAGER)):
        with pytest.raises(Refused):
            enrol_tablet(ktv.venue.pk, "x", by=by, at=NOW)
        with pytest.raises(Refused):
            revoke_tablet(tablet, by=by, at=NOW)
    assert Tablet.objects.get().revoked_at is None
    page = Client()
    page.force_login(theirs)
    assert tablet.name not in page.get("/floor/tablets/").content.decode()
    assert page.post(f"/floor/tablets/{tablet.pk}/revoke/").status_code == 404


def test_left_alone_it_locks_itself_and_what_the_page_sends_by_itself_does_not_keep_it_open(
    ktv: House, device: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    _taken(device, ktv.people[Role.FLOOR])
    start = time.time()
    for seconds, address, status in ((200, "/floor/now/", 200), (290, "/floor/", 200), (580, "/floor/", 200)):
        monkeypatch.setattr(time, "time", lambda at=start + seconds: at)
        assert device.get(address).status_code == status
    monkeypatch.setattr(time, "time", lambda: start + 580 + 301)
    assert device.get("/floor/")["Location"] == "/floor/locked/"


def test_a_manager_enrols_the_device_in_hand_and_is_signed_out_of_it(ktv: House) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(ktv.people[Role.VENUE_MANAGER])
    answer = client.post("/floor/tablets/", {"name": "前台", "venue": ktv.venue.pk})
    assert answer["Location"] == "/floor/locked/"
    cookie = answer.cookies[shared_session.COOKIE]
    assert (cookie["httponly"], cookie["path"]) == (True, "/floor/")
    found = tablet_of_token(cookie.value)
    assert found is not None
    assert (found.name, found.venue) == ("前台", ktv.venue)
    assert client.get("/complaints/").status_code == 302
    page = client.get("/floor/locked/").content.decode()
    names = set(re.findall(r"<span>(甄\w+)</span>", page))
    assert names == {ktv.people[Role.FLOOR].name, ktv.people[Role.PROMOTER].name}


def test_a_tablet_is_revoked_from_the_list(ktv: House, tablet: Tablet) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(ktv.people[Role.VENUE_MANAGER])
    assert "吧台" in client.get("/floor/tablets/").content.decode()
    client.post(f"/floor/tablets/{tablet.pk}/revoke/")
    assert "Revoked" in client.get("/floor/tablets/").content.decode()
    assert client.post("/floor/tablets/999999/revoke/").status_code == 404


def test_one_sets_ones_own_pin_on_a_page_of_its_own(ktv: House) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(ktv.people[Role.FLOOR])
    refused = client.post("/floor/pin/", {"pin": "1234"})
    assert (refused.status_code, "too easy to guess" in refused.content.decode()) == (422, True)
    assert client.post("/floor/pin/", {"pin": "9046"}).status_code == 302
    assert "You have a PIN since" in client.get("/floor/pin/").content.decode()


def test_neither_pin_nor_token_reaches_the_audit(ktv: House, held: tuple[Tablet, str]) -> None:
    entries = AuditEntry.objects.filter(table_name__in=("complaints_pin", "complaints_tablet"))
    written = " ".join(str((entry.before, entry.after)) for entry in entries)
    hashes = [*Pin.objects.values_list("pin_hash", flat=True), held[0].token_hash, held[1]]
    assert entries.count() == 3
    assert [each for each in hashes if each in written] == []


@pytest.mark.database
def test_no_sixth_try_can_be_counted(ktv: House) -> None:
    with pytest.raises(IntegrityError, match="pin_tries_counted"), transaction.atomic():
        connection.cursor().execute("UPDATE complaints_pin SET wrong_tries = 6")
