"""Later work that is never lost and never doubled: rows in the database, claimed with a lease.

A job is run at least once and takes effect once: its effect in this database commits together with its being done; an
effect elsewhere must use `job.key` as its idempotency key.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from foundation.audit import SYSTEM_LABEL, writing
from foundation.inserting import insert
from foundation.models import Job
from foundation.waking import bell

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 8
FIRST_WAIT = timedelta(seconds=15)  # then three times as long each time: the last wait is three hours
LONGEST_WORD = 100

Work = Callable[[Job], None]
Payload = Mapping[str, int | str]

KINDS: dict[str, Work] = {}

# One statement, so that no second worker can come between looking and taking. An expired lease is as good as none.
CLAIM = """
UPDATE foundation_job
SET attempts = attempts + 1, lease_token = gen_random_uuid(), leased_until = %(at)s + %(lease)s
WHERE id = (
    SELECT id FROM foundation_job
    WHERE state = 'queued' AND run_at <= %(at)s AND (leased_until IS NULL OR leased_until <= %(at)s)
    ORDER BY run_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING *
"""


def register(kind: str) -> Callable[[Work], Work]:
    """Decorator: this function does the jobs of this kind. Raises ValueError when the kind is taken."""

    def remember(work: Work) -> Work:
        if KINDS.get(kind, work) is not work:
            raise ValueError(f"jobs of kind {kind!r} are already done by {KINDS[kind].__qualname__}")
        KINDS[kind] = work
        return work

    return remember


def enqueue(kind: str, key: str, payload: Payload, run_at: datetime | None = None) -> None:
    """Ask for work, in the transaction of its cause; asking again with the same key does nothing.

    `payload` holds ids and short codes only, never personal data. `run_at`: not before this moment (default: now).
    Raises LookupError for an unregistered kind, TypeError for any other payload.
    """
    enqueue_many(kind, [(key, payload)], run_at)


def enqueue_many(kind: str, work: Iterable[tuple[str, Payload]], run_at: datetime | None = None) -> None:
    """The same for many (key, payload) pairs in one statement."""
    if kind not in KINDS:
        raise LookupError(f"nobody does jobs of kind {kind!r}")
    now = timezone.now()
    jobs = [Job(kind=kind, key=key, payload=_ids_only(payload), run_at=run_at or now) for key, payload in work]
    insert(jobs, ignore_conflicts=True)
    if jobs and (run_at is None or run_at <= now):
        _wake_on_commit()


def _ids_only(payload: Mapping[str, object]) -> dict[str, object]:
    for name, value in payload.items():
        if not isinstance(value, int | str) or len(str(value)) > LONGEST_WORD:
            raise TypeError(f"a job's payload holds ids and short codes only, not {name!r}")
    return dict(payload)


def _wake_on_commit() -> None:
    """At most one wake-up per transaction; one that a rolled-back savepoint took along is asked for anew."""
    if not any(entry[1] == bell.ring for entry in connection.run_on_commit):
        transaction.on_commit(bell.ring, robust=True)


def run_due(limit: int = 100, at: datetime | None = None) -> int:
    """Run the jobs that are due, each in its own transaction, and tell how many were run, well or not.

    `at` is the present moment (default: the clock's). A job that fails waits longer each time and is parked after
    MOST_ATTEMPTS; `last_error` keeps the kind of error, never its text.
    """
    for count in range(limit):
        job = _claim(at or timezone.now())
        if job is None:
            return count
        _run(job, at)
    return limit


def _claim(at: datetime) -> Job | None:
    return next(iter(Job.objects.raw(CLAIM, {"at": at, "lease": LEASE})), None)


def _run(job: Job, at: datetime | None) -> None:
    try:
        if job.attempts > MOST_ATTEMPTS:
            raise WorkerLost
        with writing(SYSTEM_LABEL, f"job {job.kind}"):
            if _hold(job):
                KINDS[job.kind](job)
                _held(job).update(
                    state=Job.State.DONE, done_at=at or timezone.now(), leased_until=None, lease_token=None
                )
    except Exception as error:  # noqa: BLE001 - whatever one job raises, the next one has its turn
        _record_failure(job, error, at or timezone.now())


class WorkerLost(Exception):
    """Every worker that took the job ended before the job did."""


def _hold(job: Job) -> bool:
    """Lock the row for as long as the work takes: even when the lease runs out meanwhile, no other worker gets it."""
    return bool(_held(job).select_for_update(skip_locked=True).values_list("pk"))


def _held(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, lease_token=job.lease_token, state=Job.State.QUEUED)


def _record_failure(job: Job, error: Exception, at: datetime) -> None:
    parked = job.attempts >= MOST_ATTEMPTS
    what = describe_error(error)
    logger.log(
        logging.ERROR if parked else logging.WARNING,
        "job parked" if parked else "job failed",
        extra={"job_id": job.pk, "kind": job.kind, "attempts": job.attempts, "error": what},
    )
    _held(job).update(
        state=Job.State.PARKED if parked else Job.State.QUEUED,
        run_at=at + FIRST_WAIT * 3 ** (job.attempts - 1),
        leased_until=None,
        lease_token=None,
        last_error=what,
    )


def describe_error(error: Exception) -> str:
    """The error's class and code; its message may quote personal data and is left out."""
    codes = (getattr(error, name, None) for name in ("code", "pgcode", "smtp_code", "errno"))
    code = next((str(c) for c in codes if isinstance(c, int | str) and re.fullmatch(r"[\w.]{1,60}", str(c))), "")
    return f"{type(error).__module__}.{type(error).__qualname__} {code}".strip()[:200]


def retry_parked(ids: Iterable[int] | None = None, at: datetime | None = None) -> int:
    """Queue parked jobs again (None: all of them), with all their attempts; tell how many."""
    parked = Job.objects.filter(state=Job.State.PARKED)
    if ids is not None:
        parked = parked.filter(pk__in=ids)
    with transaction.atomic():
        count = parked.update(state=Job.State.QUEUED, attempts=0, run_at=at or timezone.now())
        if count:
            _wake_on_commit()
    return count
