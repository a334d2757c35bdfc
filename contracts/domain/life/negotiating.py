"""Sharing a draft with the other side for reading, and taking it back: the provider goes on editing (capability A8)."""

from __future__ import annotations

from datetime import datetime

from contracts.domain.life.moving import move_version
from contracts.domain.locking import locked_contract
from contracts.domain.news import tell_both_sides
from contracts.domain.wording.drafting import require_editable
from contracts.models import ContractVersion
from foundation.refusals import Refused
from parties.domain.scope import Scope, writing


def share_draft(contract_id: int, *, by: Scope, at: datetime) -> ContractVersion:
    """Let the client read the draft of the contract, or of its amendment, as it changes; both sides are told.

    Refused: ``contracts.frozen``, ``contracts.not_your_side``, ``foundation.not_allowed_now`` when it is shared.
    """
    with writing(by):
        version = _move(contract_id, "share", by=by)
        key, amendment = f"{version.number}:{at.timestamp():.0f}", version.amendment or 0
        tell_both_sides(version.contract, "contracts.shared", key, at=at, amendment=amendment)
    return version


def recall_draft(contract_id: int, *, by: Scope) -> ContractVersion:
    """The draft is the provider's own again. Refused as for ``share_draft``."""
    return _move(contract_id, "recall", by=by)


def _move(contract_id: int, verb: str, *, by: Scope) -> ContractVersion:
    with writing(by):
        contract = locked_contract(contract_id)
        version = contract.working_version
        if version is None:
            raise Refused("contracts.frozen")
        require_editable(version, contract, by)
        version.contract = contract
        return move_version(version, verb)
