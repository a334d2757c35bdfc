"""Escalation and handing on under several processes, sudden death and clocks that jump."""

from collections.abc import Iterable

import pytest
from django.db import IntegrityError, transaction
from psycopg2 import extensions

from complaints.domain.clocks import escalating
from contracts.models import Breach
from deadlines.domain import clock
from deadlines.domain.clock import NewDeadline
from deadlines.domain.sweep import sweep_all
from deadlines.models import Deadline
from parties.domain.roles import Role
from parties.models import Message, User
from tests import factories
from tests.complaints.factories import HOUR, NOW, House, house, logged
from tests.drills.conftest import Scaled
from tests.drills.nursery import Forked
from tests.drills.processes import PATIENCE, careless, holding, wait_until, wait_until_held, wait_until_rolled_back
from tests.drills.rising import MINUTE, levels, rising_from, sweeper, swept

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill, pytest.mark.race]

FULL = 5000
BATCHES = 5
DUE = NOW + 24 * HOUR
AFTER = DUE + 6 * HOUR
LEVELS = rising_from(DUE)
SWEEPER = sweeper(AFTER)
HANDING = """
import sys
import django; django.setup()
from django.utils import timezone
from deadlines.domain import handing_on
handing_on.hand_on_all(timezone.now(), int(sys.argv[1]))
"""


def missed_steps(count: int) -> House:
    """Complaints that nobody has verified in time."""
    ktv = house()
    for _each in range(count):
        logged(ktv)
    Message.objects.all().delete()
    return ktv


def together(program: str, limit: int, lock: str, session: extensions.connection, environment: dict[str, str]) -> None:
    """Two at once: both stand in the middle of their first batch before either may finish it."""
    with holding(session, lock):
        both = [Forked(program, str(limit), environment=environment) for _each in range(2)]
        try:
            wait_until_held(session, 2)
        except BaseException:
            for each in both:
                each.kill()
            raise
    assert [each.wait(timeout=PATIENCE * 20) for each in both] == [0, 0]


def everybody_is_told_once(kinds: Iterable[str], count: int) -> None:
    for kind in kinds:
        told = list(Message.objects.filter(kind=kind).values_list("user", "params__count"))
        assert told, kind
        assert len(told) == len({user for user, _number in told}), kind
        assert {number for _user, number in told} == {count}, kind


def test_two_beats_after_six_hours_record_every_level_once_at_its_true_time_and_tell_a_person_once(
    owner_connection: extensions.connection, process_environment: dict[str, str], scaled: Scaled
) -> None:
    count = scaled(FULL)
    missed_steps(count)
    lock = "LOCK TABLE complaints_escalationlevel IN SHARE MODE"
    together(SWEEPER, max(1, count // BATCHES), lock, owner_connection, process_environment)
    assert levels() == LEVELS * count
    assert Breach.objects.count() == count
    everybody_is_told_once(("complaints.missed", "complaints.escalated", "contracts.breaches_proposed"), count)


def test_a_sweeper_killed_while_it_escalates_leaves_nothing_behind_and_the_next_one_does_it_all(
    owner_connection: extensions.connection, process_environment: dict[str, str], scaled: Scaled
) -> None:
    count = scaled(FULL // 5)
    missed_steps(count)
    with holding(owner_connection, "LOCK TABLE complaints_escalationlevel IN SHARE MODE"):
        sweeper = Forked(SWEEPER, str(count), environment=process_environment)
        try:
            wait_until_held(owner_connection, 1)
        finally:
            sweeper.kill()
            sweeper.wait()
    wait_until_rolled_back(owner_connection)
    assert (Deadline.objects.filter(outcome=None).count(), Breach.objects.count()) == (count, 0)
    assert not Message.objects.exists()
    swept(AFTER)
    assert levels() == LEVELS * count
    everybody_is_told_once(("complaints.missed", "complaints.escalated"), count)


def test_a_clock_that_jumps_a_day_ahead_and_an_hour_back_changes_no_moment(scaled: Scaled) -> None:
    count = scaled(FULL // 5)
    missed_steps(count)
    for moment in (DUE - MINUTE, DUE + MINUTE, DUE - HOUR, DUE + 31 * MINUTE, DUE + 24 * HOUR, DUE + 23 * HOUR):
        swept(moment)
    assert levels() == LEVELS * count
    assert Breach.objects.count() == count
    assert set(Breach.objects.values_list("occurred_at", flat=True)) == {DUE}


def test_control_levels_that_begin_when_the_sweep_comes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    missed_steps(1)
    opened = clock.open_deadlines

    def from_now(items: list[NewDeadline]) -> list[Deadline]:
        return opened([NewDeadline(i.kind, i.party_id, i.owner_id, AFTER, AFTER + HOUR, warns=False) for i in items])

    monkeypatch.setattr(escalating, "open_deadlines", from_now)
    with pytest.raises(IntegrityError, match="out of turn"), transaction.atomic():
        sweep_all(AFTER)


HELD_AT_MESSAGES = "LOCK TABLE parties_message IN SHARE MODE"


def owner_leaves(count: int) -> tuple[User, User]:
    """Somebody with open clocks may not sign in any more; a colleague is there."""
    ktv = missed_steps(count)
    marketing, colleague = ktv.people[Role.MARKETING], factories.person(ktv.provider, Role.MARKETING)
    User.objects.filter(pk=marketing.pk).update(is_active=False)
    return marketing, colleague


def test_two_beats_hand_on_each_clock_once(
    owner_connection: extensions.connection, process_environment: dict[str, str], scaled: Scaled
) -> None:
    """While one stands in the middle of its work, the other finds nothing left to hand on."""
    count = scaled(FULL)
    _gone, colleague = owner_leaves(count)
    with holding(owner_connection, HELD_AT_MESSAGES):
        both = [Forked(HANDING, str(count), environment=process_environment) for _each in range(2)]
        wait_until(lambda: [each.poll() for each in both].count(0) == 1, "one of them has gone home", PATIENCE * 20)
        wait_until_held(owner_connection, 1)
    assert [each.wait(timeout=PATIENCE * 20) for each in both] == [0, 0]
    assert set(Deadline.objects.values_list("owner", flat=True)) == {colleague.pk}
    assert _told() == count


def test_control_two_beats_without_row_locks_tell_of_the_same_clocks_twice(
    owner_connection: extensions.connection, process_environment: dict[str, str]
) -> None:
    count = 10
    owner_leaves(count)
    together(HANDING, count, HELD_AT_MESSAGES, owner_connection, careless(process_environment, "handing on"))
    assert _told() > count


def _told() -> int:
    """How many clocks the messages speak of; the two beats may stand on either side of a minute's end."""
    return sum(Message.objects.filter(kind="deadlines.handed_on").values_list("params__count", flat=True))
