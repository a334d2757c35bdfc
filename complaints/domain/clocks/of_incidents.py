"""The house's chain for a data incident: the same three levels, in the times of a major case (C5)."""

from collections.abc import Collection, Sequence

from complaints.domain.clocks.chain import LEVELS, USUAL, rungs_of
from complaints.models.escalations import Chief
from members.domain.privacy.incident_clocks import Rung
from parties.domain.roles import Role


def chain(venue_id: int | None, venue_ids: Collection[int]) -> Sequence[Rung]:
    """Of the venue; for an incident of a whole party that of its only venue, else the usual one."""
    only = venue_id if venue_id is not None else next(iter(venue_ids)) if len(venue_ids) == 1 else None
    own = rungs_of([only]) if only is not None else {}
    rungs = [own[only, level] if only is not None else USUAL[level] for level in LEVELS]
    return [Rung(None if each.chief == Chief.OWNER else Role(each.chief), each.minutes_major) for each in rungs]
