"""Steps that were missed and rise: who sweeps them, and which levels there must be afterwards."""

import subprocess
import sys
from datetime import datetime, timedelta
from typing import Final

from complaints.models import EscalationLevel
from deadlines.domain.sweep import sweep_all
from encore.data_folder import PROJECT

MINUTE: Final = timedelta(minutes=1)
Level = tuple[int, datetime, datetime | None]


def rising_from(due_at: datetime) -> list[Level]:
    """(number, begin, end) of each level of the usual chain, when nobody acknowledges."""
    ends = [due_at + minutes * MINUTE for minutes in (0, 30, 90, 210)]
    return [(number, ends[number - 1], ends[number]) for number in (1, 2, 3)]


def levels() -> list[Level]:
    """The same for each level that was missed, complaint by complaint."""
    rows = EscalationLevel.objects.filter(deadline__outcome="missed")
    return list(rows.order_by("clock", "number").values_list("number", "deadline__started_at", "deadline__outcome_at"))


def swept(at: datetime) -> None:
    """All that is due at ``at``, until nothing more follows from it."""
    while sweep_all(at).claimed:
        pass


def sweeper(at: datetime) -> str:
    """A program that does so in batches of the size that it is told."""
    return f"""
import sys
import django; django.setup()
from datetime import datetime
from deadlines.domain import sweep
while sweep.sweep(datetime.fromisoformat("{at.isoformat()}"), int(sys.argv[1])).claimed:
    pass
"""


def started(program: str, limit: int, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """A process that runs such a program."""
    environment = {"DJANGO_SETTINGS_MODULE": "encore.settings", **environment}
    return subprocess.Popen([sys.executable, "-c", program, str(limit)], cwd=PROJECT, env=environment)
