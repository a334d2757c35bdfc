"""Waking a worker: best effort, and never in anybody's way."""

import logging
import socket
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from celery import Celery
from django.db import transaction
from django.utils import timezone

from foundation import jobs, tasks, waking
from foundation.jobs import enqueue, retry_parked
from foundation.models import Job
from foundation.waking import Bell

pytestmark = pytest.mark.django_db(transaction=True)

SILENCE = 8  # seconds that the client waits for a broker that does not answer


class Rings(Bell):
    """Counts, instead of passing on."""

    count = 0

    def ring(self) -> None:
        self.count += 1


@pytest.fixture
def rings(monkeypatch: pytest.MonkeyPatch) -> Rings:
    rings = Rings()
    monkeypatch.setattr(jobs, "bell", rings)
    monkeypatch.setattr(tasks, "bell", rings)
    return rings


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "KINDS", {"test": lambda job: None})


def test_one_wake_up_per_transaction(rings: Rings) -> None:
    with transaction.atomic():
        enqueue("test", "a", {})
        enqueue("test", "b", {})
        assert rings.count == 0
    assert rings.count == 1
    enqueue("test", "c", {})
    assert rings.count == 2


def test_no_wake_up_for_what_was_rolled_back(rings: Rings) -> None:
    with transaction.atomic():
        enqueue("test", "a", {})
        transaction.set_rollback(True)
    assert rings.count == 0


def test_savepoint_that_is_rolled_back_takes_no_wake_up_from_the_others(rings: Rings) -> None:
    with transaction.atomic():
        with transaction.atomic():
            enqueue("test", "a", {})
            transaction.set_rollback(True)
        enqueue("test", "b", {})
    assert rings.count == 1
    assert [job.key for job in Job.objects.all()] == ["b"]


def test_no_wake_up_for_what_is_not_due_yet(rings: Rings) -> None:
    enqueue("test", "a", {}, run_at=timezone.now() + timedelta(minutes=5))
    assert rings.count == 0


def test_retrying_wakes_a_worker(rings: Rings) -> None:
    Job.objects.create(kind="test", key="a", state="parked", run_at=timezone.now())
    assert retry_parked() == 1
    assert rings.count == 1


def test_full_batch_asks_for_another_one(rings: Rings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "BATCH", 2)
    for key in "abc":
        enqueue("test", key, {})
    rings.count = 0
    tasks.run_due_jobs()
    assert (Job.objects.filter(state="done").count(), rings.count) == (2, 1)
    tasks.run_due_jobs()
    assert (Job.objects.filter(state="done").count(), rings.count) == (3, 1)


@pytest.fixture
def real_bell(monkeypatch: pytest.MonkeyPatch) -> Bell:
    bell = Bell()
    monkeypatch.setattr(jobs, "bell", bell)
    return bell


@pytest.fixture
def deaf_broker() -> Iterator[str]:
    """A broker that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def absent_broker() -> str:
    """An address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"redis://127.0.0.1:{server.getsockname()[1]}"


def use_broker(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    # Celery lets the environment's broker go before the one it is given.
    monkeypatch.delenv("CELERY_BROKER_URL", raising=False)
    app = Celery("test", broker=url, set_as_current=False)
    app.conf.broker_transport_options = {"max_retries": 0, "socket_timeout": SILENCE}
    monkeypatch.setattr(waking, "current_app", type("Current", (), {"_get_current_object": lambda self: app})())


def test_ring_reaches_the_broker(real_bell: Bell, monkeypatch: pytest.MonkeyPatch) -> None:
    use_broker(monkeypatch, "memory://")
    enqueue("test", "a", {})
    assert real_bell.wait_until_quiet(5)
    assert real_bell._app is not None
    with real_bell._app.connection_for_read() as link:
        message = link.SimpleQueue("celery").get(timeout=1)
    assert message.headers["task"] == tasks.run_due_jobs.name
    assert message.headers["ignore_result"] is True


@pytest.mark.drill
def test_absent_broker_is_logged_and_nothing_is_lost(
    real_bell: Bell, absent_broker: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    use_broker(monkeypatch, absent_broker)
    enqueue("test", "a", {})
    assert real_bell.wait_until_quiet(10)
    assert [(r.levelno, r.message) for r in caplog.records] == [(logging.WARNING, "the broker is away")]
    assert jobs.run_due() == 1


@pytest.mark.drill
def test_nobody_waits_for_a_broker_that_does_not_answer(
    real_bell: Bell, deaf_broker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_broker(monkeypatch, deaf_broker)
    start = time.monotonic()
    for key in "abc":
        enqueue("test", key, {})
    # Speaking to the broker would take SILENCE each time; what is left is three inserts on a busy machine.
    assert time.monotonic() - start < SILENCE / 4
    assert not real_bell.wait_until_quiet(0.1)
    assert jobs.run_due() == 3
