"""Compensation that was paid as a source of costs: each counts in the month in which the customer got it."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from complaints.domain.costs.sources import Cost
from complaints.domain.handling.compensation import paid_before
from complaints.models import CostKind, complaint_number

SOURCE: Final = "compensation"


def paid(party_id: int, before: date) -> Iterator[Cost]:
    """What the party gave to customers on days before ``before``."""
    for given in paid_before(before, party_id):
        yield Cost(
            source_id=given.compensation_id,
            kind=CostKind.COMPENSATION,
            amount=given.amount,
            day=given.paid_date,
            text=complaint_number(given.complaint_id),
            venue_id=given.venue_id,
            contract_id=given.contract_id,
            complaint_id=given.complaint_id,
        )
