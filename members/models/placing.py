"""What belongs to a party as a whole, or to one of its venues."""

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from parties.domain.circles import venue_condition

if TYPE_CHECKING:
    from parties.domain.scope import Scope


def placed_condition(scope: "Scope", *, verb: str, path: str = "") -> Q:
    """The condition on rows with a ``party`` and perhaps a ``venue`` (at ``path``) where the person may do ``verb``.

    Rows of a venue are open to the party's people there and, while a contract runs, to its provider's; those of the
    whole party to those of its own people who are not limited to some venues.
    """
    whole = {hat.party_id for hat in scope.hats_for(verb) if not hat.venue_ids}
    of_party: dict[str, Any] = {f"{path}venue": None, f"{path}party__in": whole}
    return venue_condition(scope, verb=verb, path=f"{path}venue__") | Q(**of_party)
