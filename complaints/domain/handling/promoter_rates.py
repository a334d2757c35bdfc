"""How often complaints concern each promoter: for their appraisal, which lies on a floor above (C8).

Per 1,000 bills it can be said once the members' bills are here; until then it is said per complaint at the venues where
the promoter works.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from complaints.domain.handling.repeats import Window, founded
from complaints.models import Complaint
from parties.domain.roles import Role
from parties.models import Membership, Venue


@dataclass(frozen=True)
class PromoterRate:
    """Complaints that concern one promoter (``count``), out of all at the venues where they work (``of``)."""

    user_id: int
    name: str
    count: int
    of: int

    @property
    def percent(self) -> int | None:
        """The share in whole per cent; ``None`` where there was no complaint at all."""
        return round(100 * self.count / self.of) if self.of else None


def rates_of_promoters(party_id: int, venue_ids: Collection[int], window: Window) -> list[PromoterRate]:
    """The promoters whom a party has at these venues, those with the most complaints first.

    Dismissed complaints count for nobody. The denominator is what was complained of in the same time at those of the
    venues where the person works, so that one who works in two is not measured by one.
    """
    venues = set(Venue.objects.filter(pk__in=list(venue_ids)).values_list("pk", flat=True))
    rows = founded(Complaint.objects.filter(venue__in=venues), window).order_by()
    at_venue = dict(rows.values_list("venue").annotate(count=Count("pk")))
    concerned = dict(rows.exclude(concerns=None).values_list("concerns").annotate(count=Count("pk")))
    rates = [
        PromoterRate(user_id, name, concerned.get(user_id, 0), sum(at_venue.get(venue, 0) for venue in where))
        for (user_id, name), where in _promoters(party_id, venues).items()
    ]
    return sorted(rates, key=lambda rate: (-rate.count, rate.name, rate.user_id))


def _promoters(party_id: int, venues: set[int]) -> dict[tuple[int, str], set[int]]:
    """Each promoter with the venues, of these, where they work today."""
    running = Membership.objects.running(timezone.localdate()).filter(party=party_id, role=Role.PROMOTER)
    found: dict[tuple[int, str], set[int]] = {}
    for user_id, name, venue_id in running.values_list("user", "user__name", "venues"):
        where = venues & {venue_id} if venue_id else venues
        if where:
            found.setdefault((user_id, name), set()).update(where)
    return found
