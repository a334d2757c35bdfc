"""Deadlines for tests, and somebody who listens to what becomes of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from deadlines.domain import consequences
from deadlines.domain.clock import NewDeadline, open_deadlines
from deadlines.domain.consequences import Warned
from deadlines.models import Deadline
from parties.domain.roles import Role
from parties.models import User
from tests import factories

START = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def owner() -> User:
    return factories.person(factories.party(), Role.MARKETING)


def running(by: User, *, hours: float = 24, started_at: datetime = START, kind: str = "test.step") -> Deadline:
    """An open deadline of this person's party."""
    party_id = by.memberships.get().party_id
    due_at = started_at + timedelta(hours=hours)
    return open_deadlines([NewDeadline(kind, party_id, by.pk, started_at, due_at)])[0]


@dataclass
class Ear:
    """Hears what the sweep says: (id, percent) of warnings, ids of missed deadlines."""

    warned: list[tuple[int, int]] = field(default_factory=list)
    missed: list[int] = field(default_factory=list)

    def on_warned(self, batch: list[Warned], at: datetime) -> None:
        self.warned += [(each.deadline.pk, each.percent) for each in batch]

    def on_missed(self, batch: list[Deadline], at: datetime) -> None:
        self.missed += [deadline.pk for deadline in batch]


@contextmanager
def only(on_warned: consequences.OnWarned, on_missed: consequences.OnMissed) -> Iterator[None]:
    """Nobody else follows a clock meanwhile."""
    kept = consequences._on_warned[:], consequences._on_missed[:]
    consequences._on_warned[:], consequences._on_missed[:] = [on_warned], [on_missed]
    try:
        yield
    finally:
        consequences._on_warned[:], consequences._on_missed[:] = kept
