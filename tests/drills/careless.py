"""Programs that forget one precaution each: the negative controls, chosen by name in the variable CARELESS.

A drill that finds nothing wrong proves something only if it finds the fault when the precaution is left out.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from celery import current_app
from django.apps import AppConfig
from django.db import connection

from foundation.inserting import Parcel
from parties.domain.scope import Scope


class Careless(AppConfig):
    """The last app to be ready: what it leaves out stays out."""

    name = "tests.drills.careless"

    def ready(self) -> None:
        WAYS[os.environ["CARELESS"]]()


def sweep_without_row_locks() -> None:
    """Two sweeps may look at the same row before one of them has written it.

    Without escalation, whose own unique key would stop the second of them before it could do any harm.
    """
    from complaints.domain.clocks import escalating
    from deadlines.domain import consequences, sweep

    consequences._on_missed.remove(escalating.rise)
    sweep.CLAIM = sweep.CLAIM.replace("FOR UPDATE SKIP LOCKED", "")  # type: ignore[misc]


def call_a_job_done_when_claimed() -> None:
    """A worker crosses the job off its list before it has done it."""
    from foundation import jobs

    jobs.CLAIM = jobs.CLAIM.replace("SET attempts", "SET state = 'done', done_at = now(), attempts")
    jobs._hold = lambda job: True


def hand_work_to_the_broker_alone() -> None:
    """Later work is a message to the broker, sent by the request itself, and nothing in the database."""
    from foundation import jobs, waking

    def send(kind: str, work: Iterable[Any], run_at: object = None) -> None:
        current_app.send_task(waking.TASK, retry=False)

    jobs.enqueue_many = send


def log_without_a_transaction() -> None:
    """Each row of a complaint is committed by itself."""
    from complaints.domain.intake import logging

    @contextmanager
    def writing_each_row(by: Scope) -> Iterator[None]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('encore.actor', %s, false)", [by.label])
        yield

    @contextmanager
    def each_by_itself(ids: object) -> Iterator[Parcel]:
        parcel = Parcel({})
        parcel.is_new = True
        yield parcel

    logging.writing = writing_each_row  # type: ignore[attr-defined]  # names that it imports
    logging.together = each_by_itself  # type: ignore[attr-defined]


def hand_on_without_row_locks() -> None:
    """Two beats may look at the same owner before either has handed anything on."""
    from deadlines.domain import handing_on

    locked = "FOR UPDATE OF d SKIP LOCKED"
    handing_on.STRANDED = handing_on.STRANDED.replace(locked, "")  # type: ignore[misc]


WAYS: dict[str, Callable[[], None]] = {
    "sweep": sweep_without_row_locks,
    "job": call_a_job_done_when_claimed,
    "broker": hand_work_to_the_broker_alone,
    "handing on": hand_on_without_row_locks,
    "transaction": log_without_a_transaction,
}
