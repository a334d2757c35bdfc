"""What people hear of running clocks: warnings, and the moment that one ran out (C5).

One message a person and sweep, however many of their clocks it found: after a standstill nobody is flooded.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from complaints.domain.people import managers_of
from complaints.models import Clock
from deadlines.domain.consequences import Warned
from deadlines.models import Deadline
from parties.domain.messages import Telling, tell

KIND_PREFIX: Final = "complaints."


def remind_of(warned: Sequence[Warned], at: datetime) -> None:
    """Tell the owners of the complaints' clocks that half, or four fifths, of their time is used up."""
    percents = {each.deadline.pk: each.percent for each in warned}
    mine: dict[tuple[int, int], list[Clock]] = defaultdict(list)
    for clock in _clocks_of(each.deadline for each in warned):
        if clock.deadline.owner_id is not None:
            mine[clock.deadline.owner_id, percents[clock.deadline_id]].append(clock)
    tell(
        [_telling(user_id, f"complaints.warned_{percent}", clocks) for (user_id, percent), clocks in mine.items()],
        at=at,
    )


def tell_of_missed(missed: Sequence[Deadline], at: datetime) -> None:
    """Tell the owners, the venues' managers and the contracts' account managers that clocks ran out."""
    clocks = _clocks_of(missed)
    managers = managers_of({clock.complaint.venue for clock in clocks}) if clocks else {}
    owned: dict[int, list[Clock]] = defaultdict(list)
    overseen: dict[int, list[Clock]] = defaultdict(list)
    for clock in clocks:
        owner_id, contract = clock.deadline.owner_id, clock.complaint.contract
        if owner_id is not None:
            owned[owner_id].append(clock)
        overseers = managers[clock.complaint.venue_id] | ({contract.account_manager_id} if contract else set())
        for user_id in overseers - {owner_id}:
            overseen[user_id].append(clock)
    tell(
        [
            *(_telling(user_id, "complaints.missed", mine) for user_id, mine in owned.items()),
            *(_telling(user_id, "complaints.escalated", theirs) for user_id, theirs in overseen.items()),
        ],
        at=at,
    )


def _clocks_of(deadlines: Iterable[Deadline]) -> list[Clock]:
    """The complaints' clocks among these deadlines, in the order in which they are due."""
    ours = {deadline.pk: deadline for deadline in deadlines if deadline.kind.startswith(KIND_PREFIX)}
    if not ours:
        return []
    clocks = list(
        Clock.objects.filter(deadline__in=list(ours)).select_related("complaint__venue", "complaint__contract")
    )
    for clock in clocks:
        clock.deadline = ours[clock.deadline_id]
    return sorted(clocks, key=lambda clock: (clock.deadline.due_at, clock.pk))


def _telling(user_id: int, kind: str, clocks: Sequence[Clock]) -> Telling:
    """One message about one or more clocks; it names the most urgent, and its key is that of the newest."""
    first, newest = clocks[0], max(clock.pk for clock in clocks)
    return Telling(
        user_id=user_id,
        kind=kind,
        key=f"{kind}:{newest}:{user_id}",
        params={
            "count": len(clocks),
            "complaint": first.complaint_id,
            "clock": first.name,
            "due": first.deadline.due_at.isoformat(),
        },
    )
