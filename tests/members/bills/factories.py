"""Bills of a venue, recorded by the product's own verb."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from members.domain.bills.recording import record_bill
from members.domain.bills.sent import NewBill
from members.models import Bill
from parties.domain.scope import Scope
from parties.models import Venue

NIGHT = datetime(2026, 11, 19, 18, 30, tzinfo=UTC)
"""02:30 on the 20th in China."""
LATER = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def new_bill(venue: Venue, **others: Any) -> NewBill:
    """A bill of 1,280.00 for room 888."""
    usual = NewBill(venue.pk, "A1", 128_000, NIGHT, room="888", items=[{"name": "果盘", "count": 2, "fen": 17_600}])
    return replace(usual, **others)


def billed(venue: Venue, *, by: Scope, **others: Any) -> Bill:
    """The same, recorded."""
    return record_bill(new_bill(venue, **others), by=by, at=LATER).bill
