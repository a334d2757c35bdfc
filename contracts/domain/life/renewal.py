"""Renewing: a side's written wish starts the successor's draft, a copy that is changed, sent and signed like any other.

Sources: forms "Common to all" (renewal is talked over a month before expiry, in writing), capability A8.
"""

from __future__ import annotations

from datetime import datetime

from contracts.domain.locking import locked_contract
from contracts.domain.news import tell_both_sides
from contracts.domain.sides import side_of
from contracts.domain.wording.drafting import copy_for_renewal
from contracts.models import Contract, RenewalWish
from contracts.models.contracts import ContractState
from foundation.refusals import Refused
from foundation.text import clean_text
from parties.domain.scope import Scope, writing

LONGEST_TEXT = 2000


def wish_renewal(contract_id: int, *, text: str, by: Scope, at: datetime) -> Contract:
    """Keep a side's wish to renew; the first one starts the successor's draft, which is returned.

    The draft belongs to the account manager of the contract. The old contract runs to its end and then is renewed, if
    the successor was signed by then; a successor that is signed later renews it all the same. Refused:
    ``parties.not_yours``, ``contracts.not_renewable``, ``contracts.reason_missing``.
    """
    text = clean_text(text, LONGEST_TEXT, "text")
    if not text:
        raise Refused("contracts.reason_missing", "text")
    with writing(by):
        contract = locked_contract(contract_id)
        side = side_of(contract, "contracts.give_notice", by=by)
        source = contract.version_in_force(at)
        if not (contract.is_running or contract.state == ContractState.EXPIRED) or source is None:
            raise Refused("contracts.not_renewable")
        wish = RenewalWish.objects.create(
            contract=contract, party=contract.party_of(side), text=text, at=at, by=by.label
        )
        successor = Contract.objects.filter(renews=contract).first()
        if successor is None:
            source.contract = contract
            successor = copy_for_renewal(source, at=at)
        tell_both_sides(contract, "contracts.renewal_wished", str(wish.pk), at=at, side=side)
    return successor
