"""Whose costs a page shows: one of the parties for which the person may do it."""

from django.http import Http404

from parties.models import Party
from parties.web.access import ScopedRequest


def own_parties(request: ScopedRequest, verb: str, *, whole: bool = False) -> list[Party]:
    """The parties with whose costs the person may do ``verb``; ``whole``: in all of their venues."""
    hats = request.scope.hats_for(verb)
    parties = Party.objects.filter(pk__in=request.scope.parties_for(verb)).order_by("pk")
    return [party for party in parties if not whole or any(h.party_id == party.pk and not h.venue_ids for h in hats)]


def chosen_party(request: ScopedRequest, own: list[Party]) -> Party:
    """The one that was asked for, else the first; 404 for another's."""
    wanted = request.POST.get("party") or request.GET.get("party") or (str(own[0].pk) if own else "")
    for party in own:
        if str(party.pk) == wanted:
            return party
    raise Http404
