"""Approved claims as a source of costs: what the settlement finds of them, and what it does to them."""

from collections.abc import Collection, Iterator
from datetime import date, datetime

from complaints.domain.costs.claims import note_step
from complaints.domain.costs.lifecycle import CLAIM
from complaints.domain.costs.sources import Cost
from complaints.models import ClaimState, ExpenseClaim
from parties.domain.scope import Scope

SOURCE = "claim"


def approved(party_id: int, before: date) -> Iterator[Cost]:
    """The party's approved claims of the months before ``before``."""
    rows = ExpenseClaim.objects.filter(party=party_id, state=ClaimState.APPROVED, month__month__lt=before)
    for claim in rows.select_related("month").order_by("pk"):
        if claim.month is not None:
            yield Cost(
                source_id=claim.pk,
                kind=claim.kind,
                amount=claim.amount,
                day=claim.month.month,
                text=f"{claim.number} {claim.purpose}",
                venue_id=claim.venue_id,
                contract_id=claim.contract_id,
                complaint_id=claim.complaint_id,
            )


def settled(claim_ids: Collection[int], by: Scope, at: datetime) -> None:
    """They are settled with their month."""
    for claim_id in sorted(claim_ids):
        claim = CLAIM.move(ExpenseClaim, claim_id, "settle")
        note_step(claim, "settle", by=by, at=at)
