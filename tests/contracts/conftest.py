"""What the tests of contracts share: one wording is printed once, and no brake lasts beyond a test."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.core.cache import cache

from contracts.documents.snapshot import ContractSnapshot
from contracts.domain.signature import sending
from contracts.domain.wording.files import PreparedContract, prepare

_printed: dict[str, PreparedContract] = {}


@pytest.fixture(autouse=True)
def _print_each_wording_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def prepare_once(snapshot: ContractSnapshot, *, at: datetime) -> PreparedContract:
        wording = repr(snapshot)
        if wording not in _printed:
            _printed[wording] = prepare(snapshot, at=at)
        return _printed[wording]

    monkeypatch.setattr(sending, "prepare", prepare_once)


@pytest.fixture(autouse=True)
def _release_brakes() -> Iterator[None]:
    yield
    cache.clear()
