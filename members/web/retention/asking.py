"""What a page of figures is asked: whose registry, which period, which venue; and the addresses that ask it again."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from foundation.periods import Period
from members.domain.retention.formulas import FORMULAS, Counts, Formula
from members.domain.retention.rates import Rate
from members.domain.retention.reach import SEE, Reach, reach_of, registries
from members.web.retention.forms import FigureFilter
from parties.models import Party, Venue
from parties.web.access import ScopedRequest


@dataclass(frozen=True)
class Shown:
    """A figure on a page: its numbers, and where the members behind each stand."""

    formula: Formula
    rate: Rate
    count_address: str
    of_address: str


@dataclass(frozen=True)
class Asked:
    """What was asked, as far as the person may ask it."""

    form: FigureFilter
    party: Party
    parties: tuple[Party, ...]
    everything: Reach
    venue_names: dict[int, str]

    @property
    def period(self) -> Period:
        return self.form.chosen

    @property
    def reach(self) -> Reach:
        """Narrowed to the venue that was chosen."""
        return self.everything.of_venue(self.form.venue_id)

    @property
    def base(self) -> dict[str, Any]:
        """What every address on the page carries on."""
        found = {"party": self.party.pk, "period": self.period.code, "venue": self.form.venue_id}
        return {name: value for name, value in found.items() if value}

    @property
    def query(self) -> str:
        return urlencode(self.base)

    def address(self, figure: str, side: str = "count", **narrower: Any) -> str:
        """Of the members behind a number."""
        asked = self.base | {"figure": figure, "side": side} | narrower
        given = {name: value for name, value in asked.items() if value not in (None, "")}
        return f"{reverse('members:retention-members')}?{urlencode(given)}"

    def shown(self, counts: Counts, **narrower: Any) -> list[Shown]:
        """All figures of some members, each with its addresses."""
        return [
            Shown(
                formula,
                formula.rate(counts),
                self.address(formula.code, **narrower),
                self.address(formula.code, "of", **narrower),
            )
            for formula in FORMULAS
        ]


def asked_of(request: ScopedRequest) -> Asked:
    """Read the request. 404 where the person sees no registry at all, or not the one asked for."""
    parties = tuple(registries(request.scope))
    asked = request.GET.get("party", "")
    party = next((each for each in parties if str(each.pk) == asked), None) if asked else next(iter(parties), None)
    if party is None:
        raise Http404
    venues = dict(
        Venue.objects.within(request.scope, verb=SEE).filter(party=party).order_by("name").values_list("pk", "name")
    )
    form = FigureFilter(
        request.GET,
        parties=[(each.pk, each.name) for each in parties],
        venues=venues.items(),
        at=timezone.now(),
    )
    return Asked(form, party, parties, reach_of(party.pk, request.scope), venues)
