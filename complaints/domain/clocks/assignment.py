"""Handing a clock to another person: it never stays without one (C5)."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from complaints.domain.clocks.rules import CLOCK
from complaints.domain.clocks.running import tell_owners
from complaints.domain.people import acts_for, jobs_at
from complaints.models import Clock
from deadlines.domain.clock import reassign
from foundation.refusals import Refused
from parties.domain.absences import at_work, away
from parties.domain.scope import Scope, writing
from parties.models import User


def reassign_clock(clock_id: int, owner_id: int, *, by: Scope, at: datetime) -> Clock:
    """Another person answers for an open clock from now on, and is told.

    They must work for the party that has to act, at the venue, in a role of the clock's chain; and so must who hands it
    over: whose work it is, one side does not settle for the other.
    Refused: ``complaints.not_your_step``, ``.person_away``, ``.person_unknown``, ``deadlines.closed``.
    """
    with writing(by):
        clock = Clock.objects.select_related("complaint", "deadline").select_for_update(of=("self",)).get(pk=clock_id)
        complaint = clock.complaint
        if not may_hand_over(clock, venue_id=complaint.venue_id, by=by):
            raise Refused("complaints.not_your_step")
        if owner_id not in at_work([owner_id], day=timezone.localdate(at)):
            raise Refused("complaints.person_away", "owner")
        if owner_id not in {person.pk for person in candidates([clock], venue_id=complaint.venue_id)[clock.pk]}:
            raise Refused("complaints.person_unknown", "owner")
        if not reassign([clock.deadline_id], owner_id=owner_id, by=by):
            raise Refused("deadlines.closed")
        clock.deadline.owner_id = owner_id
        tell_owners(complaint, [clock], actor_id=by.user_id, at=at)
    return clock


def may_hand_over(clock: Clock, *, venue_id: int, by: Scope) -> bool:
    """Whether this person hands over clocks at the venue for the party that has to act."""
    return acts_for(clock.deadline.party_id, venue_id, "complaints.assign", by=by)


def candidates(clocks: Sequence[Clock], *, venue_id: int) -> dict[int, list[User]]:
    """Who could answer for each of these clocks, by clock: its party's people at the venue, in one of its roles."""
    parties = {clock.deadline.party_id for clock in clocks}
    there = jobs_at(venue_id, parties).exclude(user__in=away(timezone.localdate()))
    jobs = list(there.values_list("party", "role", "user"))
    people = User.objects.in_bulk({user_id for _party, _role, user_id in jobs})
    found = {}
    for clock in clocks:
        chain = CLOCK[clock.name].chain
        fitting = {user for party, role, user in jobs if party == clock.deadline.party_id and role in chain}
        found[clock.pk] = sorted((people[user] for user in fitting), key=lambda person: (person.name, person.pk))
    return found
