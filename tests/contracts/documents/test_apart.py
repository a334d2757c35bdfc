"""A stranger's PDF is read in a process of its own: what it does to its reader, it does there."""

import subprocess
import threading
import zlib
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from contracts.documents import apart
from contracts.documents.apart import Limits, verify_apart
from contracts.documents.verify import verify
from foundation.refusals import Refused
from tests.contracts.sealed_pdfs import codes, judged, signed, trust
from tests.contracts.snapshots import AT

SMALL = 256 * 2**20
LATER = AT + timedelta(days=30)


def pdf_of(*objects: bytes) -> bytes:
    """A PDF with a proper cross-reference table, made of these objects; the first is the catalog."""
    content, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<</Root 1 0 R /Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, len(content))
    return content + b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1) + table + trailer


def slow() -> bytes:
    """Millions of objects in one catalog: minutes of reading."""
    return pdf_of(b"<</Type/Catalog /A [" + b"/A " * 5_000_000 + b"]>>")


def bomb() -> bytes:
    """A few kilobytes that unpack into a hundred megabytes on the way to the form."""
    packed = zlib.compress(zlib.compress(b" " * 100_000_000, 9), 9)
    header = b"<</Type/Catalog /Pages 2 0 R /AcroForm 4 0 R>>"
    stream = b"<</Type/ObjStm /N 1 /First 5 /Filter [/FlateDecode /FlateDecode] /Length %d>>\nstream\n%s\nendstream"
    body = b"%PDF-1.7\n"
    places = []
    for number, each in enumerate((header, b"<</Type/Pages /Kids [] /Count 0>>", stream % (len(packed), packed)), 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    rows = b"\0\0\0\0\0\0\0" + b"".join(b"\1" + place.to_bytes(4, "big") + b"\0\0" for place in places)
    rows += b"\2" + (3).to_bytes(4, "big") + b"\0\0" + b"\1" + len(body).to_bytes(4, "big") + b"\0\0"
    table = b"5 0 obj\n<</Type/XRef /Size 6 /Root 1 0 R /W[1 4 2] /Length %d>>\nstream\n%s\nendstream\nendobj\n"
    return body + table % (len(rows), rows) + b"startxref\n%d\n%%%%EOF\n" % len(body)


@pytest.mark.parametrize("kind", ["valid", "changed", "pdf", "nothing"])
def test_what_is_said_apart_is_what_is_said_here(kind: str) -> None:
    content = {"valid": signed(), "changed": signed() + b" ", "pdf": b"%PDF-1.7\n", "nothing": b""}[kind]
    assert verify_apart(content, trust(), at=LATER) == verify(content, trust(), at=LATER)


def test_a_file_that_takes_too_long_gets_its_answer() -> None:
    assert len(slow()) < 20_000_000
    verdict = verify_apart(slow(), trust(), at=LATER, limits=Limits(seconds=1))
    assert (verdict.judgement, codes(verdict)) == ("invalid", {"too_heavy"})


def test_a_file_that_unpacks_without_end_gets_its_answer() -> None:
    assert len(bomb()) < 100_000
    verdict = verify_apart(bomb(), trust(), at=LATER)
    assert (verdict.judgement, codes(verdict)) == ("invalid", {"too_heavy"})


def test_a_file_that_wants_too_much_memory_gets_its_answer() -> None:
    verdict = verify_apart(slow(), trust(), at=LATER, limits=Limits(memory=SMALL, seconds=60))
    assert (verdict.judgement, codes(verdict)) == ("invalid", {"too_heavy"})


def test_a_contract_stays_far_below_the_limits() -> None:
    """Else the two tests above would prove nothing."""
    assert verify_apart(signed(), trust(), at=LATER, limits=Limits(seconds=10, memory=SMALL)).is_valid


@pytest.mark.django_db
def test_the_page_answers_a_bomb_and_the_next_visitor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LIMITS", Limits(seconds=1))
    browser = Client(headers={"accept-language": "en"})
    for _each in range(2):
        answer = browser.post(reverse("contracts:verify"), {"file": SimpleUploadedFile("x.pdf", slow())})
        assert answer.status_code == 200
        assert "more time or memory than any signed contract needs" in answer.content.decode()


@pytest.mark.django_db
def test_a_busy_machine_says_so_and_nothing_about_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_args: object, **_options: Any) -> None:
        raise subprocess.TimeoutExpired("judge", 1)

    content = signed()
    monkeypatch.setattr(subprocess, "run", never)
    with pytest.raises(Refused) as refused:
        verify_apart(content, trust(), at=LATER)
    assert (refused.value.code, refused.value.status) == ("contracts.judges_busy", 503)
    answer = Client().post(reverse("contracts:verify"), {"file": SimpleUploadedFile("x.pdf", content)})
    assert answer.status_code == 503


def test_only_so_many_files_are_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_judges", threading.BoundedSemaphore(1))
    monkeypatch.setattr(apart, "_LONGEST_QUEUE", 0.01)
    with apart._turn(), pytest.raises(Refused) as refused:
        verify_apart(signed(), trust(), at=LATER)
    assert refused.value.code == "contracts.judges_busy"


def test_the_reader_gets_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, str]] = []
    run = subprocess.run

    def watched(*args: Any, **options: Any) -> Any:
        seen.append(options["env"])
        return run(*args, **options)

    monkeypatch.setattr(subprocess, "run", watched)
    assert verify_apart(signed(), trust(), at=LATER) == judged(signed())
    assert {key for env in seen for key in env} == {"PYTHONDONTWRITEBYTECODE", "LC_ALL"}
