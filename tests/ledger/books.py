"""What the tests of the ledger post."""

from datetime import UTC, date, datetime
from decimal import Decimal

from ledger.domain import chart
from ledger.domain.posting import Entry, post
from ledger.models import Journal
from parties.domain.scope import SYSTEM

DAY = date(2026, 11, 5)
AT = datetime(2026, 11, 5, 4, 0, tzinfo=UTC)
AFTER = datetime(2026, 12, 3, 4, 0, tzinfo=UTC)


def claim(amount: str = "100.00") -> list[Entry]:
    """A receivable and the income behind it."""
    return [
        Entry(chart.OTHER_RECEIVABLE, debit=Decimal(amount)),
        Entry(chart.NON_OPERATING_INCOME, credit=Decimal(amount)),
    ]


def post_claim(party_id: int, source: str = "test:1", *, day: date = DAY, lines: list[Entry] | None = None) -> Journal:
    return post(party_id=party_id, date=day, kind="test", source=source, lines=lines or claim(), by=SYSTEM, at=AT)
