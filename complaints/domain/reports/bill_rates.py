"""Complaints per 1,000 bills, by venue and by promoter (B6): the figure, what it is out of, and the cut of its rows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import Count

from complaints.domain.reports.cuts import VERB, Cut
from members.domain.bills.counting import bills_by_promoter, bills_by_venue
from parties.domain.scope import Scope
from parties.models import User, Venue


@dataclass(frozen=True)
class BillRate:
    """Complaints of one venue, or concerning one promoter, and the bills that they are out of.

    ``field`` and ``key`` are its name and value in the cut. Dismissed complaints count for nobody.
    """

    label: str
    field: str
    key: int
    complaints: int
    bills: int

    @property
    def per_thousand(self) -> float | None:
        """Complaints for a thousand bills, to one place; ``None`` where there was no bill."""
        return round(1000 * self.complaints / self.bills, 1) if self.bills else None


def bill_rates(cut: Cut, scope: Scope) -> list[BillRate]:
    """The rates of the venues in the person's reach and of the promoters who sold there, the venues first, the highest
    rate on top. Nothing where no bills are known."""
    venues = dict(Venue.objects.within(scope, verb=VERB).values_list("pk", "name"))
    if cut.venue is not None:
        venues = {venue_id: name for venue_id, name in venues.items() if venue_id == cut.venue}
    days = {"first": cut.period.first, "after": cut.period.after}
    of_venues, of_promoters = bills_by_venue(venues, **days), bills_by_promoter(venues, **days)
    people = dict(User.objects.filter(pk__in=of_promoters).values_list("pk", "name"))
    return [
        *_rates(cut, scope, "venue", {key: name for key, name in venues.items() if key in of_venues}, of_venues),
        *_rates(cut, scope, "concerns", people, of_promoters),
    ]


def _rates(cut: Cut, scope: Scope, field: str, names: Mapping[int, str], bills: Mapping[int, int]) -> list[BillRate]:
    rows = replace(cut, founded=True).complaints(scope).order_by()
    counts = dict(rows.values_list(field).annotate(count=Count("pk"))) if names else {}
    found = [BillRate(name, field, key, counts.get(key, 0), bills[key]) for key, name in names.items()]
    return sorted(found, key=lambda rate: (-(rate.per_thousand or 0), rate.label, rate.key))
