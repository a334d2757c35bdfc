"""What owners hear of running clocks: warnings, and the moment that one ran out (C5). Whom else a missed one concerns,
the chain says (``escalating.py``).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from complaints.domain.clocks.digests import digest
from complaints.models import Clock
from deadlines.domain.consequences import Warned
from deadlines.models import Deadline
from parties.domain.messages import add_up

KIND_PREFIX: Final = "complaints."


def remind_of(warned: Sequence[Warned], at: datetime) -> None:
    """Tell the owners of the complaints' clocks that half, or four fifths, of their time is used up."""
    percents = {each.deadline.pk: each.percent for each in warned}
    clocks = _clocks_of(each.deadline for each in warned)
    for percent in (50, 80):
        mine = [clock for clock in clocks if percents[clock.deadline_id] == percent]
        add_up(digest(f"complaints.warned_{percent}", _by_owner(mine), at=at), at=at)


def tell_of_missed(missed: Sequence[Deadline], at: datetime) -> None:
    """Tell the owners that clocks ran out, and that they must acknowledge it."""
    add_up(digest("complaints.missed", _by_owner(_clocks_of(missed)), at=at), at=at)


def _by_owner(clocks: Iterable[Clock]) -> list[tuple[int | None, Clock]]:
    return [(clock.deadline.owner_id, clock) for clock in clocks]


def _clocks_of(deadlines: Iterable[Deadline]) -> list[Clock]:
    """The complaints' clocks among these deadlines, in the order in which they are due."""
    ours = {deadline.pk: deadline for deadline in deadlines if deadline.kind.startswith(KIND_PREFIX)}
    if not ours:
        return []
    clocks = list(Clock.objects.filter(deadline__in=list(ours)))
    for clock in clocks:
        clock.deadline = ours[clock.deadline_id]
    return sorted(clocks, key=lambda clock: (clock.deadline.due_at, clock.pk))
