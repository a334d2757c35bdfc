"""Who works at a venue, and in whose hands a step may lie."""

from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils import timezone

from parties.domain.roles import ON_THE_FLOOR, Role
from parties.domain.scope import Scope
from parties.models import Membership, User, Venue


def jobs_at(venue_id: int, party_ids: Collection[int]) -> QuerySet[Membership]:
    """Who works at a venue today, and as what, for one of these parties."""
    running = Membership.objects.running(timezone.localdate())
    return running.filter(Q(venues=venue_id) | Q(venues=None), party__in=party_ids)


def people_at(venue_id: int, party_ids: Collection[int], roles: Collection[Role] = tuple(Role)) -> QuerySet[User]:
    """The people with one of these roles who work at a venue today for one of these parties."""
    return User.objects.filter(pk__in=jobs_at(venue_id, party_ids).filter(role__in=roles).values("user"))


def staff_of(scope: Scope, venue_id: int | None) -> QuerySet[User]:
    """The people whom a complaint logged by this person at this venue may concern: floor staff and promoters."""
    venues = Venue.objects.within(scope, verb="complaints.log").filter(pk=venue_id or 0)
    parties = set(venues.values_list("party_id", flat=True)) | scope.parties_for("complaints.log")
    return people_at(venue_id or 0, parties, ON_THE_FLOOR).order_by("name", "pk")


def may_at(by: Scope, verb: str, venue_id: int) -> bool:
    """Whether the person may do ``verb`` at that very venue."""
    return by.may(verb) and Venue.objects.within(by, verb=verb).filter(pk=venue_id).exists()


class Here:
    """What one person may do at one venue: asked once for each set of places in which their hats count."""

    def __init__(self, by: Scope, venue_id: int) -> None:
        self.by, self.venue_id = by, venue_id
        self._known: dict[frozenset[tuple[int, frozenset[int]]], bool] = {}

    def may(self, verb: str) -> bool:
        """As :func:`may_at`."""
        hats = frozenset((hat.party_id, hat.venue_ids) for hat in self.by.hats_for(verb))
        if self.by.is_system or not hats:
            return self.by.is_system and may_at(self.by, verb, self.venue_id)
        if hats not in self._known:
            self._known[hats] = may_at(self.by, verb, self.venue_id)
        return self._known[hats]


def acts_for(party_id: int, venue_id: int, verb: str, *, by: Scope) -> bool:
    """Whether this person may do ``verb`` at that venue for that very side, which is known to have acted there."""
    return any(
        hat.party_id == party_id and (not hat.venue_ids or venue_id in hat.venue_ids) for hat in by.hats_for(verb)
    )


def managers_of(venues: Collection[Venue]) -> dict[int, set[int]]:
    """The venue managers of these venues, by venue: those of the venue's own party."""
    rows = (
        Membership.objects.running(timezone.localdate())
        .filter(role=Role.VENUE_MANAGER, party__in={venue.party_id for venue in venues})
        .values_list("party", "venues", "user")
    )
    found: dict[int, set[int]] = {venue.pk: set() for venue in venues}
    for party_id, venue_id, user_id in rows:
        for venue in venues:
            if venue.party_id == party_id and venue_id in (None, venue.pk):
                found[venue.pk].add(user_id)
    return found
