"""A place under a contract version: whose it is, whether it can still be signed there, and whose turn it is."""

from __future__ import annotations

from contracts.domain.wording.engaging import third_party_of
from contracts.models import ContractVersion, SignatureRequest
from contracts.models.signing import SignatureState, SigningSide
from foundation.refusals import Refused
from parties.models import Party


def signing_parties(version: ContractVersion) -> dict[str, Party]:
    """Who signs a version (its ``contract`` with its parties loaded), by side: A, B, and the third party it engages."""
    contract = version.contract
    parties = {SigningSide.A.value: contract.party_a, SigningSide.B.value: contract.party_b}
    third = third_party_of(version)
    return parties if third is None else parties | {SigningSide.THIRD.value: third.party}


def require_open(request: SignatureRequest) -> None:
    """Refuse unless it can be signed here and now: ``contracts.link_used`` and as ``require_alive``,
    ``require_turn``."""
    if request.is_signed:
        raise Refused("contracts.link_used")
    require_alive(request)
    require_turn(request)


def require_alive(request: SignatureRequest) -> None:
    """Refuse what leads nowhere any more: ``contracts.link_passed_on`` to somebody else, ``contracts.link_withdrawn``
    when the version was withdrawn, or declined by a side."""
    if request.is_delegated:
        raise Refused("contracts.link_passed_on", name=request.delegated_to.signer_name)
    version = request.version
    alive = version.is_out_for_signature and (request.is_open or request.is_signed)
    if not (version.is_effective or alive):
        raise Refused("contracts.link_withdrawn")


def require_turn(request: SignatureRequest) -> None:
    """Refuse (``contracts.not_your_turn``) while others sign first. The stored order decides, never a link."""
    if not request.is_open:
        return
    for first in whose_turn(request.version):
        if first.turn < request.turn:
            raise Refused("contracts.not_your_turn", party=first.party_name, name=first.signer_name)


def whose_turn(version: ContractVersion) -> list[SignatureRequest]:
    """The open places that come next: the first of an order, or all where the parties sign in any order."""
    waiting = list(version.signature_requests.filter(state=SignatureState.INVITED).order_by("turn", "side"))
    return [each for each in waiting if each.turn == waiting[0].turn]
