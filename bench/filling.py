"""A million rows in seconds: copies of one that the product's own verbs made, put in by the owner of the tables."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import psycopg2
from django.db import connection
from psycopg2 import extensions

from complaints.domain.intake.logging import NewComplaint, log_complaint
from complaints.models import Complaint
from deadlines.models import Deadline
from parties.domain.roles import Role
from tests import factories
from tests.factories import Agreement

TABLES = ("complaints_complaint", "complaints_clock", "deadlines_deadline", "contracts_obligation")
PART = 5_000
"""Obligations that are opened in one statement."""
RISING = """
WITH step AS (
    UPDATE deadlines_deadline d SET kind = 'complaints.verify', warned = 80, next_at = %(due)s,
        started_at = %(due)s - '1 day'::interval, first_due_at = %(due)s, due_at = %(due)s
    FROM contracts_obligation o WHERE o.deadline_id = d.id AND o.id = ANY(%(steps)s)
    RETURNING d.id, o.id AS obligation_id
), numbered AS (SELECT *, row_number() OVER (ORDER BY id) n FROM step),
copies AS (SELECT id, row_number() OVER (ORDER BY id) n FROM complaints_complaint WHERE id > %(like)s)
INSERT INTO complaints_clock (complaint_id, name, deadline_id, obligation_id, cycle)
SELECT copies.id, 'verify', numbered.id, obligation_id, 1 FROM numbered JOIN copies USING (n)
"""


@contextmanager
def owner_filling() -> Iterator[extensions.cursor]:
    """What is put in here is neither audited nor checked by triggers; its constraints and foreign keys hold."""
    with psycopg2.connect(os.environ["DATABASE_OWNER_URL"]) as session, session.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor
        session.commit()  # what the foreign keys have still to check stands in the way of the next statement
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    session.close()
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ANALYZE {table}")


def copies_of_complaint(cursor: extensions.cursor, like: Complaint, count: int, **changes: str) -> None:
    """``count`` rows like this one, each a second older; ``changes`` are SQL by column, in which ``n`` counts them."""
    older = {name: f"{name} - n * '1 s'::interval" for name in ("happened_at", "logged_at", "received_at")}
    _copies(cursor, Complaint, like.pk, count, {"client_id": "gen_random_uuid()", **older, **changes})


def copies_of_deadline(cursor: extensions.cursor, like: Deadline, count: int, *, due_from: datetime) -> None:
    """``count`` open deadlines like this one, due one after the other within an hour from a moment."""
    step = timedelta(hours=1) / count
    due = f"'{due_from.isoformat()}'::timestamptz + n * '{step.total_seconds()} s'::interval"
    _copies(cursor, Deadline, like.pk, count, {"first_due_at": due, "due_at": due, "next_at": due, "warned": "80"})


def missed_steps(agreement: Agreement, count: int, *, due_at: datetime) -> None:
    """So many complaints that nobody has verified in time, each with its clock, and the sweep still to come."""
    people = {role: factories.person(agreement.client, role) for role in (Role.FLOOR, Role.VENUE_MANAGER)}
    told = NewComplaint(
        client_id=uuid.uuid4(),
        venue_id=agreement.venue.pk,
        subject="attitude",
        gravity="ordinary",
        what_happened="等太久",
    )
    like = log_complaint(told, by=factories.scope(people[Role.FLOOR]), at=due_at - timedelta(days=1))
    Deadline.objects.filter(clock__complaint=like).update(warned=80)
    steps = [step.pk for _part in range(0, count, PART) for step in agreement.owe(min(PART, count), started_at=due_at)]
    with owner_filling() as cursor:
        copies_of_complaint(cursor, like, len(steps))
        cursor.execute(RISING, {"steps": steps, "due": due_at, "like": like.pk})


def _copies(cursor: extensions.cursor, model: Any, pk: int, count: int, changes: dict[str, str]) -> None:
    columns = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    values = ", ".join(changes.get(name, f'"{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    table = model._meta.db_table
    cursor.execute(
        f"INSERT INTO {table} ({names}) SELECT {values} FROM {table}, generate_series(1, %s) n WHERE id = %s",  # noqa: S608 - names of our own tables
        [count, pk],
    )
