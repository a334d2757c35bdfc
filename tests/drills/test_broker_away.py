"""Complaints are logged over HTTP while nobody can be reached who would send messages."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

import pytest
from django.utils import timezone

from complaints.models import Clock, Complaint
from contracts.domain.archive.indexing import JOB as INDEX
from foundation.models import Job
from parties.domain.roles import Role
from parties.models import Message
from tests.complaints.factories import HOUR, House, logged
from tests.conftest import kill_with_children
from tests.drills.conftest import Scaled
from tests.drills.ktv import key_of_the_floor, ktv_of_today, plain_complaint
from tests.drills.nursery import start_worker
from tests.drills.processes import PATIENCE, Answer, careless, free_port, wait_until, web_server
from tests.drills.rising import levels, rising_from, started, sweeper
from tests.journeys.mailbox import mails_to

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]

FULL: Final = 100
LONGEST: Final = 2.0
"""Seconds: whoever stands in a corridor with a phone does not wait longer."""


@contextmanager
def broker_away(how: str) -> Iterator[str]:
    """The address of a broker that refuses connections, or that takes them and never says a word."""
    if how == "refuses":
        yield f"redis://127.0.0.1:{free_port()}/0"
        return
    with socket.create_server(("127.0.0.1", 0)) as silent:
        yield f"redis://127.0.0.1:{silent.getsockname()[1]}/0"


def log_over_http(ktv: House, count: int, environment: dict[str, str]) -> list[Answer]:
    key = key_of_the_floor(ktv)
    with web_server(environment) as web:
        return [web.post("/api/v1/complaints/", plain_complaint(ktv), key=key) for _each in range(count)]


@pytest.mark.parametrize("how", ["refuses", "is silent"])
def test_complaints_are_accepted_at_once_clocks_run_and_messages_come_later(
    how: str, process_environment: dict[str, str], scaled: Scaled
) -> None:
    count = scaled(FULL)
    ktv = ktv_of_today()
    with broker_away(how) as broker:
        answers = log_over_http(ktv, count, {**process_environment, "CELERY_BROKER_URL": broker})
    assert [answer.status for answer in answers] == [201] * count
    assert max(answer.seconds for answer in answers) < LONGEST
    clocks_are_right(count)
    waiting = Job.objects.exclude(kind=INDEX).filter(state="queued")
    assert Message.objects.filter(sent_at=None).count() == waiting.count() == count
    _let_a_worker_send(count, process_environment)
    assert sum(len(mails_to(user.email)) for user in ktv.people.values()) == count


def _let_a_worker_send(count: int, environment: dict[str, str]) -> None:
    worker = start_worker(environment)
    try:
        wait_until(lambda: not Message.objects.filter(sent_at=None).exists(), "all messages are sent", 60 + count)
    finally:
        kill_with_children(worker)


def clocks_are_right(count: int) -> None:
    """One clock each, of the signed 24 hours, from the moment of logging, in somebody's hands."""
    clocks = list(Clock.objects.select_related("deadline", "complaint"))
    assert len(clocks) == Complaint.objects.count() == count
    for clock in clocks:
        assert clock.deadline.started_at == clock.complaint.received_at
        assert clock.deadline.due_at == clock.complaint.received_at + timedelta(hours=24)
        assert clock.deadline.owner is not None
        assert clock.deadline.owner.memberships.get().role == Role.MARKETING


def test_levels_that_fall_due_meanwhile_have_their_true_times_and_each_person_hears_once_later(
    process_environment: dict[str, str], scaled: Scaled
) -> None:
    count, now = scaled(FULL), timezone.now()
    ktv = ktv_of_today()
    dues = [logged(ktv, at=now - 30 * HOUR).received_at + 24 * HOUR for _each in range(count)]
    Message.objects.all().delete()
    with broker_away("refuses") as broker:
        without = {**process_environment, "CELERY_BROKER_URL": broker}
        assert started(sweeper(now), count, without).wait(timeout=PATIENCE * 20) == 0
    assert levels() == [level for due_at in dues for level in rising_from(due_at)]
    asked = sorted(Message.objects.values_list("kind", "user", "params__count"))
    assert len(asked) == len({(kind, user) for kind, user, _number in asked})
    assert {number for _kind, _user, number in asked} == {count}
    assert Message.objects.filter(sent_at=None).count() == len(asked)
    _let_a_worker_send(count, process_environment)
    assert sum(len(mails_to(user.email)) for user in ktv.people.values()) == len(asked)


def test_control_a_sweep_that_needs_the_broker_itself_records_nothing(process_environment: dict[str, str]) -> None:
    now = timezone.now()
    logged(ktv_of_today(), at=now - 30 * HOUR)
    with broker_away("refuses") as broker:
        environment = careless({**process_environment, "CELERY_BROKER_URL": broker}, "broker")
        assert started(sweeper(now), 1, environment).wait(timeout=PATIENCE * 20) != 0
    assert levels() == []


def test_control_a_request_that_needs_the_broker_itself_loses_the_complaint(
    process_environment: dict[str, str],
) -> None:
    with broker_away("refuses") as broker:
        environment = careless({**process_environment, "CELERY_BROKER_URL": broker}, "broker")
        (answer,) = log_over_http(ktv_of_today(), 1, environment)
    assert answer.status == 500
    assert Complaint.objects.count() == 0
