"""Two beats and two workers at once, and one that fails half-way: each period is opened exactly once."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from psycopg2 import extensions

from contracts.domain.duties import opening, planning
from contracts.domain.duties.planning import follow_terms, open_begun
from contracts.models import Contract, Obligation, Occurrence, Schedule
from tests.contracts.calendars import INTERVALS, at, periods, running
from tests.factories import Agreement

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

NOON = at("2026-04-02")
SECOND_MONTH = ("2026-04-02", "2026-05-01")


def _in_thread(work: Callable[[], object]) -> object:
    try:
        return work()
    finally:
        connections.close_all()


@pytest.fixture
def agreement() -> Agreement:
    return running(**INTERVALS)


def _two_at_once(monkeypatch: pytest.MonkeyPatch, second: Callable[[], object]) -> None:
    """A sweep stands still with its first period opened; meanwhile another does its work."""
    is_at_work, go_on, held = threading.Event(), threading.Event(), threading.Lock()
    open_period = opening.open_period

    def slowly(*given: Any, **named: Any) -> list[Obligation]:
        opened = open_period(*given, **named)
        if held.acquire(blocking=False):
            is_at_work.set()
            go_on.wait(10)
        return opened

    monkeypatch.setattr(planning, "open_period", slowly)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(_in_thread, lambda: open_begun(NOON))
        assert is_at_work.wait(10)
        other = pool.submit(_in_thread, second)
        time.sleep(0.5)  # long enough to pass by, or to stand waiting
        go_on.set()
        first.result(10)
        other.result(10)


def test_two_sweeps_at_once_open_a_period_once(monkeypatch: pytest.MonkeyPatch, agreement: Agreement) -> None:
    _two_at_once(monkeypatch, lambda: open_begun(NOON))
    assert periods(agreement, "training").count(SECOND_MONTH) == 1
    assert periods(agreement, "improvement_report").count(SECOND_MONTH) == 1


def test_an_amendment_that_takes_effect_during_a_sweep_opens_nothing_twice(
    monkeypatch: pytest.MonkeyPatch, agreement: Agreement
) -> None:
    _two_at_once(monkeypatch, lambda: follow_terms(agreement.contract.pk, at=NOON))
    assert periods(agreement, "training").count(SECOND_MONTH) == 1


@pytest.fixture
def no_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "free_contract", lambda contract_id: Contract.objects.get(pk=contract_id))


@pytest.fixture
def no_key(owner_connection: extensions.connection) -> Iterator[None]:
    with owner_connection.cursor() as cursor:
        cursor.execute("ALTER TABLE contracts_occurrence DROP CONSTRAINT occurrence_once")
        yield
        cursor.execute("TRUNCATE contracts_occurrence CASCADE")
        cursor.execute(
            "ALTER TABLE contracts_occurrence ADD CONSTRAINT occurrence_once"
            " UNIQUE (contract_id, series, first_day, debtor_id, creditor_id)"
        )


@pytest.mark.usefixtures("no_lock")
def test_without_the_lock_the_key_still_lets_only_one_through(
    monkeypatch: pytest.MonkeyPatch, agreement: Agreement
) -> None:
    _two_at_once(monkeypatch, lambda: open_begun(NOON))
    assert periods(agreement, "training").count(SECOND_MONTH) == 1
    assert Obligation.objects.count() == Occurrence.objects.count()


@pytest.mark.usefixtures("no_lock", "no_key")
def test_control_without_lock_and_key_a_period_opens_twice(
    monkeypatch: pytest.MonkeyPatch, agreement: Agreement
) -> None:
    _two_at_once(monkeypatch, lambda: open_begun(NOON))
    found = periods(agreement, "training") + periods(agreement, "improvement_report")
    assert found.count(SECOND_MONTH) > 2


def test_eight_sweeps_share_the_contracts_without_doubling(agreement: Agreement) -> None:
    others = [running(**INTERVALS) for _ in range(5)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: _in_thread(lambda: open_begun(NOON)), range(8)))
    open_begun(NOON)
    for each in (agreement, *others):
        assert periods(each, "training").count(SECOND_MONTH) == 1


def test_a_sweep_that_fails_half_way_leaves_nothing_and_the_next_one_does_it_all(
    monkeypatch: pytest.MonkeyPatch, agreement: Agreement
) -> None:
    healthy = running(**INTERVALS)
    with monkeypatch.context() as patched:
        patched.setattr(planning, "open_period", _failing_at_the_second_of(agreement))
        open_begun(NOON)
    assert SECOND_MONTH not in periods(agreement, "training") + periods(agreement, "improvement_report")
    assert periods(healthy, "training").count(SECOND_MONTH) == 1
    assert Schedule.objects.filter(contract=agreement.contract, next_at__lte=NOON).count() == 2
    open_begun(NOON)
    assert periods(agreement, "training").count(SECOND_MONTH) == 1
    assert periods(agreement, "improvement_report").count(SECOND_MONTH) == 1


def _failing_at_the_second_of(agreement: Agreement) -> Callable[..., list[Obligation]]:
    open_period, calls = opening.open_period, iter(range(100))

    def failing(series: Any, terms: Any, window: Any, **named: Any) -> list[Obligation]:
        if terms.contract_id == agreement.contract.pk and next(calls) == 1:
            raise RuntimeError("half-way")
        return open_period(series, terms, window, **named)

    return failing
