"""Random lives of members' points, told a second time by an oracle that counts single points."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.drills.conftest import SIZE
from tests.members.factories import NOW
from tests.members.points.machine import RATE, SETTLE_DAYS, VALID_MONTHS, PointLife
from tests.members.points.makers import DAY, House

pytestmark = [pytest.mark.django_db, pytest.mark.drill]

FULL = 300


def test_points_follow_their_rules_whatever_happens(
    monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
) -> None:
    count = max(1, round(FULL * SIZE))
    record_property("size", count)
    house = House()
    times = {"settle_days": SETTLE_DAYS, "valid_months": VALID_MONTHS, "free_adjustment": 1_000_000}
    house.scheme(at=NOW - 60 * DAY, per_hundred_yuan=RATE, **times)
    monkeypatch.setattr(PointLife, "house", house, raising=False)
    lives = settings(
        max_examples=count,
        stateful_step_count=30,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(PointLife, settings=lives)
