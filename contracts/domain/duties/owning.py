"""Who owes a duty to whom under a contract, and the named person who answers for it."""

from collections.abc import Iterable
from typing import Final

from contracts.domain.chiefs import chiefs_of
from contracts.domain.in_force import TermsInForce
from contracts.domain.kinds.schedules import Series
from contracts.models import Contract
from parties.domain.duty import staff_of
from parties.domain.roles import Role

BOTH, THIRD = "both", "third"
IN_CHARGE: Final = (Role.CONTRACT_OWNER, Role.ACCOUNT_MANAGER, Role.ADMINISTRATOR)
"""Who answers for a third party, the first that is staffed."""


def pairs_of(series: Series, terms: TermsInForce) -> list[tuple[int, int]]:
    """Each (debtor, creditor) of the series' duty, by the clause that sets its time.

    Where the clause binds both, each owes the other, unless the series names the one that acts. What a third party
    owes, the one that the wording engages owes to both; without one, nobody owes it yet.
    """
    term = terms.term(series.due_term)
    if term is None:
        return []
    duty = series.bearer or term.clause.duty
    if duty == THIRD and (third_id := terms.wording.third_party_id) is not None:
        return [(third_id, terms.party_a_id), (third_id, terms.party_b_id)]
    if duty == BOTH and series.if_both:
        duty = series.if_both
    both_ways = [(terms.party_a_id, terms.party_b_id), (terms.party_b_id, terms.party_a_id)]
    if duty == BOTH:
        return both_ways
    if duty in ("A", "B"):
        return [both_ways["AB".index(duty)]]
    if duty == "as_agreed":
        return [(terms.debtor_id, terms.creditor_id)]
    return []


def owners_of(series: Series, terms: TermsInForce, party_ids: Iterable[int]) -> dict[int, int]:
    """The person who answers for the duty at each of these parties.

    The first whose role it is, at one of the contract's venues or at all of them; else the person who answers for the
    contract on that side.
    """
    contract = Contract.objects.get(pk=terms.contract_id)
    venue_ids = list(contract.venues.values_list("pk", flat=True)) if series.roles else []
    return {
        party_id: _staffed(series, party_id, venue_ids) or chief_of(contract, party_id) for party_id in set(party_ids)
    }


def _staffed(series: Series, party_id: int, venue_ids: list[int]) -> int | None:
    if not series.roles:
        return None
    return staff_of(party_id=party_id, venue_ids=venue_ids, roles=series.roles).first(series.roles)


def chief_of(contract: Contract, party_id: int) -> int:
    """The person who answers for the whole contract on a party's side; for a third party without people of its own the
    provider's account manager."""
    chiefs = chiefs_of(contract)
    if party_id in chiefs:
        return chiefs[party_id]
    people = staff_of(party_id=party_id, venue_ids=[], roles=IN_CHARGE)
    return people.first(IN_CHARGE) or chiefs[contract.party_b_id]
