"""Later work, one worker at a time."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation import jobs
from foundation.jobs import enqueue, enqueue_many, register, retry_parked, run_due
from foundation.models import AuditEntry, IdempotentRequest, Job, StoredFile
from foundation.refusals import Refused

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


class Ledger:
    """What the registered work did, and whether it shall fail."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.failure: Exception | None = None

    def work(self, job: Job) -> None:
        IdempotentRequest.objects.create(caller="effect", key=job.key, fingerprint="")
        if self.failure:
            raise self.failure
        self.done.append(job.key)


@pytest.fixture(autouse=True)
def ledger(monkeypatch: pytest.MonkeyPatch) -> Ledger:
    ledger = Ledger()
    monkeypatch.setattr(jobs, "KINDS", {"test": ledger.work})
    return ledger


def test_job_runs_once_and_is_done(ledger: Ledger) -> None:
    enqueue("test", "a", {"complaint": 7, "code": "late"}, run_at=AT)
    assert run_due(at=AT) == 1
    assert run_due(at=AT) == 0
    job = Job.objects.get()
    assert (job.state, job.done_at, job.attempts, job.leased_until) == ("done", AT, 1, None)
    assert job.payload == {"complaint": 7, "code": "late"}
    assert ledger.done == ["a"]


def test_asking_twice_is_asking_once(ledger: Ledger) -> None:
    enqueue("test", "a", {"complaint": 7}, run_at=AT)
    enqueue("test", "a", {"complaint": 8}, run_at=AT)
    assert run_due(at=AT) == 1
    enqueue("test", "a", {"complaint": 9}, run_at=AT)
    assert run_due(at=AT) == 0
    assert Job.objects.get().payload == {"complaint": 7}


def test_job_waits_for_its_time(ledger: Ledger) -> None:
    enqueue("test", "later", {}, run_at=AT + SECOND)
    enqueue("test", "now", {}, run_at=AT)
    assert run_due(at=AT) == 1
    assert ledger.done == ["now"]


def test_oldest_jobs_run_first_and_no_more_than_the_limit(ledger: Ledger) -> None:
    for seconds in (3, 1, 2):
        enqueue("test", str(seconds), {}, run_at=AT - seconds * SECOND)
    assert run_due(limit=2, at=AT) == 2
    assert ledger.done == ["3", "2"]


def test_many_jobs_are_one_statement() -> None:
    with CaptureQueriesContext(connection) as asked:
        enqueue_many("test", ((str(n), {"n": n}) for n in range(50)), run_at=AT)
    assert len(asked.captured_queries) == 1
    enqueue_many("test", [], run_at=AT)
    assert run_due(at=AT) == 50


def test_failing_job_undoes_its_work_and_waits_longer_each_time(ledger: Ledger) -> None:
    ledger.failure = ValueError("lin@example.com")
    enqueue("test", "a", {}, run_at=AT)
    moment, waits = AT, []
    for _ in range(7):
        assert run_due(at=moment) == 1
        job = Job.objects.get()
        assert (job.state, job.leased_until, job.lease_token) == ("queued", None, None)
        waits.append((job.run_at - moment).total_seconds())
        moment = job.run_at
    assert waits == [15, 45, 135, 405, 1215, 3645, 10935]
    assert IdempotentRequest.objects.count() == 0
    ledger.failure = None
    run_due(at=moment)
    assert (Job.objects.get().state, ledger.done) == ("done", ["a"])


def test_failing_job_does_not_hold_up_the_others(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(job: Job) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(jobs.KINDS, "bad", fail)
    enqueue("bad", "first", {}, run_at=AT - SECOND)
    enqueue("test", "second", {}, run_at=AT)
    assert run_due(at=AT) == 2
    assert ledger.done == ["second"]


def fail_until_parked(ledger: Ledger) -> Job:
    ledger.failure = ValueError("lin@example.com")
    enqueue("test", "a", {}, run_at=AT)
    for day in range(8):
        assert run_due(at=AT + timedelta(days=day)) == 1
    return Job.objects.get()


def test_job_is_parked_after_eight_attempts(ledger: Ledger) -> None:
    job = fail_until_parked(ledger)
    assert (job.state, job.attempts) == ("parked", 8)
    assert run_due(at=AT + timedelta(days=99)) == 0


def test_error_is_kept_without_what_it_says(ledger: Ledger, caplog: pytest.LogCaptureFixture) -> None:
    job = fail_until_parked(ledger)
    assert job.last_error == "builtins.ValueError"
    assert [record.message for record in caplog.records] == ["job failed"] * 7 + ["job parked"]
    assert "lin@example.com" not in str([record.__dict__ for record in caplog.records])


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (Refused("foundation.required"), "foundation.refusals.Refused foundation.required"),
        (OSError(111, "10.0.0.7 refused"), "builtins.ConnectionRefusedError 111"),
        (KeyError("lin"), "builtins.KeyError"),
    ],
)
def test_error_is_told_by_class_and_code(error: Exception, told: str) -> None:
    assert jobs.describe_error(error) == told


def test_parked_jobs_are_listed_and_queued_again(ledger: Ledger) -> None:
    job = fail_until_parked(ledger)
    out = StringIO()
    call_command("jobs", stdout=out)
    assert out.getvalue() == f"{job.pk}  test  a  8 attempts  builtins.ValueError\n"
    ledger.failure = None
    call_command("jobs", "--retry", str(job.pk + 1), stdout=StringIO())
    assert run_due() == 0
    call_command("jobs", "--retry", stdout=StringIO())
    assert run_due() == 1
    assert ledger.done == ["a"]


def test_only_named_jobs_are_queued_again(ledger: Ledger) -> None:
    job = fail_until_parked(ledger)
    assert retry_parked([]) == 0
    assert retry_parked([job.pk], at=AT) == 1
    job.refresh_from_db()
    assert (job.state, job.attempts, job.run_at) == ("queued", 0, AT)


def test_lease_keeps_others_away_until_it_ends(ledger: Ledger) -> None:
    enqueue("test", "a", {}, run_at=AT)
    assert jobs._claim(AT) is not None
    assert run_due(at=AT + 59 * SECOND) == 0
    assert run_due(at=AT + 60 * SECOND) == 1
    assert Job.objects.get().attempts == 2


def test_worker_whose_lease_was_taken_over_does_nothing_more(ledger: Ledger) -> None:
    enqueue("test", "a", {}, run_at=AT)
    first = jobs._claim(AT)
    second = jobs._claim(AT + 60 * SECOND)
    assert first is not None
    assert second is not None
    jobs._run(first, AT)
    assert ledger.done == []
    jobs._run(second, AT)
    jobs._run(second, AT)
    assert ledger.done == ["a"]


def test_job_that_ends_every_worker_is_parked(ledger: Ledger) -> None:
    enqueue("test", "a", {}, run_at=AT)
    for minute in range(8):
        assert jobs._claim(AT + timedelta(minutes=minute)) is not None
    assert run_due(at=AT + timedelta(minutes=8)) == 1
    job = Job.objects.get()
    assert (job.state, job.last_error, ledger.done) == ("parked", "foundation.jobs.WorkerLost", [])


def test_work_is_written_in_the_name_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    def work(job: Job) -> None:
        StoredFile.objects.create(sha256="0" * 64, size=1, content_type="image/png", name="a", storage_key="a")

    monkeypatch.setitem(jobs.KINDS, "test", work)
    enqueue("test", "a", {}, run_at=AT)
    run_due(at=AT)
    assert list(AuditEntry.objects.values_list("actor", "source")) == [("system", "job test")]


@pytest.mark.parametrize("payload", [{"name": "x" * 101}, {"ids": [1]}, {"amount": 1.5}, {"who": None}])
def test_payload_holds_ids_only(payload: dict[str, int | str]) -> None:
    with pytest.raises(TypeError, match=next(iter(payload))):
        enqueue("test", "a", payload)


def test_kind_that_nobody_does_is_refused_at_once() -> None:
    with pytest.raises(LookupError, match="unknown"):
        enqueue("unknown", "a", {})


def test_kind_that_is_gone_after_an_upgrade_is_kept(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    enqueue("test", "a", {}, run_at=AT)
    monkeypatch.setattr(jobs, "KINDS", {})
    assert run_due(at=AT) == 1
    assert Job.objects.get().last_error == "builtins.KeyError"


def test_kind_is_done_by_one_function() -> None:
    with pytest.raises(ValueError, match="already done"):
        register("test")(lambda job: None)
