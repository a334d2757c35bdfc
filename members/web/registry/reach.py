"""The members, parties and venues that a person's pages may show."""

from typing import Final

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from foundation.typed_ids import typed_id
from foundation.web.rate_limit import too_many
from members.models import Member
from parties.models import Party, Venue
from parties.web.access import ScopedRequest

NUMBERS: Final = 60
"""Whole telephone numbers that one person looks for or enrols within ten minutes."""


def is_trying_numbers(request: ScopedRequest) -> bool:
    """Count one more whole number; whether there were more than a desk has to do with."""
    return too_many("member-number", request.user.pk, most=NUMBERS)


def found_member(request: ScopedRequest, member_id: int, *, verb: str = "members.see") -> Member:
    """The member, or 404."""
    rows = Member.objects.within(request.scope, verb=verb)
    return get_object_or_404(rows.select_related("venue", "party", "referrer", "merged_into"), pk=member_id)


def parties_of(request: ScopedRequest, *, verb: str = "members.see") -> list[Party]:
    """Whose members the person may see: their own parties', and those whose venues theirs serves."""
    own = Party.objects.filter(pk__in=request.scope.parties_for(verb), venues__isnull=False)
    served = Party.objects.filter(venues__in=Venue.objects.within(request.scope, verb=verb))
    return list((own | served).distinct().order_by("pk"))


def chosen_party(request: ScopedRequest, parties: list[Party], *, typed: str | None) -> Party | None:
    """The one that was chosen, else the first; ``None`` for who has none."""
    wanted = typed_id(typed)
    return next((party for party in parties if party.pk == wanted), parties[0] if parties else None)


def venues_of(request: ScopedRequest, party: Party | None, *, verb: str = "members.see") -> QuerySet[Venue]:
    """The party's venues in the person's reach."""
    return Venue.objects.within(request.scope, verb=verb).filter(party=party)
