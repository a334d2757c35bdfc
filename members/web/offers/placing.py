"""Where something belongs that a person makes: to a whole party, or to one of its venues. One choice in a form."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from foundation.typed_ids import typed_id
from parties.domain.scope import Scope
from parties.models import Venue


@dataclass(frozen=True)
class Placed:
    """A party, and one of its venues or all of it."""

    party_id: int
    venue_id: int | None = None

    @property
    def code(self) -> str:
        """As it stands in a form."""
        return f"{self.party_id}-{self.venue_id or ''}"


def places_for(scope: Scope, *, verb: str) -> list[tuple[str, str]]:
    """The places for which the person may do ``verb``: (code, name), whole parties first."""
    whole = {hat.party_id for hat in scope.hats_for(verb) if not hat.venue_ids}
    served = list(Venue.objects.within(scope, verb=verb).select_related("party").order_by("party__name", "name", "pk"))
    parties = {venue.party_id: venue.party.name for venue in served if venue.party_id in whole}
    places = [(Placed(pk).code, _("%(party)s: all venues") % {"party": name}) for pk, name in parties.items()]
    return places + [(Placed(venue.party_id, venue.pk).code, venue.name) for venue in served]


def placed(code: str, *, scope: Scope, verb: str) -> Placed | None:
    """The place of a code, if it is one of the person's."""
    if code not in dict(places_for(scope, verb=verb)):
        return None
    party_id, _dash, venue_id = code.partition("-")
    return Placed(int(party_id), typed_id(venue_id))
