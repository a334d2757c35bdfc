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
    max_examples=4, stateful_step_count=14, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    made = House()
    times = {"settle_days": SETTLE_DAYS, "valid_months": VALID_MONTHS, "free_adjustment": 1_000_000}
    made.scheme(at=NOW - 60 * DAY, per_hundred_yuan=RATE, **times)
    monkeypatch.setattr(PointLife, "house", made, raising=False)
    return made


@pytest.mark.usefixtures("house")
def test_ledger_and_oracle_agree_whatever_happens() -> None:
    run_state_machine_as_test(PointLife, settings=SMALL)


@pytest.mark.usefixtures("house")
def test_control_a_ledger_that_spends_the_latest_first_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "soonest_first", lambda lots: sorted(lots, key=lambda lot: -lot.pk))
    life = PointLife()
    life.begin()
    for _twice in range(2):
        life.pay(yuan=500, late=0)
        life.wait(days=8)
    life.agree()
    life.spend(points=3, key="a")
    with pytest.raises(AssertionError):
        life.agree()
