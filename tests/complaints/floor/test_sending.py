"""What waited in a phone is received once, and its clocks run from here."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError

from complaints.domain.floor.phone_clock import PhoneSaid
from complaints.domain.floor.sending import Announced, receive_from_phone
from complaints.models import Complaint, IncomingFile, PhoneTimes
from foundation.refusals import Refused
from parties.domain.roles import Role
from tests.complaints.factories import HOUR, NOW, House, house, told
from tests.complaints.floor.phone import MINUTE, PNG, announced, received, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def ktv() -> House:
    return house()


def test_a_hundred_sendings_make_one_complaint_with_its_files_announced_once(ktv: House) -> None:
    by, news, file = ktv.scope(Role.FLOOR), told(ktv), announced(PNG)
    sent = {receive_from_phone(news, said(), [file], by=by, at=NOW + n * MINUTE).pk for n in range(100)}
    complaint = Complaint.objects.get()
    assert sent == {complaint.pk}
    assert complaint.received_at == NOW
    assert [(row.client_id, row.received) for row in IncomingFile.objects.all()] == [(file.client_id, 0)]
    assert PhoneTimes.objects.get().waited == 0


def test_a_phone_two_days_behind_hides_no_lateness(ktv: House) -> None:
    behind = timedelta(days=2)
    phone = PhoneSaid(logged_at=NOW - behind - 5 * HOUR, sent_at=NOW - behind)
    complaint = receive_from_phone(told(ktv), phone, by=ktv.scope(Role.FLOOR), at=NOW)
    assert (complaint.logged_at, complaint.received_at) == (NOW - 5 * HOUR, NOW)
    assert complaint.urgent_at == NOW + 24 * HOUR
    times = PhoneTimes.objects.get()
    assert (times.skew, times.logged_at, times.is_fast) == (-2 * 24 * 3600, phone.logged_at, False)


def test_an_id_of_somebody_else_is_refused_and_tells_nothing(ktv: House) -> None:
    news, file = told(ktv), announced(PNG)
    receive_from_phone(news, said(), [file], by=ktv.scope(Role.FLOOR), at=NOW)
    for again, files in ((news, [announced(PNG)]), (told(ktv), [file])):
        with pytest.raises(Refused) as refused:
            receive_from_phone(again, said(), files, by=ktv.scope(Role.VENUE_MANAGER), at=NOW)
        assert refused.value.code == "complaints.id_taken"
    assert (Complaint.objects.count(), IncomingFile.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("size", "count", "code"),
    [
        (0, 1, "foundation.file_empty"),
        (20 * 1024**2 + 1, 1, "foundation.file_too_big"),
        (200 * 1024**2, 1, "foundation.file_too_big"),
        (10, 7, "complaints.too_many_files"),
    ],
)
def test_files_that_cannot_be_taken_are_refused_before_anything_is_written(
    ktv: House, size: int, count: int, code: str
) -> None:
    files = [Announced(uuid.uuid4(), "a.png", "0" * 64, size) for _ in range(count)]
    with pytest.raises(Refused) as refused:
        received(ktv, *files, by=ktv.scope(Role.FLOOR))
    assert (refused.value.code, Complaint.objects.count()) == (code, 0)


def test_one_id_cannot_stand_for_two_files(ktv: House) -> None:
    file = announced(PNG)
    with pytest.raises(Refused):
        received(ktv, file, file, by=ktv.scope(Role.FLOOR))


@pytest.mark.database
@pytest.mark.parametrize(
    ("statement", "error"),
    [
        ("UPDATE complaints_incomingfile SET sha256 = repeat('0', 64)", "never changed or removed"),
        ("DELETE FROM complaints_incomingfile", "never changed or removed"),
        ("UPDATE complaints_incomingfile SET received = size + 1", "incoming_not_beyond_size"),
        ("UPDATE complaints_incomingfile SET given_up_at = now()", "incoming_given_up_says_why"),
        ("UPDATE complaints_phonetimes SET skew = 0", "permission denied"),
        ("DELETE FROM complaints_phonetimes", "permission denied"),
    ],
)
def test_what_was_announced_and_what_the_phones_clock_said_stay(ktv: House, statement: str, error: str) -> None:
    received(ktv, announced(PNG), by=ktv.scope(Role.FLOOR))
    with pytest.raises((IntegrityError, ProgrammingError), match=error), transaction.atomic():
        connection.cursor().execute(statement)
