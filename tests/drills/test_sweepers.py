"""Several sweepers, as processes of their own, over one heap of deadlines that are due."""

import json
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models import QuerySet
from psycopg2 import extensions

from contracts.models import Breach
from deadlines.domain.sweep import sweep_all
from deadlines.models import Deadline
from foundation.models import AuditEntry, Job
from parties.models import Message
from tests.complaints.factories import HOUR, NOW, house, logged
from tests.drills.conftest import Scaled
from tests.drills.nursery import Forked
from tests.drills.processes import PATIENCE, careless, holding, wait_until_held

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill, pytest.mark.race]

FULL = 4000
BATCHES = 8
AFTER = NOW + 24 * HOUR + timedelta(minutes=10)
"""Late enough for the steps, too early for the next level of their escalation (test_escalation.py)."""
TOLD = ("complaints.missed", "contracts.breaches_proposed")
SWEEPER = f"""
import json, sys
import django; django.setup()
from datetime import datetime
from pathlib import Path
from deadlines.domain import sweep
batches = []
while claimed := sweep.sweep(datetime.fromisoformat("{AFTER.isoformat()}"), int(sys.argv[1])).claimed:
    batches.append(claimed)
Path(sys.argv[2]).write_text(json.dumps(batches))
"""


def due_deadlines(count: int) -> None:
    """Complaints that nobody has verified in time."""
    ktv = house()
    for _each in range(count):
        logged(ktv)
    assert Deadline.objects.count() == count


def sweep_together(
    processes: int, limit: int, session: extensions.connection, environment: dict[str, str], folder: Path
) -> list[int]:
    """The sizes of all batches that these sweepers claimed. All are in their first batch before any may finish one."""
    with holding(session, "LOCK TABLE contracts_breach IN SHARE MODE"):
        files = [folder / f"sweeper-{number}.json" for number in range(processes)]
        sweepers = [Forked(SWEEPER, str(limit), str(file), environment=environment) for file in files]
        try:
            wait_until_held(session, processes)
        except BaseException:
            for sweeper in sweepers:
                sweeper.kill()
            raise
    assert [sweeper.wait(timeout=PATIENCE * 20) for sweeper in sweepers] == [0] * processes
    return [size for file in files for size in json.loads(file.read_text())]


@pytest.mark.parametrize("processes", [2, 4])
def test_each_deadline_is_missed_once_and_each_person_told_once_for_all(
    processes: int,
    owner_connection: extensions.connection,
    process_environment: dict[str, str],
    scaled: Scaled,
    tmp_path: Path,
) -> None:
    count = scaled(FULL)
    due_deadlines(count)
    batches = sweep_together(processes, count // BATCHES, owner_connection, process_environment, tmp_path)
    assert sum(batches) == count
    assert sweep_all(AFTER).claimed == 0
    assert {(each.outcome, each.outcome_at == each.due_at) for each in steps()} == {("missed", True)}
    assert times_written() == {1: count}
    assert Breach.objects.count() == Breach.objects.values("obligation").distinct().count() == count
    everybody_is_told_once(count)


def steps() -> QuerySet[Deadline]:
    """The deadlines of the complaints themselves, without the levels of escalation that follow."""
    return Deadline.objects.filter(kind__startswith="complaints.")


def times_written() -> dict[int, int]:
    """How many deadlines were changed how often, by the audit."""
    changes = AuditEntry.objects.filter(table_name="deadlines_deadline", verb="U").values_list("row_id", flat=True)
    return dict(Counter(Counter(changes).values()))


def everybody_is_told_once(count: int) -> None:
    """However many batches and sweepers there were, a person gets one message of a kind, with the whole number."""
    for kind in TOLD:
        told = list(Message.objects.filter(kind=kind).values_list("user", "params__count"))
        assert told, kind
        assert len(told) == len({user for user, _number in told}), kind
        assert {number for _user, number in told} == {count}, kind
    assert Job.objects.filter(kind="parties.mail").count() == Message.objects.count()


def test_control_sweepers_without_row_locks_claim_the_same_deadlines(
    owner_connection: extensions.connection, process_environment: dict[str, str], tmp_path: Path
) -> None:
    count = 5 * BATCHES
    due_deadlines(count)
    unlocked = careless(process_environment, "sweep")
    batches = sweep_together(2, count // BATCHES, owner_connection, unlocked, tmp_path)
    assert sum(batches) > count
    # The unique key below holds all the same.
    assert Breach.objects.count() == count
