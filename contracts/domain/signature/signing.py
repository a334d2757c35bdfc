"""Signing and sealing: one act for each party, appended to the file that was sent; effective once all of it verifies.

Sources: forms "Common to all" (sign and seal; in force when both have), Civil Code art. 490 and 496.
"""

from dataclasses import dataclass
from datetime import datetime

from contracts.domain.life.lifecycles import SIGNATURE_LIFE
from contracts.domain.locking import locked_place
from contracts.domain.news import tell_both_sides
from contracts.domain.signature.seals import chosen_seal
from contracts.domain.signature.sending import take_back
from contracts.domain.signature.signers import require_authority
from contracts.domain.signature.signing_links import COPY_JOB, mail_links
from contracts.domain.signature.signing_place import require_open, whose_turn
from contracts.domain.signature.taking_effect import take_effect
from contracts.domain.wording.files import latest_revision, store_revision
from contracts.domain.wording.snapshots import CONTRACT_LANGUAGE
from contracts.models import Clause, ContractVersion, HeavyReading, SignatureRequest
from contracts.models.signing import SignatureState
from foundation.refusals import Refused
from foundation.text import clean_line, normal_name
from parties.domain.scope import Scope, writing

REASON = "签字并盖章 Signed and sealed"
"""What the signature in the file says it is for."""
REASON_LENGTH = 500


@dataclass(frozen=True)
class Handwriting:
    """The signature as given: the typed name always, a drawing (PNG) when there is one."""

    typed_name: str
    drawing: bytes | None = None


@dataclass(frozen=True)
class SealChoice:
    """The seal: a picture (PNG or JPEG) handed in, one that the party keeps here (its id), or the one that Encore draws
    for the party."""

    picture: bytes | None = None
    registered: int | None = None


def unread_clauses(request: SignatureRequest) -> list[Clause]:
    """The heavy clauses that this signer has not been shown yet, in order."""
    read = request.heavy_readings.values("clause")
    return list(request.version.clauses.filter(is_heavy=True).exclude(pk__in=read).order_by("position"))


def confirm_reading(request_id: int, clause_id: int, *, by: Scope, at: datetime) -> None:
    """Keep that the signer was shown one heavy clause by itself and said so; again changes nothing."""
    with writing(by):
        request = locked_place(request_id)
        require_open(request)
        clause = request.version.clauses.get(pk=clause_id, is_heavy=True)
        HeavyReading.objects.get_or_create(request=request, clause=clause, defaults={"read_at": at})


def sign_contract(
    request_id: int, *, signature: Handwriting, seal: SealChoice | None, by: Scope, at: datetime
) -> SignatureRequest:
    """Sign and seal for a party: its own PAdES signature on the latest revision, verified before anything is kept.

    The last signature makes the contract, or its amendment, effective; where they sign in an order, the next one is
    mailed. One party's second try, and several parties at once, wait for each other on the contract's row: exactly one
    signature each, none lost. Refused: ``contracts.link_used``, ``contracts.link_withdrawn``,
    ``contracts.link_passed_on``, ``contracts.not_your_turn``, ``contracts.authority_expired``,
    ``contracts.heavy_unread``, ``contracts.signature_missing``, ``contracts.name_differs``, ``contracts.seal_missing``,
    ``contracts.seal_unknown``, ``contracts.file_broken``, ``contracts.ended``, ``contracts.end_passed``, and what the
    pictures are refused for.
    """
    with writing(by):
        request = locked_place(request_id)
        require_open(request)
        require_authority(request, at=at)
        _check_act(request, signature, seal)
        kept = chosen_seal(request, seal.registered) if seal and seal.registered else None
        picture = kept.picture.read() if kept else seal.picture if seal else None
        pdf = _signed_pdf(request, signature, picture, at=at)
        request = SIGNATURE_LIFE.move(SignatureRequest, request.pk, "sign", signed_at=at, seal=kept)
        store_revision(request.version, pdf, signature=request, at=at)
        _settle(request, pdf, at=at)
    return request


def decline(request_id: int, *, reason: str, by: Scope, at: datetime) -> None:
    """The signer says no, and why; the contract goes back to its drafter as a new wording, both sides are told."""
    reason = clean_line(reason, REASON_LENGTH, "reason")
    if not reason:
        raise Refused("contracts.reason_missing", "reason")
    with writing(by):
        request = locked_place(request_id)
        require_open(request)
        SIGNATURE_LIFE.move(SignatureRequest, request.pk, "decline", declined_reason=reason)
        contract = request.version.contract
        version = take_back(contract, "decline")
        _tell(request, "contracts.declined", version, at=at)


def _check_act(request: SignatureRequest, signature: Handwriting, seal: SealChoice | None) -> None:
    for clause in unread_clauses(request):
        raise Refused("contracts.heavy_unread", clause=clause.number)
    if not signature.typed_name.strip():
        raise Refused("contracts.signature_missing", "typed_name")
    if normal_name(signature.typed_name) != normal_name(request.signer_name):
        raise Refused("contracts.name_differs", "typed_name", name=request.signer_name)
    if seal is None:
        raise Refused("contracts.seal_missing", "seal")


def _signed_pdf(request: SignatureRequest, signature: Handwriting, seal: bytes | None, *, at: datetime) -> bytes:
    from contracts.documents.appearance import compose_appearance
    from contracts.documents.identity import installation_ca
    from contracts.documents.signing import append_signature

    appearance = compose_appearance(
        party_name=request.party_name,
        uscc=request.party_uscc,
        signer_name=request.signer_name,
        signer_title=request.signer_title,
        authority=request.authority,
        at=at,
        language=CONTRACT_LANGUAGE,
        drawing=signature.drawing,
        seal=seal,
    )
    identity = installation_ca().issue_party_certificate(
        party_name=request.party_name, signer_name=request.signer_name, uscc=request.party_uscc, at=at
    )
    before = latest_revision(request.version).file.read()
    return append_signature(
        before, request.side, identity, appearance, at=at, reason=REASON, language=CONTRACT_LANGUAGE
    )


def _settle(request: SignatureRequest, pdf: bytes, *, at: datetime) -> None:
    """Check the whole file; after the last signature the wording takes effect, and everyone gets the signed copy."""
    version = request.version
    requests = list(version.signature_requests.current().order_by("side"))
    signed = [each.side for each in requests if each.state == SignatureState.SIGNED]
    _require_verified(pdf, signed, is_last=len(signed) == len(requests), at=at)
    if len(signed) < len(requests):
        _tell(request, "contracts.signed", version, at=at)
        mail_links((each for each in whose_turn(version) if not each.links.exists()), at=at)
        return
    take_effect(version, effective_at=at, at=at)
    mail_links(requests, at=at, kind=COPY_JOB)


def _tell(request: SignatureRequest, kind: str, version: ContractVersion, *, at: datetime) -> None:
    contract, amendment = request.version.contract, version.amendment or 0
    tell_both_sides(contract, kind, str(request.pk), at=at, party=request.party_id, amendment=amendment)


def _require_verified(pdf: bytes, signed: list[str], *, is_last: bool, at: datetime) -> None:
    """Refuse ``contracts.file_broken`` unless the file holds exactly these signatures, all good, and nothing else.

    Before the last signature the only fault allowed is that a party has not signed yet.
    """
    from contracts.documents.fields import signature_field
    from contracts.documents.trust import installation_trust
    from contracts.documents.verify import verify

    verdict = verify(pdf, installation_trust(), at=at)
    faults = [reason for reason in verdict.reasons if is_last or reason.code != "incomplete"]
    fields = {report.field for report in verdict.signatures[1:]}
    if faults or (is_last and not verdict.is_valid) or fields != {signature_field(side) for side in signed}:
        raise Refused("contracts.file_broken", reason="; ".join(fault.message for fault in faults) or verdict.judgement)
