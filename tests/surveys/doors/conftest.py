"""The doors are open while a wave runs: the clock of these tests stands within it."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from tests.surveys.factories import NOW

OPEN_AT = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _while_it_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()  # nobody has tried anything yet
    monkeypatch.setattr(timezone, "now", lambda: OPEN_AT)
