"""A contract ends while the sweep proposes breaches under it: neither waits for the other, whose locks would cross."""

import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connections, models
from django.db.models.query import QuerySet

from contracts.domain.duties.planning import open_begun
from contracts.domain.life.ending import pass_moments
from contracts.models import Breach
from deadlines.domain import sweep as sweeping
from deadlines.domain.sweep import SweepResult, sweep
from deadlines.models import Deadline
from tests.contracts import calendars
from tests.contracts.calendars import INTERVALS, at, running
from tests.factories import Agreement

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

NOW = at("2026-04-20")
LOCK = re.compile(r"Contract\.objects\.select_for_update\(.*?\)")


def _in_thread(work: Callable[[], object]) -> object:
    try:
        return work()
    except OperationalError as error:
        return error
    finally:
        connections.close_all()


@pytest.fixture
def agreement() -> Agreement:
    """Its first training was not given by the end of its month; today the contract ends, as of yesterday."""
    agreement = running(**INTERVALS)
    open_begun(at("2026-04-02"))
    calendars.end(agreement, at=at("2026-04-19"))
    return agreement


def _crossing(monkeypatch: pytest.MonkeyPatch, agreement: Agreement) -> list[object]:
    """The sweep has locked the clocks when the end locks the contract; what comes of both."""
    are_locked = threading.Event()
    claim = sweeping.claim

    def claim_and_wait(*given: Any) -> list[Deadline]:
        claimed = claim(*given)
        are_locked.set()
        time.sleep(1)  # by then the contract is locked, and its end stands before the clocks
        return claimed

    monkeypatch.setattr(sweeping, "claim", claim_and_wait)
    with ThreadPoolExecutor(2) as pool:
        swept = pool.submit(_in_thread, lambda: sweep(NOW))
        assert are_locked.wait(10)
        ended = pool.submit(_in_thread, lambda: pass_moments(agreement.contract.pk, at=NOW))
        return [swept.result(30), ended.result(30)]


def test_the_end_of_a_contract_and_the_sweep_do_not_block_each_other(
    monkeypatch: pytest.MonkeyPatch, agreement: Agreement
) -> None:
    swept, ended = _crossing(monkeypatch, agreement)
    assert isinstance(swept, SweepResult)
    assert (swept.missed > 0, ended) == (True, None)
    assert Breach.objects.filter(contract=agreement.contract).count() == swept.missed
    agreement.contract.refresh_from_db()
    assert agreement.contract.is_ended


@pytest.fixture
def locked_with_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    lock = QuerySet.select_for_update

    def whole(rows: QuerySet[models.Model], *given: Any, **named: Any) -> QuerySet[models.Model]:
        return lock(rows, *given, **{**named, "no_key": False})

    monkeypatch.setattr(QuerySet, "select_for_update", whole)


@pytest.mark.usefixtures("locked_with_its_key")
def test_if_a_contract_were_locked_with_its_key_one_of_them_would_fail(
    monkeypatch: pytest.MonkeyPatch, agreement: Agreement
) -> None:
    """The negative control."""
    assert any(isinstance(result, OperationalError) for result in _crossing(monkeypatch, agreement))


def test_every_lock_of_a_contract_leaves_its_key_free() -> None:
    sources = {path: path.read_text() for path in (settings.BASE_DIR / "contracts").rglob("*.py")}
    locks = [(path, each) for path, text in sources.items() for each in LOCK.findall(text)]
    assert {path.name for path, _each in locks} == {"locking.py"}
    assert [(path, each) for path, each in locks if "no_key=True" not in each] == []
