"""Drills run at 1 % of their size, or in full with DRILL_SIZE=1; what came of the full ones is kept in results.json."""

import json
import os
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest

RESULTS = Path(__file__).parent / "results.json"
SIZE = float(os.environ.get("DRILL_SIZE", "0.01"))
IS_FULL = SIZE >= 1

Scaled = Callable[[int], int]


@pytest.fixture
def scaled(record_property: Callable[[str, object], None]) -> Scaled:
    """How many of something this run takes, given the full number; at least one."""

    def size_of(full: int) -> int:
        size = max(1, round(full * SIZE))
        record_property("size", size)
        return size

    return size_of


@pytest.fixture
def is_full() -> bool:
    """Whether this is a run at full size: then time that has to pass really passes."""
    return IS_FULL


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if IS_FULL and report.when == "call":
        _keep(report, call.duration)
    return report


def _keep(report: pytest.TestReport, seconds: float) -> None:
    """Put the row of this drill in place of its former one."""
    name = report.nodeid.partition("::test_")[2].replace("_", " ")
    size = dict(report.user_properties).get("size", 1)
    row: dict[str, Any] = {"name": name, "size": size, "outcome": report.outcome, "seconds": round(seconds, 1)}
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else []
    rows = sorted([*(each for each in kept if each["name"] != name), row], key=lambda each: str(each["name"]))
    RESULTS.write_text(json.dumps(rows, indent=2, ensure_ascii=False) + "\n")
