"""Files in pieces: whatever breaks off, what becomes evidence is what the phone had."""

import hashlib

import pytest

from complaints.domain.floor import arriving
from complaints.domain.floor.arriving import expected_file, take_piece
from complaints.domain.floor.sending import KEPT_OPEN, Announced
from complaints.models import Evidence, FilePiece, IncomingFile
from foundation.jobs import run_due
from foundation.models import Job
from foundation.refusals import Refused
from parties.domain.roles import Role
from tests.complaints.factories import NOW, House, house
from tests.complaints.floor.phone import PNG, announced, received, sent_pieces

pytestmark = pytest.mark.django_db


@pytest.fixture
def ktv() -> House:
    return house()


def _sent(ktv: House, content: bytes, name: str = "a.png") -> IncomingFile:
    by, file = ktv.scope(Role.FLOOR), announced(content, name)
    received(ktv, file, by=by)
    return sent_pieces(file, content, by=by)


def test_the_pieces_become_one_piece_of_evidence_with_the_same_hash(ktv: House) -> None:
    row = _sent(ktv, PNG)
    evidence = Evidence.objects.get()
    assert row.evidence == evidence
    assert (evidence.file.sha256, evidence.file.read()) == (hashlib.sha256(PNG).hexdigest(), PNG)
    assert evidence.user == ktv.people[Role.FLOOR]
    assert FilePiece.objects.count() == 0


def test_each_piece_counts_once_however_often_and_in_whatever_order_it_comes(ktv: House) -> None:
    by, file = ktv.scope(Role.FLOOR), announced(PNG)
    received(ktv, file, by=by)
    row = expected_file(file.client_id, by=by)
    assert row is not None
    for offset in (64, 0, 0, 128, 64, 0):
        row = take_piece(row.pk, PNG[offset : offset + 64], offset=offset, by=by, at=NOW)
    assert row.received == 128
    for _ in range(3):  # the phone forgets and asks where to go on
        row = sent_pieces(file, PNG, by=by)
    assert Evidence.objects.get().file.read() == PNG
    late = take_piece(row.pk, PNG[:64], offset=0, by=by, at=NOW)
    assert (late.evidence_id, FilePiece.objects.count()) == (row.evidence_id, 0)


def test_other_bytes_than_announced_begin_anew_and_never_become_evidence(ktv: House) -> None:
    by, file = ktv.scope(Role.FLOOR), announced(PNG)
    received(ktv, file, by=by)
    row = expected_file(file.client_id, by=by)
    assert row is not None
    row = take_piece(row.pk, PNG[:-1] + b"?", offset=0, by=by, at=NOW)
    assert (row.received, row.is_arriving, Evidence.objects.count()) == (0, True, 0)
    assert sent_pieces(file, PNG, by=by).evidence == Evidence.objects.get()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("photo.jpg", b"%PDF-1.7\n<script>alert(1)</script>"),
        ("photo.jpg", b"PK\x03\x04" + b"0" * 200),
        ("run.png", b"MZ\x90\x00" + b"0" * 200),
        ("page.png", b"<!doctype html><script>alert(1)</script>"),
    ],
)
def test_what_only_calls_itself_a_picture_is_given_up_with_the_reason(ktv: House, name: str, content: bytes) -> None:
    row = _sent(ktv, content, name)
    assert (row.given_up_for, row.given_up_at, row.evidence) == ("foundation.file_wrong_kind", NOW, None)
    assert (Evidence.objects.count(), FilePiece.objects.count()) == (0, 0)


def test_a_picture_that_is_a_page_too_is_kept_as_the_picture_it_is(ktv: House) -> None:
    _sent(ktv, b"GIF89a/*<html><script>*/=1;//" + b"0" * 64, "page.html")
    assert Evidence.objects.get().file.content_type == "image/gif"


def test_more_than_was_announced_is_refused(ktv: House, monkeypatch: pytest.MonkeyPatch) -> None:
    by, file = ktv.scope(Role.FLOOR), Announced(announced(PNG).client_id, "a.png", "0" * 64, 100)
    received(ktv, file, by=by)
    row = expected_file(file.client_id, by=by)
    assert row is not None
    monkeypatch.setattr(arriving, "LARGEST_PIECE", 50)
    for piece in (b"0" * 101, b"0" * 51):
        with pytest.raises(Refused) as refused:
            take_piece(row.pk, piece, offset=0, by=by, at=NOW)
        assert refused.value.code == "complaints.piece_too_big"


def test_nobody_else_sends_pieces_of_it(ktv: House) -> None:
    by, file = ktv.scope(Role.FLOOR), announced(PNG)
    received(ktv, file, by=by)
    other = ktv.scope(Role.VENUE_MANAGER)
    assert expected_file(file.client_id, by=other) is None
    with pytest.raises(IncomingFile.DoesNotExist):
        take_piece(IncomingFile.objects.get().pk, PNG, offset=0, by=other, at=NOW)


def test_what_never_comes_whole_is_given_up_after_two_weeks_and_what_came_stays(ktv: House) -> None:
    by, half, whole = ktv.scope(Role.FLOOR), announced(PNG), announced(PNG)
    received(ktv, half, whole, by=by)
    sent_pieces(whole, PNG, by=by)
    row = expected_file(half.client_id, by=by)
    assert row is not None
    take_piece(row.pk, PNG[:64], offset=0, by=by, at=NOW)
    Job.objects.exclude(kind="complaints.expire_incoming").delete()
    assert run_due(at=NOW + KEPT_OPEN) == 2
    found = {file.client_id: file for file in IncomingFile.objects.all()}
    assert found[half.client_id].given_up_for == "complaints.file_never_came"
    assert found[whole.client_id].given_up_for == ""
    assert (Evidence.objects.count(), FilePiece.objects.count()) == (1, 0)
