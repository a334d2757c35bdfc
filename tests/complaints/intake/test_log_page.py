"""The floor's page: few taps, no doubles, and nothing typed is lost."""

import re
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from complaints.models import Channel, Complaint, Stage
from foundation.models import StoredFile
from parties.domain.roles import Role
from tests import factories
from tests.complaints.factories import House, house

pytestmark = pytest.mark.django_db
PAGE = "/floor/"


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


def _sent(ktv: House, **changes: Any) -> dict[str, Any]:
    plain = {
        "client_id": str(uuid.uuid4()),
        "venue": ktv.venue.pk,
        "room": ktv.room.pk,
        "subject": "drinks",
        "gravity": "minor",
        "channel": "in_person",
    }
    return {**plain, **changes}


def test_a_fresh_page_has_an_id_of_its_own_the_rooms_and_no_choice_made(floor: Client, ktv: House) -> None:
    first, second = floor.get(PAGE).content.decode(), floor.get(PAGE).content.decode()
    ids = [re.search(r'name="client_id" value="([0-9a-f-]{36})"', page) for page in (first, second)]
    assert ids[0] is not None
    assert ids[1] is not None
    assert ids[0].group(1) != ids[1].group(1)
    assert f'name="room" value="{ktv.room.pk}"' in first
    assert not re.search(r'type="radio"[^>]*checked', first)


def test_the_plain_case_is_room_subject_gravity_send(floor: Client, ktv: House) -> None:
    answer = floor.post(PAGE, _sent(ktv))
    complaint = Complaint.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/complaints/{complaint.pk}/"
    assert (complaint.state, complaint.room, complaint.what_happened) == (Stage.RECEIVED, ktv.room, "")


def test_a_double_tap_makes_one_complaint_and_leads_to_it(floor: Client, ktv: House) -> None:
    sent = _sent(ktv)
    answers = [floor.post(PAGE, sent)["Location"] for _ in range(3)]
    assert len(set(answers)) == 1
    assert Complaint.objects.count() == 1


def test_a_place_that_is_no_room_is_chosen_on_purpose(floor: Client, ktv: House) -> None:
    assert floor.post(PAGE, _sent(ktv, room="0")).status_code == 302
    assert Complaint.objects.get().room is None
    assert floor.post(PAGE, _sent(ktv, room="")).status_code == 422


def test_the_venue_is_remembered(ktv: House) -> None:
    second = factories.venue(ktv.client, name="第二家", rooms=["V1"])
    client = _client(ktv, Role.FLOOR)
    client.post(PAGE, _sent(ktv, venue=second.pk, room=second.rooms.get().pk))
    assert f'name="venue" value="{second.pk}"' in client.get(PAGE).content.decode()
    assert f'name="venue" value="{ktv.venue.pk}"' in client.get(f"{PAGE}?venue={ktv.venue.pk}").content.decode()


def test_the_cookie_that_remembers_it_is_kept_from_scripts_and_from_plain_http(
    floor: Client, ktv: House, settings: Any
) -> None:
    settings.SESSION_COOKIE_SECURE = True
    cookie = floor.post(PAGE, _sent(ktv)).cookies["encore_venue"]
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Lax")


def test_a_promoter_starts_on_the_promoters_path(ktv: House) -> None:
    page = _client(ktv, Role.PROMOTER).get(PAGE).content.decode()
    assert re.search(rf'value="{Channel.PROMOTER.value}"\s+selected', page)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"room": "999999999"}, "This room does not belong to the venue."),
        ({"happened_at": "2999-01-01T00:00"}, "This moment is still to come."),
        ({"what_happened": "x\u202ey"}, "This text contains hidden characters."),
        ({"what_happened": "x" * 2001}, "at most 2000 characters"),
        ({"subject": ""}, "This field is required."),
        ({"venue": "999999999"}, "Choose one of your venues."),
        ({"concerns": "999999999"}, "This person does not work at the venue."),
    ],
)
def test_what_is_refused_says_why_and_keeps_what_was_typed(
    floor: Client, ktv: House, changes: dict[str, Any], words: str
) -> None:
    sent = _sent(ktv, **{"what_happened": "酒水 <b>有问题</b>", **changes})
    answer = floor.post(PAGE, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert sent["client_id"] in page
    if "what_happened" not in changes:
        assert "酒水 &lt;b&gt;有问题&lt;/b&gt;" in page
    assert not Complaint.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("big.mp4", b"\x00\x00\x00\x18ftypmp42" + b"0" * 30 * 1024**2, "The file is too big: at most 20 MB."),
        ("photo.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Files of this kind are not accepted here."),
        ("run.png", b"MZ\x90\x00" + b"0" * 100, "Files of this kind are not accepted here."),
        ("empty.png", b"", "The file is empty."),
    ],
)
def test_a_file_that_is_too_big_or_of_the_wrong_kind_is_refused_in_words(
    floor: Client, ktv: House, name: str, content: bytes, words: str
) -> None:
    sent = _sent(ktv, what_happened="保留的话", evidence=[SimpleUploadedFile(name, content)])
    answer = floor.post(PAGE, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "保留的话" in page
    assert (Complaint.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_too_many_files_are_refused(floor: Client, ktv: House) -> None:
    files = [SimpleUploadedFile(f"{n}.png", b"\x89PNG\r\n\x1a\n" + b"0" * 64) for n in range(7)]
    answer = floor.post(PAGE, _sent(ktv, evidence=files))
    assert "At most 6 files at once." in answer.content.decode()


def test_somebody_without_a_venue_is_told_whom_to_ask(ktv: House) -> None:
    nobody = factories.person(factories.party(), Role.FLOOR)
    client = Client(headers={"accept-language": "en"})
    client.force_login(nobody)
    assert "You have no venue yet" in client.get(PAGE).content.decode()


def test_a_plain_post_takes_a_fixed_number_of_statements(
    floor: Client, ktv: House, django_assert_num_queries: Any
) -> None:
    floor.post(PAGE, _sent(ktv))
    # session, person, memberships; a savepoint instead of BEGIN and COMMIT, and the actor given back
    with django_assert_num_queries(3 + 6):
        floor.post(PAGE, _sent(ktv))
