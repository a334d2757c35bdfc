"""Celery tasks: wake-ups without arguments; what is to be done stands in the database."""

from celery import shared_task

from foundation import jobs, sealing
from foundation.waking import bell

BATCH = 100


@shared_task(ignore_result=True)
def run_due_jobs() -> None:
    """Run what is due; when that was a full batch, ask for another worker to go on."""
    if jobs.run_due(limit=BATCH) == BATCH:
        bell.ring()


@shared_task(ignore_result=True)
def seal_audit() -> None:
    """Chain the rows that were committed since the last time, in every sealed table."""
    for table in sealing.SEALED:
        sealing.seal(table)
