"""Two tabs that send the same at the same time."""

import threading

import pytest

from complaints.domain.floor import arriving
from complaints.domain.floor.arriving import take_piece
from complaints.domain.floor.pins import set_pin, take_over
from complaints.domain.floor.sending import receive_from_phone
from complaints.domain.floor.tablets import enrol_tablet
from complaints.models import Complaint, Evidence, IncomingFile, PhoneTimes, Pin
from foundation.refusals import Refused
from parties.domain.roles import Role
from tests.complaints.factories import NOW, house, told
from tests.complaints.floor.phone import PNG, announced, received, said
from tests.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
TABS = 6


def test_one_message_from_six_tabs_is_one_complaint_with_its_file_announced_once() -> None:
    ktv = house()
    news, file, by = told(ktv), announced(PNG), ktv.scope(Role.FLOOR)
    answers = at_once(TABS, lambda _: receive_from_phone(news, said(), [file], by=by, at=NOW).pk)
    assert answers == [Complaint.objects.get().pk] * TABS
    assert (PhoneTimes.objects.count(), IncomingFile.objects.count()) == (1, 1)


def test_one_last_piece_from_six_tabs_makes_one_piece_of_evidence() -> None:
    ktv = house()
    by = ktv.scope(Role.FLOOR)
    received(ktv, announced(PNG), by=by)
    file = IncomingFile.objects.get()
    answers = at_once(TABS, lambda _: take_piece(file.pk, PNG, offset=0, by=by, at=NOW).evidence_id)
    assert answers == [Evidence.objects.get().pk] * TABS


def test_control_without_the_lock_six_tabs_make_six_pieces_of_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    ktv = house()
    by = ktv.scope(Role.FLOOR)
    received(ktv, announced(PNG), by=by)
    file = IncomingFile.objects.get()
    all_have_looked = threading.Barrier(TABS)

    class Unlocked:
        def select_for_update(self) -> "Unlocked":
            return self

        def get(self, **asked: object) -> IncomingFile:
            found = IncomingFile._default_manager.get(**asked)
            all_have_looked.wait(20)
            return found

    class Rows:
        objects = Unlocked()

    monkeypatch.setattr(arriving, "IncomingFile", Rows)
    answers = at_once(TABS, lambda _: take_piece(file.pk, PNG, offset=0, by=by, at=NOW).evidence_id)
    assert set(answers) == set(Evidence.objects.values_list("pk", flat=True))
    assert len(set(answers)) == TABS


def test_six_wrong_pins_at_once_are_all_counted() -> None:
    ktv = house()
    set_pin("2580", by=ktv.scope(Role.FLOOR), at=NOW)
    tablet, _token = enrol_tablet(ktv.venue.pk, "吧台", by=ktv.scope(Role.VENUE_MANAGER), at=NOW)
    user = ktv.people[Role.FLOOR]
    answers = at_once(TABS, lambda _: take_over(tablet, user.pk, "0000", source="test"))
    codes = sorted(answer.code for answer in answers if isinstance(answer, Refused))
    assert codes == ["complaints.pin_locked"] * 2 + ["complaints.pin_wrong"] * 4
    assert Pin.objects.get().wrong_tries == 5
