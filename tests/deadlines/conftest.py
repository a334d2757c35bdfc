from collections.abc import Iterator

import pytest

from tests.deadlines.clocks import Ear, only


@pytest.fixture
def ear() -> Iterator[Ear]:
    """Somebody who hears all that the sweep says, alone."""
    ear = Ear()
    with only(ear.on_warned, ear.on_missed):
        yield ear
