"""What nobody has answered when the contract ends is no longer asked."""

from __future__ import annotations

from datetime import datetime

from contracts.domain.requests.lifecycle import REQUEST_LIFE
from contracts.models import Contract, RequestStatement
from contracts.models.requests import OPEN_REQUESTS, Request
from deadlines.domain import clock
from parties.domain.scope import SYSTEM


def lapse_requests(contract: Contract, *, at: datetime) -> int:
    """End the open requests of a contract (locked) that has ended; answers that were late before stay late.

    Returns how many.
    """
    found = list(Request.objects.filter(contract=contract, state__in=OPEN_REQUESTS).order_by("pk"))
    clock.cancel([request.deadline_id for request in found], at=at)
    for request in found:
        REQUEST_LIFE.move(Request, request.pk, "lapse", None, decided_at=at)
        RequestStatement.objects.create(
            request=request, party_id=request.asker_id, verb="lapse", round=request.round, at=at, by=SYSTEM.label
        )
    return len(found)
