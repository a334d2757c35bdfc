"""Double taps and several workers at once."""

import threading

import pytest
from django.db import IntegrityError, OperationalError

from complaints.domain.intake import logging
from complaints.domain.intake.logging import log_complaint
from complaints.domain.stages import merging
from complaints.domain.stages.handling import move_complaint
from complaints.models import Clock, Complaint, ComplaintStep
from contracts.models import Breach
from deadlines.domain.sweep import sweep
from foundation.inserting import insert
from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.models import Message
from tests.complaints.factories import HOUR, NOW, house, logged, told
from tests.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def test_eight_posts_of_one_client_id_make_one_complaint() -> None:
    ktv = house()
    said, by = told(ktv), ktv.scope(Role.FLOOR)
    answers = at_once(8, lambda _: log_complaint(said, by=by, at=NOW).pk)
    assert len(set(answers)) == 1
    assert (Complaint.objects.count(), Clock.objects.count(), Message.objects.count()) == (1, 1, 1)


def test_control_looking_before_inserting_lets_rivals_collide(monkeypatch: pytest.MonkeyPatch) -> None:
    all_have_looked = threading.Barrier(8)

    def look_first(rows: list[Complaint], *, ignore_conflicts: bool) -> list[Complaint]:
        assert not Complaint.objects.filter(client_id=rows[0].client_id).exists()
        all_have_looked.wait(20)
        return insert(rows)

    monkeypatch.setattr(logging, "insert", look_first)
    ktv = house()
    said, by = told(ktv), ktv.scope(Role.FLOOR)
    answers = at_once(8, lambda _: log_complaint(said, by=by, at=NOW).pk)
    assert sum(isinstance(answer, IntegrityError) for answer in answers) == 7


def test_eight_people_taking_the_same_step_take_it_once() -> None:
    ktv = house()
    complaint, by = logged(ktv), ktv.scope(Role.MARKETING)
    answers = at_once(8, lambda _: move_complaint(complaint.pk, "verify", by=by, at=NOW + HOUR).state)
    assert sorted(str(type(answer)) for answer in answers).count(str(Refused)) == 7
    assert ComplaintStep.objects.count() == 1


def _merge_each_other() -> list[object]:
    ktv = house()
    pair, by = (logged(ktv), logged(ktv)), ktv.scope(Role.MARKETING)

    def work(number: int) -> object:
        one, other = pair[number], pair[1 - number]
        return move_complaint(one.pk, "merge", by=by, at=NOW + HOUR, note="同一件事", into_id=other.pk).state

    return at_once(2, work)


def test_two_that_are_merged_into_each_other_at_once_merge_once() -> None:
    answers = _merge_each_other()
    assert sorted(str(type(answer)) for answer in answers).count(str(Refused)) == 1
    assert Complaint.objects.filter(state="merged").count() == 1


def test_control_locking_them_in_any_order_lets_rivals_collide(monkeypatch: pytest.MonkeyPatch) -> None:
    both_hold_one = threading.Barrier(2)

    def own_first(complaint_id: int, into_id: int) -> tuple[Complaint, Complaint]:
        rows = Complaint.objects.select_for_update(no_key=True)
        own = rows.get(pk=complaint_id)
        both_hold_one.wait(20)
        return own, rows.get(pk=into_id)

    monkeypatch.setattr(merging, "locked", own_first)
    assert any(isinstance(answer, OperationalError) for answer in _merge_each_other())


def test_many_sweeps_and_a_late_step_at_once_make_one_breach_and_one_message_each() -> None:
    ktv = house()
    complaint, by = logged(ktv), ktv.scope(Role.MARKETING)

    def work(number: int) -> object:
        if number == 3:
            return move_complaint(complaint.pk, "verify", by=by, at=NOW + 25 * HOUR)
        return sweep(NOW + 25 * HOUR)

    at_once(8, work)
    assert Breach.objects.count() == 1
    for kind in ("complaints.missed", "complaints.escalated"):
        readers = list(Message.objects.filter(kind=kind).values_list("user", flat=True))
        assert len(readers) == len(set(readers))
    assert Message.objects.filter(kind="complaints.missed").count() == 1
