"""Points lapse: a beat, some members at a time. What was spent meanwhile is never taken."""

from datetime import datetime
from typing import Final

from members.domain.points.ledger import hold
from members.models import PointLot
from parties.domain.scope import SYSTEM, writing

BATCH: Final = 200


def lapse_due(*, at: datetime, most: int = BATCH) -> int:
    """Let lapse what has lapsed, each member in a transaction of its own; tell how many members."""
    due = PointLot.objects.filter(left__gt=0, expires_at__lte=at).order_by("expires_at")
    members = list(dict.fromkeys(due.values_list("account__member", flat=True)[:most]))
    for member_id in members:
        with writing(SYSTEM):
            hold(member_id, at=at)
    return len(members)
