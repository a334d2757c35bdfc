"""Supplementary agreements 补充协议: the wording in force, once more and numbered, to be changed, sent and signed.

Until the last signature the running contract is untouched. Sources: forms "Common to all" (change only by agreement of
both sides, in writing: a numbered supplementary agreement), capability A9.
"""

from __future__ import annotations

from datetime import datetime

from contracts.domain.life.lifecycles import SIGNATURE_LIFE, VERSION_LIFE
from contracts.domain.locking import locked_contract
from contracts.domain.wording.versions import version_like
from contracts.models import Contract, ContractVersion, SignatureRequest
from contracts.models.signing import SignatureState
from foundation.refusals import Refused
from parties.domain.scope import Scope, writing


def start_amendment(contract_id: int, *, by: Scope, at: datetime) -> ContractVersion:
    """A draft of the next supplementary agreement: all that acts now, to be changed.

    Refused: ``contracts.not_your_side``, ``contracts.not_running``, ``contracts.amended_already`` while another one is
    on its way.
    """
    with writing(by):
        contract = locked_contract(contract_id)
        if not by.may_for("contracts.draft", contract.party_b_id):
            raise Refused("contracts.not_your_side")
        base = contract.version_in_force(at)
        if not contract.is_running or base is None:
            raise Refused("contracts.not_running")
        if contract.working_version is not None:
            raise Refused("contracts.amended_already")
        return version_like(base, contract, amendment=(base.amendment or 0) + 1)


def drop_amendment(contract_id: int, *, by: Scope) -> None:
    """Give up the amendment that is being drafted; it is kept, but can no longer be changed or sent.

    Refused: ``contracts.not_your_side``, ``contracts.no_amendment``, ``foundation.not_allowed_now`` while it is out
    for signature: then it is withdrawn first.
    """
    with writing(by):
        contract = locked_contract(contract_id)
        if not by.may_for("contracts.draft", contract.party_b_id):
            raise Refused("contracts.not_your_side")
        version = contract.working_version
        if version is None or not version.is_amendment:
            raise Refused("contracts.no_amendment")
        VERSION_LIFE.move(ContractVersion, version.pk, "drop")


def abandon_amendment(contract: Contract) -> None:
    """The contract (locked) ends: whatever was on its way can no longer be signed."""
    version = contract.working_version
    if version is None:
        return
    withdraw_requests(version)
    VERSION_LIFE.move(ContractVersion, version.pk, "withdraw" if version.is_frozen else "drop")


def withdraw_requests(version: ContractVersion) -> None:
    """Nobody can sign this version any more."""
    for request in version.signature_requests.filter(state=SignatureState.INVITED):
        SIGNATURE_LIFE.move(SignatureRequest, request.pk, "withdraw")
