"""For whom a person speaks in a breach, and the lock behind which everything about it happens."""

from contracts.models import Breach, Contract
from foundation.refusals import Refused
from parties.domain.scope import Scope

VERB = "breaches.decide"


def locked_breach(breach_id: int) -> Breach:
    """The breach with its parties, behind the lock of its contract: whatever sums damages takes turns."""
    contract_id = Breach.objects.values_list("contract", flat=True).get(pk=breach_id)
    contract = (
        Contract.objects.select_for_update(no_key=True, of=("self",))
        .select_related("party_a", "party_b")
        .get(pk=contract_id)
    )
    breach = Breach.objects.select_related("kind__version", "kind__clause", "injured", "at_fault").get(pk=breach_id)
    breach.contract = contract
    return breach


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
