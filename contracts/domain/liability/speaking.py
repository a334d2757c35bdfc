"""For whom a person speaks in a breach."""

from contracts.models import Breach
from foundation.refusals import Refused
from parties.domain.scope import Scope

VERB = "breaches.decide"


def require_injured(breach: Breach, *, by: Scope) -> None:
    """Refuse (``contracts.not_injured``) unless the person speaks for the injured party."""
    if not by.may_for(VERB, breach.injured_id):
        raise Refused("contracts.not_injured", party=breach.injured.name)


def require_side(breach: Breach, *, by: Scope) -> int:
    """The side for which the person speaks; for both: the injured one. Refused: ``contracts.not_a_side_of_breach``."""
    for party_id in (breach.injured_id, breach.at_fault_id):
        if by.may_for(VERB, party_id):
            return party_id
    raise Refused("contracts.not_a_side_of_breach")


def other_side(breach: Breach, party_id: int) -> int:
    """The party that stands against this one in the breach."""
    return breach.at_fault_id if party_id == breach.injured_id else breach.injured_id
