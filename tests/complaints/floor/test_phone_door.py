"""The door for phones over HTTP, and what makes the page an app."""

import hashlib
import json
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from complaints.models import Complaint, Evidence, IncomingFile, PhoneTimes
from complaints.web.floor.app import ASSETS
from parties.domain.roles import Role
from tests import factories
from tests.complaints.factories import House, house, logged
from tests.complaints.floor.phone import PNG

pytestmark = pytest.mark.django_db


@pytest.fixture
def ktv() -> House:
    return house()


@pytest.fixture
def floor(ktv: House) -> Client:
    return _client(ktv, Role.FLOOR)


def _client(ktv: House, role: Role) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(ktv.people[role])
    return client


def _message(ktv: House, **changes: Any) -> dict[str, Any]:
    now = round(timezone.now().timestamp() * 1000)
    plain = {
        "client_id": str(uuid.uuid4()),
        "venue": ktv.venue.pk,
        "room": str(ktv.room.pk),
        "subject": "drinks",
        "gravity": "minor",
        "channel": "in_person",
        "what_happened": "酒杯有裂口",
        "concerns": "",
        "happened_at": None,
        "logged_at": now - 60_000,
        "sent_at": now,
        "waited": 60.2,
        "files": [],
    }
    return {**plain, **changes}


def _post(client: Client, message: object) -> Any:
    return client.post("/floor/sent/", json.dumps(message), content_type="application/json")


def _file() -> dict[str, Any]:
    sha256 = hashlib.sha256(PNG).hexdigest()
    return {"client_id": str(uuid.uuid4()), "name": "杯子.png", "sha256": sha256, "size": len(PNG)}


def test_a_complaint_and_its_photo_come_through_the_door(ktv: House, floor: Client) -> None:
    file = _file()
    answer = _post(floor, _message(ktv, files=[file]))
    complaint = Complaint.objects.get()
    assert answer.json() == {"number": complaint.number, "address": f"/complaints/{complaint.pk}/"}
    assert PhoneTimes.objects.get(complaint=complaint).waited == 60
    page = floor.get(f"/complaints/{complaint.pk}/").content.decode()
    assert "杯子.png is still on its way from the phone of" in page
    address = f"/floor/files/{file['client_id']}/"
    assert floor.get(address).json() == {"state": "arriving", "received": 0, "message": ""}
    half = len(PNG) // 2
    for offset, piece in ((0, PNG[:half]), (half, PNG[half:])):
        answer = floor.post(f"{address}?offset={offset}", piece, content_type="application/octet-stream")
    assert answer.json() == {"state": "kept", "received": len(PNG), "message": ""}
    assert Evidence.objects.get(complaint=complaint).file.sha256 == file["sha256"]
    assert "still on its way" not in floor.get(f"/complaints/{complaint.pk}/").content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"subject": "weather"}, "What about?: "),
        ({"room": "999999999"}, "This room does not belong to the venue."),
        ({"what_happened": "x\u202ey"}, "This text contains hidden characters."),
        ({"logged_at": -1}, "logged_at: "),
        ({"sent_at": 10**18}, "sent_at: "),
        ({"files": [{"client_id": "?"}]}, "One of the files is not described well enough."),
        ({"files": ["x"]}, "One of the files is not described well enough."),
    ],
)
def test_what_is_refused_says_why(ktv: House, floor: Client, changes: dict[str, Any], words: str) -> None:
    answer = _post(floor, _message(ktv, **changes))
    assert answer.status_code == 422
    assert answer.json()["message"].startswith(words)
    assert not Complaint.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", "{", "null", "[" * 100_000])
def test_what_is_no_message_is_refused(floor: Client, body: str) -> None:
    answer = floor.post("/floor/sent/", body, content_type="application/json")
    assert answer.status_code == 422


def test_another_venue_is_as_good_as_none(ktv: House, floor: Client) -> None:
    foreign = factories.venue(factories.party())
    answer = _post(floor, _message(ktv, venue=foreign.pk, room=foreign.rooms.get().pk))
    assert answer.json()["message"] == "Choose one of your venues."


def test_files_of_others_are_not_there(ktv: House, floor: Client) -> None:
    file = _file()
    _post(floor, _message(ktv, files=[file]))
    address, other = f"/floor/files/{file['client_id']}/", _client(ktv, Role.VENUE_MANAGER)
    assert other.get(address).status_code == 404
    assert other.post(f"{address}?offset=0", PNG, content_type="application/octet-stream").status_code == 404
    assert IncomingFile.objects.get().received == 0


def test_a_piece_says_where_it_belongs(ktv: House, floor: Client) -> None:
    file = _file()
    _post(floor, _message(ktv, files=[file]))
    answer = floor.post(f"/floor/files/{file['client_id']}/", PNG, content_type="application/octet-stream")
    assert answer.status_code == 422


def test_who_is_signed_in_is_told_and_stays_so_from_night_to_night(ktv: House, floor: Client) -> None:
    answer = floor.get("/floor/now/")
    assert answer.json()["user"] == ktv.people[Role.FLOOR].pk
    assert "sessionid" in answer.cookies
    assert "sessionid" not in floor.get("/floor/now/").cookies
    assert Client().get("/floor/now/").status_code == 302


def test_a_clock_that_was_wrong_is_shown_with_the_complaint(ktv: House, floor: Client) -> None:
    hours = 2 * 3600 * 1000
    now = round(timezone.now().timestamp() * 1000)
    _post(floor, _message(ktv, logged_at=now + hours, sent_at=now + hours))
    complaint = Complaint.objects.get()
    assert complaint.logged_at <= complaint.received_at
    assert "120 min fast" in floor.get(f"/complaints/{complaint.pk}/").content.decode()


def test_the_worker_keeps_all_that_the_page_is_drawn_with(ktv: House, floor: Client) -> None:
    page = floor.get("/floor/").content.decode()
    linked = set(re.findall(r'(?:src|href)="/static/([^"]+\.(?:css|js|svg))"', page))
    assert linked <= set(ASSETS)
    script = Client().get("/floor/sw.js")
    assert script["Content-Type"] == "text/javascript"
    assert all(f'"/static/{name}"' in script.content.decode() for name in ASSETS)


def test_what_a_module_imports_is_kept_too(settings: Any) -> None:
    folder = settings.BASE_DIR / "static" / "encore" / "js" / "floor"
    assert {f"encore/js/floor/{each.name}" for each in folder.glob("*.js")} <= set(ASSETS)


def test_the_manifest_makes_it_an_app() -> None:
    told = Client(headers={"accept-language": "en"}).get("/floor/app.webmanifest").json()
    assert (told["start_url"], told["scope"], told["display"]) == ("/floor/", "/", "standalone")
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}


def test_the_old_address_leads_here(floor: Client) -> None:
    assert floor.get("/complaints/log/")["Location"] == "/floor/"


def test_the_rooms_of_ones_latest_complaints_come_first(ktv: House, floor: Client) -> None:
    for name in ("101", "102"):
        ktv.venue.rooms.create(name=name)
    last = ktv.venue.rooms.get(name="666")
    logged(ktv, room_id=last.pk)
    page = floor.get("/floor/").content.decode()
    shown = re.findall(r'name="room" value="(\d+)"', page)
    assert shown[0] == str(last.pk)
    assert len(shown) == len(set(shown))
