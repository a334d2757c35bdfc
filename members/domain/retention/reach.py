"""Whose members a person sees figures of: one registry at a time, whole or by its venues."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet

from parties.domain.scope import Scope
from parties.models import Party, Venue

SEE: Final = "retention.see"


@dataclass(frozen=True)
class Reach:
    """The members of one party whose home is one of ``venues``; ``at_large``: and those without a home venue.

    ``is_whole``: that is all of the party's.
    """

    party_id: int
    venues: tuple[int, ...]
    at_large: bool
    is_whole: bool

    def condition(self, path: str = "") -> Q:
        """The condition on members at ``path`` (ending in ``__``), within the party."""
        if self.is_whole:
            return Q()
        homes = Q(**{f"{path}venue__in": self.venues})
        return homes | Q(**{f"{path}venue": None}) if self.at_large else homes

    def of_venue(self, venue_id: int | None) -> "Reach":
        """Narrowed to one venue, if it is within reach."""
        if venue_id is None:
            return self
        return Reach(self.party_id, tuple({venue_id} & set(self.venues)), at_large=False, is_whole=False)


def registries(scope: Scope) -> QuerySet[Party]:
    """The parties of whose members the person sees figures, by name."""
    venues = Venue.objects.within(scope, verb=SEE)
    own = Q(pk__in=scope.parties_for(SEE), members__isnull=False)
    return Party.objects.filter(Q(pk__in=venues.values("party")) | own).distinct().order_by("name", "pk")


def reach_of(party_id: int, scope: Scope, *, verb: str = SEE) -> Reach:
    """What the person sees of that party's members, as :meth:`MemberQuerySet.within` says it."""
    mine = tuple(
        Venue.objects.within(scope, verb=verb).filter(party=party_id).order_by("pk").values_list("pk", flat=True)
    )
    at_large = scope.is_system or party_id in scope.parties_for(verb)
    is_whole = at_large and not Venue.objects.filter(party=party_id).exclude(pk__in=mine).exists()
    return Reach(party_id, mine, at_large, is_whole)
