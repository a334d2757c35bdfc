"""Rules that belong to a party: seen by its own people, and by the provider that serves its venues."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from parties.domain.circles import venue_condition
from parties.models import Venue

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class OfPartyQuerySet(models.QuerySet[Any]):
    """Rows with a ``party``."""

    def within(self, scope: "Scope", *, verb: str) -> Self:
        """Those of the parties for which, or in whose venues, the person may do ``verb``."""
        if scope.is_system:
            return self.all()
        served = Venue.objects.filter(venue_condition(scope, verb=verb)).values("party")
        return self.filter(Q(party__in=scope.parties_for(verb)) | Q(party__in=served))
