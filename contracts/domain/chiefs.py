"""Who answers for a contract on each side today: the person whom it names, or who has that job since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from contracts.models import Contract
from parties.domain.roles import Role
from parties.models import Membership, Party, User

CHIEFS: Final = (Role.CONTRACT_OWNER, Role.ACCOUNT_MANAGER)


def contract_owners_of(party: Party) -> QuerySet[User]:
    """The people who answer for contracts on a client's side today."""
    hats = Membership.objects.running(timezone.localdate()).filter(party=party, role=Role.CONTRACT_OWNER)
    return User.objects.filter(pk__in=hats.values("user"))


@dataclass(frozen=True)
class Named:
    """Whom a contract names on each side, as it was drafted."""

    party_a_id: int
    owner_id: int
    party_b_id: int
    manager_id: int

    @classmethod
    def of(cls, contract: Contract) -> Named:
        return cls(contract.party_a_id, contract.contract_owner_id, contract.party_b_id, contract.account_manager_id)


def chiefs_of(contract: Contract) -> dict[int, int]:
    """The person who answers for the whole contract, by party.

    Where the one named works there in that job no longer, who has had it longest; where nobody has, the one named: a
    contract is never without a person.
    """
    return next(chiefs_among([Named.of(contract)]))


def chiefs_among(contracts: Sequence[Named]) -> Iterator[dict[int, int]]:
    """The same for each of several contracts, found by one question."""
    parties = {party_id for named in contracts for party_id in (named.party_a_id, named.party_b_id)}
    hats = Membership.objects.running(timezone.localdate()).filter(party__in=parties, role__in=CHIEFS)
    found: dict[tuple[int, str], list[int]] = defaultdict(list)
    for party_id, role, user_id in hats.order_by("active_from", "pk").values_list("party", "role", "user"):
        found[party_id, role].append(user_id)
    for named in contracts:
        yield {
            named.party_a_id: _now(named.owner_id, found[named.party_a_id, Role.CONTRACT_OWNER]),
            named.party_b_id: _now(named.manager_id, found[named.party_b_id, Role.ACCOUNT_MANAGER]),
        }


def _now(named_id: int, have_the_job: list[int]) -> int:
    return named_id if named_id in have_the_job or not have_the_job else have_the_job[0]
