"""What comes through the door without an account may be anything: it is refused in words, and leaves nothing behind."""

import io
import zipfile
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from complaints.domain.customer.contacts import Reach
from complaints.models import Complaint, Evidence
from foundation.files import Upload
from foundation.models import StoredFile
from parties.domain.roles import Role
from tests.complaints.customer.room import sent, token_at, told, typed
from tests.complaints.factories import House, house_without_contract
from tests.complaints.refused import refused

pytestmark = pytest.mark.django_db
MB = 1024**2


@pytest.fixture
def ktv() -> House:
    return house_without_contract()


@dataclass
class Announced:
    """A file so large that reading it is the harm."""

    name: str
    size: int

    def read(self) -> bytes:
        raise AssertionError("it was read before its size was looked at")


def bomb(name: str) -> bytes:
    """A few kilobytes that unpack to 30 MB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, bytes(30 * MB))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (SimpleUploadedFile("a.jpg", b""), "foundation.file_empty"),
        (Announced("a.mp4", 200 * MB), "foundation.file_too_big"),
        (
            SimpleUploadedFile("a.jpg", b"<svg onload='alert(1)'><script>alert(1)</script></svg>"),
            "foundation.file_wrong_kind",
        ),
        (SimpleUploadedFile("a.jpg", b"\n<html><script>alert(1)</script>\xff\xd8\xff"), "foundation.file_wrong_kind"),
        (SimpleUploadedFile("a.jpg", bomb("zeros")), "foundation.file_wrong_kind"),
        (SimpleUploadedFile("a.jpg", bomb("word/document.xml")), "foundation.file_wrong_kind"),
    ],
    ids=["0 bytes", "200 MB", "SVG with a script", "a page that calls itself a photo", "zip bomb", "document bomb"],
)
def test_a_file_that_is_no_photo_is_refused_unopened_and_nothing_is_kept(ktv: House, file: Upload, code: str) -> None:
    with refused(code):
        sent(token_at(ktv), files=[file])
    assert (Complaint.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_photo_that_is_a_page_too_is_given_out_as_the_photo_that_it_is(ktv: House, client: Client) -> None:
    polyglot = SimpleUploadedFile("\u202egpj.html", b"GIF89a/*<html><script>*/=alert(1);//" + bytes(64))
    complaint = sent(token_at(ktv), files=[polyglot]).complaint
    client.force_login(ktv.people[Role.CUSTOMER_SERVICE])
    evidence = Evidence.objects.get()
    answer = client.get(reverse("complaints:file", args=[complaint.pk, evidence.pk]))
    assert b"".join(answer.streaming_content) == evidence.file.read()  # type: ignore[attr-defined]
    assert evidence.file.name == "gpj.html"
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/gif", "nosniff")


@pytest.mark.parametrize("name", ["甄\u200b先生", "甄\u202e生先", "甄\u2066先生", "\ufeff甄先生x\u2028"])
def test_a_name_with_signs_that_nobody_sees_is_refused(ktv: House, name: str) -> None:
    with refused("foundation.hidden_characters"):
        sent(token_at(ktv), told(reach=Reach("phone", "13800730000", name)))
    assert Complaint.objects.count() == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "phone", "address": "13800730000", "name": "甄\u202e生先"},
        {"evidence": SimpleUploadedFile("a.jpg", b"")},
        {"subject": "' OR 1=1"},
        {"client_id": "1"},
    ],
    ids=["a name", "a file", "a subject", "an id"],
)
def test_the_form_keeps_what_was_typed(ktv: House, client: Client, changes: dict[str, Any]) -> None:
    answer = client.post(reverse("complaints:room-form", args=[token_at(ktv)]), typed(**changes))
    assert (answer.status_code, "话筒坏了" in answer.content.decode(), Complaint.objects.count()) == (422, True, 0)


def test_the_code_of_one_room_says_nothing_for_another(ktv: House, client: Client) -> None:
    other = house_without_contract()
    sneaked = typed(room=str(other.room.pk), venue=str(other.venue.pk))
    assert client.post(reverse("complaints:room-form", args=[token_at(ktv)]), sneaked).status_code == 302
    complaint = Complaint.objects.get()
    assert (complaint.room, complaint.venue) == (ktv.room, ktv.venue)
