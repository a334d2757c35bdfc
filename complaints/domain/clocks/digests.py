"""One message a person for many clocks: after a standstill nobody is flooded (C5)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from complaints.models import Clock
from parties.domain.messages import Telling, window_of


def digest(kind: str, items: Iterable[tuple[int | None, Clock]], *, at: datetime) -> list[Telling]:
    """One message for each person about their clocks, given in the order of urgency: it names the first."""
    mine: dict[int, list[Clock]] = defaultdict(list)
    for user_id, clock in items:
        if user_id is not None:
            mine[user_id].append(clock)
    return [
        Telling(
            user_id=user_id,
            kind=kind,
            key=f"{kind}:{window_of(at)}:{user_id}",
            params={
                "count": len(clocks),
                "complaint": clocks[0].complaint_id,
                "clock": clocks[0].name,
                "due": clocks[0].deadline.due_at.isoformat(),
            },
        )
        for user_id, clocks in mine.items()
    ]
