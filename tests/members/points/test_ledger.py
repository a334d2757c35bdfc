"""The ledger of points against a second telling of its rules; the drills run the same machine at full size."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from members.domain.points import ledger
from tests.members.factories import NOW
from tests.members.points.machine import RATE, SETTLE_DAYS, VALID_MONTHS, PointLife
from tests.members.points.makers import DAY, House

pytestmark = pytest.mark.django_db
SMALL = settings(
    max_examples=12, stateful_step_count=18, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


def lives(of: settings) -> None:
    house = House()
    house.scheme(
        at=NOW - 60 * DAY,
        per_hundred_yuan=RATE,
        settle_days=SETTLE_DAYS,
        valid_months=VALID_MONTHS,
        free_adjustment=1_000_000,
    )
    PointLife.house = house
    run_state_machine_as_test(PointLife, settings=of)


def test_ledger_and_oracle_agree_whatever_happens() -> None:
    lives(SMALL)


def test_control_a_ledger_that_spends_the_latest_first_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "soonest_first", lambda lots: sorted(lots, key=lambda lot: -lot.pk))
    many = settings(SMALL, max_examples=200, stateful_step_count=30, print_blob=False)
    with pytest.raises(AssertionError):
        lives(many)
