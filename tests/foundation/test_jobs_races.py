"""Later work with several workers, and workers that are killed."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone

from foundation import jobs
from foundation.jobs import enqueue_many, run_due
from foundation.models import IdempotentRequest, Job

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

# What a claim looks like that forgets about the others.
NAIVE_CLAIM = """
UPDATE foundation_job SET attempts = attempts + 1, lease_token = gen_random_uuid(), leased_until = %(at)s + %(lease)s
WHERE id = (SELECT id FROM foundation_job WHERE state = 'queued' AND run_at <= %(at)s ORDER BY run_at, id LIMIT 1)
RETURNING *
"""


def run_in_threads(count: int) -> None:
    """Run everything due in several threads that start at the same moment."""
    start = threading.Barrier(count)

    def work() -> None:
        try:
            start.wait()
            while run_due():
                pass
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each key was run; a run takes a moment, so that workers meet."""
    runs: Counter[str] = Counter()

    def work(job: Job) -> None:
        runs[job.key] += 1
        time.sleep(0.01)

    monkeypatch.setattr(jobs, "KINDS", {"test": work})
    return runs


def test_each_job_is_run_by_one_of_many_workers(runs: Counter[str]) -> None:
    enqueue_many("test", ((str(n), {}) for n in range(60)))
    run_in_threads(3)
    assert runs == {str(n): 1 for n in range(60)}
    assert Job.objects.filter(state="done", attempts=1).count() == 60


def test_workers_without_lease_and_lock_run_jobs_twice(runs: Counter[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: with a careless claim the test above would see doubles."""
    monkeypatch.setattr(jobs, "CLAIM", NAIVE_CLAIM)
    monkeypatch.setattr(jobs, "_hold", lambda job: True)
    enqueue_many("test", ((str(n), {}) for n in range(20)))
    run_in_threads(3)
    assert max(runs.values()) > 1


def test_slow_work_is_not_taken_over_while_it_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its lease has run out, but its row is locked as long as its transaction lives."""
    started, finish = threading.Event(), threading.Event()
    runs = []

    def work(job: Job) -> None:
        runs.append(job.attempts)
        started.set()
        assert finish.wait(10)

    monkeypatch.setattr(jobs, "KINDS", {"test": work})
    enqueue_many("test", [("a", {})])
    slow = threading.Thread(target=run_in_threads, args=(1,))
    slow.start()
    assert started.wait(10)
    assert run_due(at=timezone.now() + timedelta(hours=1)) == 0
    finish.set()
    slow.join()
    assert runs == [1]
    assert Job.objects.get().state == "done"


DYING_WORKER = """
import sys, time
import django
django.setup()
from foundation import jobs
from foundation.models import IdempotentRequest

def work(job):
    IdempotentRequest.objects.create(caller="effect", key=job.key, fingerprint="")
    open(sys.argv[1], "w").close()
    time.sleep(60)

jobs.KINDS["test"] = work
jobs.run_due()
"""


@pytest.mark.drill
def test_job_of_a_killed_worker_runs_again_after_its_lease(
    runs: Counter[str], process_environment: dict[str, str], tmp_path: Path
) -> None:
    enqueue_many("test", [("a", {})])
    working = tmp_path / "working"
    worker = subprocess.Popen([sys.executable, "-c", DYING_WORKER, str(working)], env=process_environment)
    try:
        until = time.monotonic() + 30
        while not working.exists():
            assert worker.poll() is None
            assert time.monotonic() < until
            time.sleep(0.01)
    finally:
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
    wait_until_rolled_back()
    assert run_due() == 0
    assert run_due(at=timezone.now() + timedelta(seconds=61)) == 1
    assert (Job.objects.get().state, Job.objects.get().attempts, runs) == ("done", 2, {"a": 1})
    assert IdempotentRequest.objects.count() == 0


def wait_until_rolled_back() -> None:
    """The server notices the closed connection within moments, and gives up the killed worker's locks."""
    until = time.monotonic() + 10
    while not free_rows():
        assert time.monotonic() < until
        time.sleep(0.01)


def free_rows() -> list[int]:
    """The jobs that nobody holds."""
    with transaction.atomic():
        return list(Job.objects.select_for_update(skip_locked=True).values_list("pk", flat=True))
