"""Random lives of complaints: whatever is done to their clocks in whatever order, each stored verdict is the one that
follows from the ledgers.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaints.domain.clocks.assignment import reassign_clock
from complaints.domain.clocks.pausing import pause_clock, resume_clock
from complaints.domain.stages.handling import Judgement, move_complaint
from complaints.domain.stages.transitions import HANDLING
from complaints.models import Clock, Complaint
from deadlines.domain.clock import cancel
from deadlines.domain.extending import extend
from deadlines.domain.pausing import Verdict, recompute
from deadlines.domain.sweep import sweep_all
from deadlines.models import Deadline
from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, Scope
from parties.models import User
from tests import factories
from tests.complaints.factories import DOERS, NOW, House, house, logged
from tests.drills.conftest import SIZE

pytestmark = [pytest.mark.django_db, pytest.mark.drill]

FULL = 10_000
MINUTE = timedelta(minutes=1)
VERBS = ["step", "step", "pause", "pause", "resume", "resume", "judge", "reassign", "extend", "merge", "sweep"]
LIVES = st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 900), st.integers(0, 7)), min_size=3, max_size=14)


class Life:
    """One complaint, and what may befall it; ``pick`` chooses among what is possible."""

    def __init__(self, ktv: House, other: User) -> None:
        self.ktv, self.other = ktv, other
        self.complaint = logged(ktv)

    def do(self, verb: str, pick: int, at: datetime) -> None:
        """Try it: what is refused changes nothing."""
        try:
            getattr(self, verb)(pick, at)
        except Refused:
            pass

    def step(self, pick: int, at: datetime) -> None:
        """The next stage; contesting opens planning again, as reopening does."""
        state = Complaint.objects.get(pk=self.complaint.pk).state
        verbs = HANDLING.verbs(state)
        if verbs:
            self._move(verbs[pick % len(verbs)], at, "minor")

    def judge(self, pick: int, at: datetime) -> None:
        """Another gravity, whatever runs."""
        self._move("classify", at, "major" if pick % 2 else "minor")

    def _move(self, verb: str, at: datetime, gravity: str) -> None:
        judgement = Judgement(level=1, gravity=gravity) if verb == "classify" else None
        by = self.ktv.scope(DOERS[verb])
        move_complaint(self.complaint.pk, verb, by=by, at=at, note="备注", judgement=judgement)

    def pause(self, pick: int, at: datetime) -> None:
        self._with_clock(pick, lambda clock: pause_clock(clock.pk, reason="随机", by=self._marketing, at=at))

    def resume(self, pick: int, at: datetime) -> None:
        self._with_clock(pick, lambda clock: resume_clock(clock.pk, by=self._marketing, at=at))

    def reassign(self, pick: int, at: datetime) -> None:
        self._with_clock(pick, lambda clock: reassign_clock(clock.pk, self.other.pk, by=self._marketing, at=at))

    def extend(self, pick: int, at: datetime) -> None:
        def later(clock: Clock) -> None:
            due_at = clock.deadline.due_at + pick * MINUTE
            extend(clock.deadline_id, due_at=due_at, reason="随机", by=SYSTEM, at=at)

        self._with_clock(pick, later)

    def merge(self, pick: int, at: datetime) -> None:
        """What was to be done is done elsewhere: its open clocks end."""
        if pick == 0:
            cancel(self.complaint.clocks.values_list("deadline_id", flat=True), at=at)

    def sweep(self, pick: int, at: datetime) -> None:
        """Whoever looks, looks after each of these anyway."""

    @property
    def _marketing(self) -> Scope:
        return self.ktv.scope(Role.MARKETING)

    def _with_clock(self, pick: int, act: Callable[[Clock], object]) -> None:
        clocks = list(self.complaint.clocks.select_related("deadline"))
        act(clocks[pick % len(clocks)])


def unfit(complaint: Complaint, at: datetime) -> list[Deadline]:
    """The deadlines, levels of escalation included, whose stored verdict does not follow from the ledgers."""
    levels = complaint.escalation_levels.values_list("deadline_id", flat=True)
    ids = [*complaint.clocks.values_list("deadline_id", flat=True), *levels]
    rows = Deadline.objects.filter(pk__in=ids).prefetch_related("pauses", "extensions")
    return [row for row in rows if recompute(row, at=at) != Verdict.stored(row)]


@pytest.fixture
def ktv() -> House:
    return house()


def test_each_verdict_is_the_one_that_follows_from_the_ledgers(
    ktv: House, record_property: Callable[[str, object], None]
) -> None:
    count = round(FULL * SIZE)
    record_property("size", count)
    other = factories.person(ktv.provider, Role.MARKETING)

    @settings(max_examples=count, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(life=LIVES)
    def lives(life: list[tuple[str, int, int]]) -> None:
        one, now = Life(ktv, other), NOW
        for verb, minutes, pick in life:
            now += minutes * MINUTE
            one.do(verb, pick, now)
            while sweep_all(now).claimed:
                pass
            assert unfit(one.complaint, now) == []

    lives()


def test_control_a_pause_that_leaves_no_entry_is_found(ktv: House) -> None:
    complaint = logged(ktv)
    deadline = complaint.clocks.get().deadline
    Deadline.objects.filter(pk=deadline.pk).update(due_at=deadline.due_at + MINUTE, next_at=deadline.due_at)
    assert unfit(complaint, NOW) == [deadline]
