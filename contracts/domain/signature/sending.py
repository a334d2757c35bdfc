"""Sending a contract for signing, reminding its signers, and taking it back."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import get_language

from contracts.domain.life.amending import withdraw_requests
from contracts.domain.life.fee_notices import fee_refusal
from contracts.domain.life.moving import move_version
from contracts.domain.locking import locked_contract
from contracts.domain.news import tell_both_sides
from contracts.domain.signature.signers import Signer, checked_signers
from contracts.domain.signature.signing_links import LINK_JOB, mail_links, mailed_since
from contracts.domain.signature.signing_place import signing_parties, whose_turn
from contracts.domain.signature.taking_effect import require_end_ahead
from contracts.domain.wording.files import PreparedContract, prepare, store_revision
from contracts.domain.wording.readiness import require_ready
from contracts.domain.wording.snapshots import snapshot_of
from contracts.domain.wording.versions import next_version
from contracts.models import Clause, Contract, ContractVersion, SignatureRequest
from foundation.refusals import Refused
from parties.domain.scope import Scope, writing

REMINDER_REST: Final = timedelta(days=1)


def send_for_signing(
    contract_id: int,
    signers: Mapping[str, Signer],
    *,
    order: Sequence[str] = (),
    reading: str = "",
    by: Scope,
    at: datetime,
) -> Contract:
    """Print the draft (of the contract, or of its amendment), freeze it, and mail the signers their links.

    ``signers``: by side, ``A``, ``B``, and ``third`` where the version engages a third party. ``order``: the sides in
    the order in which they sign, each mailed when its turn comes; empty: all at once. ``reading``: the language printed
    beneath the binding one (``en``), empty for none. Refused: whatever ``readiness`` finds, ``contracts.frozen`` when
    nothing is being drafted, ``contracts.ended``, ``contracts.end_passed``, ``contracts.order_incomplete``, as
    ``checked_signers``, and ``contracts.changed_meanwhile`` when the draft was changed while it was being printed.
    """
    contract = Contract.objects.select_related("party_a", "party_b").get(pk=contract_id)
    version = _to_send(contract, by, at=at)
    checked = checked_signers(signing_parties(version), signers, at=at)
    turns = _turns(checked, order)
    snapshot = snapshot_of(version, at=at, reading=reading)
    # Printing takes a second or two, so it is done before anything is locked; below it is made sure that nothing moved.
    prepared = prepare(snapshot, at=at)
    with writing(by):
        contract = locked_contract(contract_id)
        version = _to_send(contract, by, at=at)
        if snapshot_of(version, at=at, reading=reading) != snapshot:
            raise Refused("contracts.changed_meanwhile")
        ContractVersion.objects.filter(pk=version.pk).update(reading_language=reading)
        _freeze(version, prepared, at=at)
        _invite(version, checked, turns, at=at)
        mail_links(whose_turn(version), at=at)
        tell_both_sides(contract, "contracts.sent", str(version.number), at=at, amendment=version.amendment or 0)
    contract.refresh_from_db()
    return contract


def remind(contract_id: int, *, by: Scope, at: datetime) -> int:
    """Mail a fresh link to each signer whose turn it is and who was not mailed for a day; how many.

    Refused: ``contracts.not_your_side``, ``foundation.not_allowed_now``, ``contracts.reminded_already``.
    """
    with writing(by):
        contract = locked_contract(contract_id)
        if not by.may_for("contracts.send", contract.party_b_id):
            raise Refused("contracts.not_your_side")
        version = contract.working_version
        if version is None or not version.is_out_for_signature:
            raise Refused("foundation.not_allowed_now", state=contract.get_state_display())
        waiting = [each for each in whose_turn(version) if not mailed_since(each, at - REMINDER_REST)]
        if not waiting:
            raise Refused("contracts.reminded_already")
        mail_links(waiting, at=at, kind=LINK_JOB)
    return len(waiting)


def withdraw(contract_id: int, *, by: Scope, at: datetime) -> Contract:
    """Take what is out for signature back before the last one is given: links die, a new wording takes its place.

    An amendment that is taken back leaves the running contract as it is.
    """
    with writing(by):
        contract = locked_contract(contract_id)
        if not by.may_for("contracts.send", contract.party_b_id):
            raise Refused("contracts.not_your_side")
        version = take_back(contract, "withdraw")
        tell_both_sides(contract, "contracts.withdrawn", str(version.number), at=at, amendment=version.amendment or 0)
    contract.refresh_from_db()
    return contract


def take_back(contract: Contract, verb: str) -> ContractVersion:
    """What is out for signature becomes a draft again, as a new version, which is returned; nobody signs the old one.

    The contract is locked already. Refused: ``foundation.not_allowed_now``.
    """
    version = contract.working_version
    if version is None:
        raise Refused("foundation.not_allowed_now", state=contract.get_state_display())
    moved = move_version(version, verb)
    withdraw_requests(moved)
    return next_version(moved)


def _to_send(contract: Contract, by: Scope, *, at: datetime) -> ContractVersion:
    """The version that this person may send now."""
    if not by.may_for("contracts.send", contract.party_b_id):
        raise Refused("contracts.not_your_side")
    version = contract.working_version
    if version is None or not version.is_editable:
        raise Refused("contracts.frozen")
    version.contract = contract
    if version.is_amendment and not contract.is_running:
        raise Refused("contracts.ended")
    require_ready(version, get_language() or "zh-hans")
    require_end_ahead(version, at=at)
    if (refused := fee_refusal(version, at=at)) is not None:
        raise refused
    return version


def _freeze(version: ContractVersion, prepared: PreparedContract, *, at: datetime) -> None:
    """Note each clause's page, keep the file, close the version: in this order, for nothing moves once it is frozen."""
    clauses = list(version.clauses.all())
    for clause in clauses:
        clause.page = prepared.pages[clause.number]
    Clause.objects.bulk_update(clauses, ["page"])
    store_revision(version, prepared.pdf, signature=None, at=at)
    move_version(version, "send", frozen_at=at)


def _turns(sides: Collection[str], order: Sequence[str]) -> dict[str, int]:
    """Which turn each side has; without an order all have the first."""
    if not order:
        return dict.fromkeys(sides, 1)
    if sorted(order) != sorted(sides):
        raise Refused("contracts.order_incomplete", "order")
    return {side: turn for turn, side in enumerate(order, 1)}


def _invite(version: ContractVersion, signers: Mapping[str, Signer], turns: Mapping[str, int], *, at: datetime) -> None:
    parties = signing_parties(version)
    SignatureRequest.objects.bulk_create(
        SignatureRequest(
            version=version,
            party=parties[side],
            side=side,
            turn=turns[side],
            party_name=parties[side].name,
            party_uscc=parties[side].uscc,
            signer_name=signer.name,
            signer_title=signer.title,
            signer_email=signer.email,
            signer_language=signer.language,
            authority=signer.authority,
            authority_scope=signer.authority_scope,
            authority_until=signer.authority_until,
            invited_at=at,
        )
        for side, signer in signers.items()
    )
