"""Who answers for a contract on each side today: the person whom it names, or who has that job since."""

from django.db.models import QuerySet
from django.utils import timezone

from contracts.models import Contract
from parties.domain.roles import Role
from parties.models import Membership, Party, User


def contract_owners_of(party: Party) -> QuerySet[User]:
    """The people who answer for contracts on a client's side today."""
    hats = Membership.objects.running(timezone.localdate()).filter(party=party, role=Role.CONTRACT_OWNER)
    return User.objects.filter(pk__in=hats.values("user"))


def chiefs_of(contract: Contract) -> dict[int, int]:
    """The person who answers for the whole contract, by party.

    Where the one named works there in that job no longer, who has had it longest; where nobody has, the one named: a
    contract is never without a person.
    """
    named = {contract.party_a_id: contract.contract_owner_id, contract.party_b_id: contract.account_manager_id}
    roles = {contract.party_a_id: Role.CONTRACT_OWNER, contract.party_b_id: Role.ACCOUNT_MANAGER}
    hats = Membership.objects.running(timezone.localdate()).filter(party__in=named, role__in=roles.values())
    found = dict[int, list[int]]()
    for party_id, role, user_id in hats.order_by("active_from", "pk").values_list("party", "role", "user"):
        if roles[party_id] == role:
            found.setdefault(party_id, []).append(user_id)
    return {
        party_id: user_id if user_id in found.get(party_id, [user_id]) else found[party_id][0]
        for party_id, user_id in named.items()
    }
