"""Sending a contract for signing, reminding its signers, and taking it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import get_language

from contracts.domain.chiefs import contract_owners_of
from contracts.domain.life.amending import withdraw_requests
from contracts.domain.life.fee_notices import fee_refusal
from contracts.domain.life.moving import move_version
from contracts.domain.news import tell_both_sides
from contracts.domain.signature.signing_links import LINK_JOB, mail_links
from contracts.domain.signature.taking_effect import require_end_ahead
from contracts.domain.wording.files import PreparedContract, prepare, store_revision
from contracts.domain.wording.readiness import require_ready
from contracts.domain.wording.snapshots import snapshot_of
from contracts.domain.wording.versions import next_version
from contracts.models import Clause, Contract, ContractVersion, SignatureRequest, SigningLink
from contracts.models.contracts import Side
from contracts.models.signing import Authority, SignatureState
from foundation.refusals import Refused
from foundation.text import clean_line
from parties.domain.scope import Scope, writing
from parties.models import Party

REMINDER_REST: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class Signer:
    """Who signs and seals for a side, and where the link is mailed to."""

    name: str
    title: str
    email: str
    language: str = "zh-hans"
    authority: str = Authority.LEGAL_REPRESENTATIVE


def send_for_signing(contract_id: int, signers: Mapping[str, Signer], *, by: Scope, at: datetime) -> Contract:
    """Print the draft (of the contract, or of its amendment), freeze it, and mail each side's signer a link.

    ``signers``: by side, ``A`` and ``B``. Refused: whatever ``readiness`` finds, ``contracts.frozen`` when nothing is
    being drafted, ``contracts.ended``, ``contracts.end_passed``, ``contracts.signer_missing``,
    ``contracts.signers_alike``, ``contracts.signer_mailbox_unknown``, ``contracts.changed_meanwhile`` when the draft
    was changed while it was being printed.
    """
    contract = Contract.objects.select_related("party_a", "party_b").get(pk=contract_id)
    version = _to_send(contract, by, at=at)
    checked = _checked_signers(contract, signers)
    snapshot = snapshot_of(version, at=at)
    # Printing takes a second or two, so it is done before anything is locked; below it is made sure that nothing moved.
    prepared = prepare(snapshot, at=at)
    with writing(by):
        contract = _locked(contract_id)
        version = _to_send(contract, by, at=at)
        if snapshot_of(version, at=at) != snapshot:
            raise Refused("contracts.changed_meanwhile")
        _freeze(version, prepared, at=at)
        requests = _invite(version, checked, at=at)
        mail_links(requests, at=at)
        tell_both_sides(contract, "contracts.sent", str(version.number), at=at, amendment=version.amendment or 0)
    contract.refresh_from_db()
    return contract


def remind(contract_id: int, *, by: Scope, at: datetime) -> int:
    """Mail a fresh link to each signer who has not signed; how many. Refused: ``contracts.reminded_already``."""
    with writing(by):
        contract = _locked(contract_id)
        if not by.may_for("contracts.send", contract.party_b_id):
            raise Refused("contracts.not_your_side")
        version = contract.working_version
        if version is None or not version.is_out_for_signature:
            raise Refused("foundation.not_allowed_now", state=contract.get_state_display())
        waiting = list(version.signature_requests.filter(state=SignatureState.INVITED))
        fresh = SigningLink.objects.filter(request__in=waiting, created_at__gt=at - REMINDER_REST)
        if fresh.exists():
            raise Refused("contracts.reminded_already")
        mail_links(waiting, at=at, kind=LINK_JOB)
    return len(waiting)


def withdraw(contract_id: int, *, by: Scope, at: datetime) -> Contract:
    """Take what is out for signature back before the last one is given: links die, a new wording takes its place.

    An amendment that is taken back leaves the running contract as it is.
    """
    with writing(by):
        contract = _locked(contract_id)
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


def _locked(contract_id: int) -> Contract:
    contracts = Contract.objects.select_for_update(of=("self",)).select_related("party_a", "party_b")
    return contracts.get(pk=contract_id)


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


def _checked_signers(contract: Contract, signers: Mapping[str, Signer]) -> dict[str, Signer]:
    checked: dict[str, Signer] = {side: _checked_signer(contract, side, signers.get(side)) for side in (Side.A, Side.B)}
    if checked[Side.A].email.casefold() == checked[Side.B].email.casefold():
        raise Refused("contracts.signers_alike", "b_email")
    _check_mailbox_of_client(contract.party_a, checked[Side.A].email)
    return checked


def _check_mailbox_of_client(client: Party, email: str) -> None:
    """The provider sends; so that it cannot sign for both sides, the client's link goes to a mailbox of the client's
    own: that of a contract owner, or the one in the register once the client's own people wrote it there."""
    own = {mail.casefold() for mail in contract_owners_of(client).values_list("email", flat=True)}
    if client.email_is_own:
        own.add(client.email.casefold())
    if email.casefold() not in own:
        raise Refused("contracts.signer_mailbox_unknown", "a_email", party=client.name)


def _checked_signer(contract: Contract, side: Side, signer: Signer | None) -> Signer:
    prefix = side.lower()
    if signer is None:
        raise Refused("contracts.signer_missing", f"{prefix}_name", party=contract.party_of(side).name)
    lines = {
        field: clean_line(getattr(signer, field), limit, f"{prefix}_{field}")
        for field, limit in (("name", 80), ("title", 80), ("email", 254))
    }
    for field, line in lines.items():
        if not line:
            raise Refused("contracts.signer_missing", f"{prefix}_{field}", party=contract.party_of(side).name)
    try:
        validate_email(lines["email"])
    except ValidationError:
        raise Refused("contracts.signer_missing", f"{prefix}_email", party=contract.party_of(side).name)
    return Signer(**lines, language=signer.language, authority=Authority(signer.authority))


def _freeze(version: ContractVersion, prepared: PreparedContract, *, at: datetime) -> None:
    """Note each clause's page, keep the file, close the version: in this order, for nothing moves once it is frozen."""
    clauses = list(version.clauses.all())
    for clause in clauses:
        clause.page = prepared.pages[clause.number]
    Clause.objects.bulk_update(clauses, ["page"])
    store_revision(version, prepared.pdf, signature=None, at=at)
    move_version(version, "send", frozen_at=at)


def _invite(version: ContractVersion, signers: Mapping[str, Signer], *, at: datetime) -> Sequence[SignatureRequest]:
    parties = {side: version.contract.party_of(side) for side in signers}
    return SignatureRequest.objects.bulk_create(
        SignatureRequest(
            version=version,
            party=parties[side],
            side=side,
            party_name=parties[side].name,
            party_uscc=parties[side].uscc,
            signer_name=signer.name,
            signer_title=signer.title,
            signer_email=signer.email,
            signer_language=signer.language,
            authority=signer.authority,
            invited_at=at,
        )
        for side, signer in signers.items()
    )
