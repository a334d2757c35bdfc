"""The sweep against the bare UPDATE … SKIP LOCKED: with 1,000 due among 10 k and 100 k open, when idle, and with 1,000
and 10,000 missed steps of complaints, which rise, among a million open.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from bench.filling import copies_of_deadline, missed_steps, owner_filling
from bench.rows import Row, in_turn, seconds
from deadlines.domain.sweep import sweep
from deadlines.models import Deadline
from parties.domain.scope import SYSTEM, writing
from tests import factories
from tests.factories import Agreement

DUE = 1000
ROUNDS = 9
IDLE_ROUNDS = 200
MILLION = 1_000_000
RISING = (1_000, 10_000)
RISING_ROUNDS = 3
BARE = """
UPDATE deadlines_deadline SET outcome = 'missed', outcome_at = due_at, next_at = NULL WHERE id IN (
    SELECT id FROM deadlines_deadline WHERE outcome IS NULL AND next_at < %s ORDER BY next_at LIMIT %s
    FOR UPDATE SKIP LOCKED)
"""


class _RollBack(Exception):
    """Leaves the rows as they were for the next round."""


def measure() -> Iterator[Row]:
    """Seconds for one batch; ours includes outcomes, proposed breaches, messages, jobs and audit."""
    now = timezone.now()
    agreement = factories.effective_contract(at=now - timedelta(days=10))
    _open(agreement, DUE, started_at=now - timedelta(hours=30))
    opened = DUE
    for size in (10_000, 100_000):
        _open(agreement, size - opened, started_at=now - timedelta(hours=1))
        opened = size
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE deadlines_deadline")
        ours, bare = in_turn(
            lambda: _undone(lambda: sweep(now, DUE)), lambda: _undone(lambda: _bare(now)), rounds=ROUNDS
        )
        yield Row("sweep, 1,000 due / bare UPDATE … SKIP LOCKED", f"{size // 1000} k open", ours, bare, "s")
    past = now - timedelta(days=30)
    idle, roundtrip = in_turn(lambda: seconds(lambda: sweep(past)), lambda: seconds(_one), rounds=IDLE_ROUNDS)
    yield Row("sweep, nothing due / one empty transaction", "100 k open", idle, roundtrip, "s")
    yield from _rising(agreement, opened)


def _rising(agreement: Agreement, opened: int) -> Iterator[Row]:
    """Missed steps of complaints: besides all that, each gets the first level of its escalation."""
    now, missed = timezone.now(), 0
    like = Deadline.objects.filter(outcome=None).latest("pk")
    with owner_filling() as cursor:
        copies_of_deadline(cursor, like, MILLION - opened, due_from=now + timedelta(hours=2))
    sweep(now, DUE)  # what the rooms above left due
    for count in RISING:
        missed_steps(agreement, count - missed, due_at=now - timedelta(minutes=10))
        missed = count
        ours, bare = in_turn(
            lambda: _undone(lambda: _sweep_all(now)), lambda: _undone(lambda: _bare_all(now)), rounds=RISING_ROUNDS
        )
        yield Row(f"sweep, {count:,} missed steps rise / bare UPDATE … SKIP LOCKED", "1 M open", ours, bare, "s")


def _sweep_all(at: datetime) -> None:
    while sweep(at, DUE).claimed:
        pass


def _open(agreement: Agreement, count: int, *, started_at: datetime) -> None:
    for start in range(0, count, 5000):
        agreement.owe(min(5000, count - start), started_at=started_at)
    Deadline.objects.filter(kind="tests.step", warned=0, started_at=started_at).update(warned=80)


def _undone(work: Callable[[], object]) -> float:
    """The time of ``work`` with all that its commit would check; then everything is rolled back."""
    took = 0.0
    try:
        with transaction.atomic():
            took = seconds(work) + seconds(connection.check_constraints)
            raise _RollBack
    except _RollBack:
        return took


def _bare(at: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('encore.actor', 'bench', true)")
        cursor.execute(BARE, [at, DUE])
        swept: int = cursor.rowcount
    return swept


def _bare_all(at: datetime) -> None:
    while _bare(at):
        pass


def _one() -> None:
    with writing(SYSTEM), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
