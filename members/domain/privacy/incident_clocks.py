"""The 72 hours of a data incident as a clock: who answers, and to whom it rises when the authority was not told.

Each level is a deadline of its own, so the one clock of the house carries it (ADR 15): a level begins at the very
moment at which what lies below it was missed. All of them end when the authority is told, or the incident is closed.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from deadlines.domain import clock as deadlines
from deadlines.domain.clock import NewDeadline, open_deadlines
from deadlines.models import Deadline
from members.domain.privacy import incident_news as news
from members.models import DataIncident, IncidentClock
from parties.domain.duty import people_of, staff_of
from parties.domain.roles import MAY, Role
from parties.models import User, Venue

VERB: Final = "members.erase"
KIND: Final = news.KIND
LEVEL: Final = news.LEVEL
IN_CHARGE: Final = (Role.CONTRACT_OWNER, Role.VENUE_MANAGER)
"""Who is asked where the chain names nobody who may look after an incident."""


@dataclass(frozen=True)
class Rung:
    """A level of the house's chain: who is asked (``None``: whoever answers already), and for how long."""

    role: Role | None
    minutes: int


Chain = Callable[[int | None, Collection[int]], Sequence[Rung]]
"""The chain for an incident of a venue, or of a whole party with these venues."""

_chains: list[Chain] = []


def register_chain(chain: Chain) -> None:
    """Name the house's chain of escalation, which a floor above keeps; a second one takes the place of the first."""
    _chains[:] = [chain]


def start(incident: DataIncident, owner_id: int) -> IncidentClock:
    """Begin the 72 hours, in the caller's transaction: from when the incident was found, however late it is entered."""
    new = NewDeadline(KIND, incident.party_id, owner_id, incident.found_at, incident.due_at)
    [deadline] = open_deadlines([new])
    return IncidentClock.objects.create(incident=incident, level=0, deadline=deadline)


def end(incident: DataIncident, *, told_at: datetime | None, at: datetime) -> None:
    """The authority was told at ``told_at``, or (``None``) need not be told: every clock of the incident ends.

    In the caller's transaction, after the incident says so itself: then what is missed by this rises to nobody.
    """
    own = IncidentClock.objects.filter(incident=incident, deadline__done_at=None)
    first = list(own.filter(level=0).values_list("deadline", flat=True))
    if told_at is not None:
        deadlines.stop(first, at=told_at)
    open_ones = own.filter(deadline__outcome=None).values_list("deadline", flat=True)
    deadlines.cancel(list(open_ones), at=at)


def rise(missed: Sequence[Deadline], at: datetime) -> None:
    """Ask the next one: after the 72 hours, and after each level in whose time the authority was not told."""
    ours = {deadline.pk: deadline for deadline in missed if deadline.kind in (KIND, LEVEL)}
    if not ours:
        return
    still = IncidentClock.objects.filter(deadline__in=list(ours), incident__closed_at=None)
    for below in still.filter(incident__authority_told_at=None).select_related("incident"):
        below.deadline = ours[below.deadline_id]
        news.tell_of_missed(below, at=at)
        _raise_from(below, at=at)


def hours_of(incidents: Sequence[DataIncident]) -> dict[int, Deadline]:
    """The 72 hours of each incident, by its id, with who answers for them."""
    clocks = IncidentClock.objects.filter(incident__in=incidents, level=0).select_related("deadline__owner")
    return {clock.incident_id: clock.deadline for clock in clocks}


def successors(stranded: Sequence[Deadline]) -> dict[int, list[int]]:
    """Who answers for an incident when its person is not there: whoever else looks after the members' data."""
    ids = [deadline.pk for deadline in stranded if deadline.kind in (KIND, LEVEL)]
    if not ids:
        return {}
    clocks = IncidentClock.objects.filter(deadline__in=ids).select_related("incident")
    return {clock.deadline_id: [each.pk for each in _people(clock.incident)] for clock in clocks}


def people_for(party_id: int, venue_id: int | None) -> list[User]:
    """Who can answer for an incident: the party's people who look after its members' data there, or anywhere."""
    return people_of(party_id=party_id, venue_ids=_venues(party_id, venue_id), roles=MAY[VERB])


def _people(incident: DataIncident) -> list[User]:
    return people_for(incident.party_id, incident.venue_id)


def _raise_from(below: IncidentClock, *, at: datetime) -> None:
    incident, number = below.incident, below.level + 1
    venues = _venues(incident.party_id, incident.venue_id)
    rungs = _chains[0](incident.venue_id, venues) if _chains else ()
    if number > len(rungs):
        return
    rung, began_at = rungs[number - 1], below.deadline.due_at
    owner_id = _chief(rung, below.deadline, venues)
    due_at = began_at + timedelta(minutes=rung.minutes)
    [deadline] = open_deadlines([NewDeadline(LEVEL, incident.party_id, owner_id, began_at, due_at, warns=False)])
    IncidentClock.objects.create(incident=incident, level=number, deadline=deadline)
    if number > 1 or owner_id != below.deadline.owner_id:  # who answered hears that time is over, and that is enough
        news.tell_asked(incident, deadline, number, at=at)


def _chief(rung: Rung, below: Deadline, venues: Collection[int]) -> int:
    """The party's own person of that role; who may not open the incident is not asked, nor is the other side."""
    roles = [*([rung.role] if rung.role in MAY[VERB] else []), *IN_CHARGE]
    staff = staff_of(party_id=below.party_id, venue_ids=venues, roles=[*dict.fromkeys(roles)])
    found = staff.first(roles) if rung.role is not None else None
    owner_id = found if found is not None else below.owner_id
    if owner_id is None:
        raise LookupError("a running clock has an owner")
    return owner_id


def _venues(party_id: int, venue_id: int | None) -> list[int]:
    if venue_id is not None:
        return [venue_id]
    return list(Venue.objects.filter(party=party_id).order_by("pk").values_list("pk", flat=True))
