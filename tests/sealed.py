"""Sealing in tests: a server shared with other tests has transactions under way that sealing rightly waits for."""

import time

from foundation import sealing
from foundation.models import SealMark

PATIENCE = 300


def seal(table: str) -> int:
    """Seal all that is there now, however long others' transactions take; how many blocks were added."""
    until = time.monotonic() + PATIENCE
    blocks = sealing.seal(table)
    while SealMark.objects.filter(table_name=table).exists():
        assert time.monotonic() < until, "somebody's transaction did not end"
        time.sleep(0.05)
        blocks += sealing.seal(table)
    return blocks
