"""One complaint's page: what it shows, what it lets whom do, with and without scripts."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from complaints.models import Complaint, Evidence, Stage
from deadlines.models import Deadline
from parties.domain.roles import Role
from tests import factories
from tests.complaints.factories import HOUR, NOW, House, at_stage, house, house_without_contract, logged, step

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


@pytest.fixture
def ktv() -> House:
    return house()


def _client(ktv: House, role: Role) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(ktv.people[role])
    return client


def _verbs(page: str) -> list[str]:
    return re.findall(r'name="verb" value="(\w+)"', page)


def test_each_person_is_offered_their_own_steps(ktv: House) -> None:
    complaint = logged(ktv)
    address = f"/complaints/{complaint.pk}/"
    assert _verbs(_client(ktv, Role.MARKETING).get(address).content.decode()) == ["verify", "dismiss", "regrade"]
    assert _verbs(_client(ktv, Role.FLOOR).get(address).content.decode()) == []


def test_a_clock_shows_its_clause_its_value_and_its_owner(ktv: House) -> None:
    complaint = logged(ktv)
    page = _client(ktv, Role.VENUE_MANAGER).get(f"/complaints/{complaint.pk}/").content.decode()
    assert "Clause 3.2" in page
    assert "24 hours" in page
    assert f"{ktv.people[Role.MARKETING].name} answers for it" in page
    assert f'href="/contracts/{complaint.contract_id}/#clause-3.2"' in page


def test_without_a_contract_it_says_that_house_rules_count() -> None:
    ktv = house_without_contract()
    complaint = logged(ktv)
    page = _client(ktv, Role.MARKETING).get(f"/complaints/{complaint.pk}/").content.decode()
    assert "No contract runs at this venue." in page
    assert "House rule of the venue: 24 h" in page


def test_what_people_type_is_shown_as_they_typed_it(ktv: House) -> None:
    complaint = logged(ktv, what_happened="<script>alert(1)</script>{{ 7|add:7 }}")
    step(ktv, complaint, "verify", at=NOW + HOUR)
    page = _client(ktv, Role.MARKETING).get(f"/complaints/{complaint.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7|add:7 }}" in page


def test_a_step_without_scripts_comes_back_to_the_page(ktv: House) -> None:
    complaint = logged(ktv)
    answer = _client(ktv, Role.MARKETING).post(f"/complaints/{complaint.pk}/step/", {"verb": "verify", "note": "属实"})
    assert (answer.status_code, answer["Location"]) == (302, f"/complaints/{complaint.pk}/")
    assert Complaint.objects.get().state == Stage.VERIFIED


def test_a_step_with_htmx_gets_the_part_that_changed_with_the_message(ktv: House) -> None:
    complaint = at_stage(ktv, Stage.VERIFIED)
    sent = {"verb": "classify", "level": "3", "gravity": "major"}
    answer = _client(ktv, Role.MARKETING).post(
        f"/complaints/{complaint.pk}/step/", sent, headers={"hx-request": "true"}
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in page
    assert 'id="messages"' in page
    assert "Noted." in page
    assert 'data-state="classified"' in page
    complaint.refresh_from_db()
    assert (complaint.level, complaint.gravity) == (3, "major")


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"verb": "dismiss", "note": " "}, "Write a short note"),
        ({"verb": "close"}, "This is not possible now"),
        ({"verb": "<b>"}, "This is not possible now"),
        ({"verb": "verify", "note": "长" * 2001}, "2000"),
    ],
)
def test_a_refused_step_says_why_and_keeps_the_note(ktv: House, sent: dict[str, str], words: str) -> None:
    complaint = logged(ktv)
    answer = _client(ktv, Role.MARKETING).post(f"/complaints/{complaint.pk}/step/", {"note": "我写的话", **sent})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert sent.get("note", "我写的话").strip()[:20] in page
    assert Complaint.objects.get().state == Stage.RECEIVED


def test_a_complaint_of_another_house_does_not_exist_here(ktv: House) -> None:
    complaint = logged(ktv)
    picture = SimpleUploadedFile("a.png", PNG)
    _client(ktv, Role.FLOOR).post(f"/complaints/{complaint.pk}/evidence/", {"evidence": picture})
    evidence, clock = Evidence.objects.get(), complaint.clocks.get()
    client = _client(house(), Role.MARKETING)
    base = f"/complaints/{complaint.pk}/"
    assert client.get(base).status_code == 404
    assert client.get(f"{base}evidence/{evidence.pk}/").status_code == 404
    assert client.post(f"{base}step/", {"verb": "verify"}).status_code == 404
    assert client.post(f"{base}evidence/", {}).status_code == 404
    assert client.post(f"{base}clocks/{clock.pk}/owner/", {"owner": "1"}).status_code == 404


def test_a_clock_is_handed_over_on_the_page(ktv: House) -> None:
    other = factories.person(ktv.provider, Role.MARKETING)
    complaint = logged(ktv)
    client = _client(ktv, Role.MARKETING)
    page = client.get(f"/complaints/{complaint.pk}/").content.decode()
    assert f'<option value="{other.pk}">' in page
    clock = complaint.clocks.get()
    client.post(f"/complaints/{complaint.pk}/clocks/{clock.pk}/owner/", {"owner": other.pk})
    assert Deadline.objects.get().owner == other


def test_evidence_shows_its_hash_and_pictures_only_open_in_the_page(ktv: House) -> None:
    complaint = logged(ktv)
    client = _client(ktv, Role.FLOOR)
    files = [SimpleUploadedFile("a.png", PNG), SimpleUploadedFile("b.mp3", b"ID3" + b"0" * 64)]
    client.post(f"/complaints/{complaint.pk}/evidence/", {"evidence": files})
    picture, sound = Evidence.objects.select_related("file")
    page = client.get(f"/complaints/{complaint.pk}/").content.decode()
    assert picture.file.sha256 in page
    for each, start in ((picture, "inline"), (sound, "attachment")):
        answer = client.get(f"/complaints/{complaint.pk}/evidence/{each.pk}/")
        assert answer["Content-Disposition"].startswith(start)
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_a_closed_complaint_takes_no_more_evidence(ktv: House) -> None:
    complaint = at_stage(ktv, Stage.CLOSED)
    answer = _client(ktv, Role.FLOOR).post(
        f"/complaints/{complaint.pk}/evidence/", {"evidence": SimpleUploadedFile("a.png", PNG)}
    )
    assert answer.status_code == 422
    assert "This complaint is closed." in answer.content.decode()


def test_a_page_takes_as_many_statements_for_a_long_story_as_for_a_short_one(
    ktv: House, django_assert_max_num_queries: Any
) -> None:
    client = _client(ktv, Role.MARKETING)
    for stage in (Stage.RECEIVED, Stage.CLASSIFIED, Stage.TOLD, Stage.CLOSED):
        complaint = at_stage(ktv, stage, promoters=True)
        with django_assert_max_num_queries(32):
            client.get(f"/complaints/{complaint.pk}/")
