"""The clock on the wall, watched by one that only counts: whoever judges lateness does not believe a jump at once.

A machine's clock is put forward by mistake, and put right again a few minutes later. What was called late in between
would stay so: each side relies on it that a missed moment is never unsaid. Waiting costs nothing, because outcomes are
written with their own moments, however late that happens.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

logger = logging.getLogger(__name__)

JUMP: Final = timedelta(minutes=1)
"""More than that in one go is no adjustment of a clock that drifts."""
REST: Final = timedelta(minutes=10)
"""So long a new time must have stood before it is believed."""


# Where there is none (macOS), a machine that slept seems to have been put forward, and is waited for.
COUNTING: Final[int] = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def since_boot() -> float:
    """Seconds that have passed since the machine started, its sleep included; no setting of the clock changes them."""
    return time.clock_gettime(COUNTING)


class SteadyClock:
    """One per process. Only a clock that was put forward is waited for: put back, it makes nothing late."""

    def __init__(self, wall: Callable[[], datetime] = timezone.now, counted: Callable[[], float] = since_boot) -> None:
        self._wall, self._counted = wall, counted
        self._believed = wall(), counted()
        self._jumped_at: float | None = None

    def now(self) -> datetime | None:
        """The moment by the clock on the wall; none while it was put forward a short while ago."""
        wall, counted = self._wall(), self._counted()
        last, last_counted = self._believed
        ahead = wall - last - timedelta(seconds=counted - last_counted)
        if ahead > JUMP and not self._has_stood(counted, ahead):
            return None
        self._believed, self._jumped_at = (wall, counted), None
        return wall

    def _has_stood(self, counted: float, ahead: timedelta) -> bool:
        if self._jumped_at is None:
            logger.warning("the clock was put forward", extra={"seconds": round(ahead.total_seconds())})
            self._jumped_at = counted
        return counted - self._jumped_at >= REST.total_seconds()
