"""Who answers for a complaint's clock, or a level of escalation, when its owner is not there (C5)."""

from collections.abc import Sequence

from complaints.domain.clocks.chain import Chiefs, rungs_of
from complaints.domain.clocks.escalating import BELOW, KIND
from complaints.domain.clocks.rules import CLOCK
from complaints.models import Clock, EscalationLevel
from contracts.domain.chiefs import chiefs_of
from deadlines.models import Deadline
from parties.domain.duty import Staff, staff_at
from parties.domain.roles import Role


def chain(stranded: Sequence[Deadline]) -> dict[int, list[int]]:
    """The people of the clock's own chain at its venue, then who answers for the contract on its side."""
    found = {}
    staff: dict[tuple[int, int], Staff] = {}
    for clock in Clock.objects.filter(deadline__in=stranded).select_related(*BELOW):
        found[clock.deadline_id] = _of_step(clock, staff)
    levels = EscalationLevel.objects.filter(deadline__in=[row.pk for row in stranded if row.kind == KIND])
    chiefs = Chiefs()
    for level in levels.select_related(*(f"clock__{path}" for path in BELOW)):
        venue_id = level.clock.complaint.venue_id
        rung = rungs_of([venue_id])[venue_id, level.number]
        found[level.deadline_id] = [chiefs.person(rung.chief, level.clock)[0], *_of_step(level.clock, staff)]
    return found


def _of_step(clock: Clock, staff: dict[tuple[int, int], Staff]) -> list[int]:
    complaint, party_id = clock.complaint, clock.deadline.party_id
    place = (party_id, complaint.venue_id)
    if place not in staff:
        staff[place] = staff_at(party_id=party_id, venue_id=complaint.venue_id, roles=tuple(Role))
    people = [user for role in CLOCK[clock.name].chain for user in staff[place].by_role.get(role, [])]
    if complaint.contract is not None and (chief := chiefs_of(complaint.contract).get(party_id)) is not None:
        people.append(chief)
    return [*people, complaint.responsible_id]
