"""What a phone's clock says, and which moments are meant by it: pure functions of what was told.

A phone on the floor may be hours wrong, or be set while a complaint waits in it. Only differences between its own
moments are believed, and counted back from the moment at which the complaint arrives here. The clocks of the contract
run from that arrival (form ktv-2, clauses 3.1 and 3.2), so that no phone can make a handling look in time.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final

from foundation.days import FIRST_DAY

NOTHING: Final = timedelta(0)
EARLIEST: Final = datetime.combine(FIRST_DAY, time.min, tzinfo=UTC)


@dataclass(frozen=True)
class PhoneSaid:
    """Moments by the phone's clock, and how long it counted without that clock (at least) from writing to sending.

    ``happened_at`` is empty for "when it was written down". ``waited`` stands still while some phones sleep, but never
    runs too fast: it is a lower limit.
    """

    logged_at: datetime
    sent_at: datetime
    happened_at: datetime | None = None
    waited: timedelta = NOTHING

    def skew(self, *, at: datetime) -> int:
        """By how many seconds the phone's clock was ahead (below zero: behind) when the complaint arrived."""
        return round((self.sent_at - at).total_seconds())

    def logged(self, *, at: datetime) -> datetime:
        """When it was written down, by the server's clock; never after its arrival."""
        return _back(at, max(self.sent_at - self.logged_at, self.waited, NOTHING))

    def happened(self, *, at: datetime) -> datetime:
        """When it happened, by the server's clock; never after it was written down."""
        logged_at = self.logged(at=at)
        if self.happened_at is None:
            return logged_at
        return _back(logged_at, max(self.logged_at - self.happened_at, NOTHING))


def _back(moment: datetime, by: timedelta) -> datetime:
    """So much earlier; a clock that lost its date says nothing, and then it is the moment itself."""
    return moment if by > moment - EARLIEST else moment - by
