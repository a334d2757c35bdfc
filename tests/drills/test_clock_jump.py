"""Clocks that go three hours wrong, on a phone and on the machine: no lateness is hidden, and none is invented."""

from datetime import datetime, timedelta

import pytest

from complaints.domain.floor.phone_clock import PhoneSaid
from complaints.domain.floor.sending import receive_from_phone
from complaints.domain.intake.logging import log_complaint
from complaints.models import Complaint
from contracts.models import Breach
from deadlines import tasks
from deadlines.models import Deadline
from foundation.steady_clock import REST, SteadyClock
from parties.domain.roles import Role
from tests.complaints.factories import HOUR, NOW, SECOND, House, house, logged, step, told
from tests.drills.conftest import Scaled
from tests.drills.rising import MINUTE, levels, rising_from, swept

pytestmark = [pytest.mark.django_db, pytest.mark.drill]

FULL = 1000
WRONG = 3 * HOUR
DUE = NOW + 24 * HOUR


class Machine:
    """Its clock can be set; how long it runs cannot."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.wall, self.counted = DUE - HOUR, 0.0
        monkeypatch.setattr(tasks, "clock", SteadyClock(lambda: self.wall, lambda: self.counted))

    def sweep(self, passed: timedelta, *, put_forward: timedelta = 0 * HOUR) -> None:
        """After some time, and a change of its clock, the beat comes: once for the steps and once for each level."""
        self.wall += passed + put_forward
        self.counted += passed.total_seconds()
        for _beat in range(4):
            tasks.sweep_deadlines()


def missed() -> int:
    return Deadline.objects.filter(kind__startswith="complaints.", outcome="missed").count()


def phones_told(ktv: House, count: int) -> None:
    """Each wrote it down 20 minutes ago, by a clock that is three hours ahead or behind."""
    for number in range(count):
        now = NOW + (WRONG if number % 2 else -WRONG)
        said = PhoneSaid(logged_at=now - 20 * MINUTE, sent_at=now)
        receive_from_phone(told(ktv), said, by=ktv.scope(Role.FLOOR), at=NOW)


def test_phones_that_are_wrong_bring_the_true_moments_and_make_nothing_late_or_early(scaled: Scaled) -> None:
    count = 2 * scaled(FULL // 2)
    phones_told(house(), count)
    told_at = set(Complaint.objects.values_list("logged_at", "received_at", "urgent_at"))
    assert told_at == {(NOW - 20 * MINUTE, NOW, DUE)}
    swept(DUE)
    assert missed() == 0
    swept(DUE + SECOND)
    assert missed() == count


def test_control_phones_that_are_believed_hide_and_invent_lateness() -> None:
    ktv = house()
    for wrong in (WRONG, -WRONG):
        log_complaint(told(ktv), by=ktv.scope(Role.FLOOR), at=NOW + wrong)
    swept(DUE)
    assert missed() == 1
    swept(DUE + SECOND)
    assert missed() == 1


def test_a_machine_put_ahead_and_put_right_calls_nothing_late_before_its_time(
    scaled: Scaled, monkeypatch: pytest.MonkeyPatch
) -> None:
    count, ktv = scaled(FULL), house()
    complaints = [logged(ktv) for _each in range(count)]
    machine = Machine(monkeypatch)
    machine.sweep(MINUTE, put_forward=WRONG)
    machine.sweep(REST - MINUTE)
    assert missed() == 0
    machine.sweep(MINUTE, put_forward=-WRONG)
    in_time = step(ktv, complaints[0], "verify", at=DUE - 30 * MINUTE)
    assert in_time.clocks.get(name="verify").deadline.is_kept
    machine.sweep(7 * HOUR)
    assert missed() == count - 1 == Breach.objects.count()
    assert levels() == rising_from(DUE) * (count - 1)


def test_a_machine_that_stays_ahead_is_believed_after_a_while_and_hides_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    logged(house())
    machine = Machine(monkeypatch)
    machine.sweep(MINUTE, put_forward=WRONG)
    machine.sweep(REST)
    assert (missed(), Breach.objects.get().occurred_at) == (1, DUE)


def test_a_machine_put_back_unsays_nothing_that_was_late(monkeypatch: pytest.MonkeyPatch) -> None:
    ktv = house()
    complaint = logged(ktv)
    machine = Machine(monkeypatch)
    machine.sweep(2 * HOUR)
    machine.sweep(MINUTE, put_forward=-WRONG)
    late = step(ktv, complaint, "verify", at=machine.wall).clocks.get(name="verify").deadline
    assert (late.outcome, late.outcome_at) == ("missed", DUE)


def test_control_a_beat_that_believes_every_clock_calls_late_what_was_not(monkeypatch: pytest.MonkeyPatch) -> None:
    logged(house())
    machine = Machine(monkeypatch)
    monkeypatch.setattr(tasks, "clock", _Believing(machine))
    machine.sweep(MINUTE, put_forward=WRONG)
    assert missed() == 1


class _Believing:
    def __init__(self, machine: Machine) -> None:
        self.machine = machine

    def now(self) -> datetime:
        return self.machine.wall
