"""Entering what was signed on paper: in force from the day of signing, with the scan, and no electronic signature.

The provider enters it, and the client says that this is what was signed: neither side can bind the other alone. Source:
capability A8 (contracts already signed on paper can be entered with a scan).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from django.utils import timezone
from django.utils.translation import get_language

from contracts.domain.life.ending import pass_moments
from contracts.domain.life.fee_notices import fee_refusal
from contracts.domain.life.moving import move_version
from contracts.domain.locking import locked_contract
from contracts.domain.news import tell_both_sides
from contracts.domain.signature.sending import take_back
from contracts.domain.signature.taking_effect import take_effect
from contracts.domain.terms.values import SHANGHAI
from contracts.domain.wording.engaging import third_party_of
from contracts.domain.wording.readiness import require_ready
from contracts.domain.wording.versions import amended_version
from contracts.models import Contract, ContractVersion, PaperAnswer, PaperSigner, PaperSigning
from contracts.models.contracts import Side
from contracts.models.signing import Authority
from contracts.models.versions import VersionState
from foundation.accepted_files import LARGEST_FILE, SCANS
from foundation.days import known_day
from foundation.files import store
from foundation.refusals import Refused
from foundation.text import clean_line, clean_text, says_something
from parties.domain.scope import Scope, writing

LONGEST_REASON: Final = 500


@dataclass(frozen=True)
class NamedSigner:
    """Who signed on paper for a side."""

    name: str
    title: str
    authority: str = Authority.LEGAL_REPRESENTATIVE


@dataclass(frozen=True)
class Scan:
    """The paper as a file."""

    content: bytes
    name: str


def enter_paper(
    contract_id: int, *, signed_date: date, signers: Mapping[str, NamedSigner], scan: Scan, by: Scope, at: datetime
) -> PaperSigning:
    """Freeze the draft (of the contract, or of its amendment) as it was signed on paper, for the client to confirm.

    ``signers``: by side, ``A`` and ``B``. Until then it can be withdrawn. Refused: whatever ``readiness`` finds,
    ``contracts.not_your_side``, ``contracts.frozen``, ``contracts.signed_in_future``, ``contracts.signed_before_base``,
    ``contracts.fee_notice_missing`` and ``contracts.fee_notice_runs`` as for sending,
    ``contracts.paper_signer_missing``, ``contracts.third_party_on_paper``, and what a file is refused for.
    """
    with writing(by):
        version = _editable(contract_id, by)
        contract = version.contract
        if third_party_of(version) is not None:
            raise Refused("contracts.third_party_on_paper")
        named = {side: _checked(contract, side, signers.get(side)) for side in Side}
        require_ready(version, get_language() or "zh-hans")
        _moment(version, signed_date, at=at)
        if (refused := fee_refusal(version, at=at)) is not None:
            raise refused
        kept = store(scan.content, scan.name, kinds=SCANS, max_bytes=LARGEST_FILE, field="scan")
        move_version(version, "send", frozen_at=at)
        signing = PaperSigning.objects.create(
            version=version, signed_date=signed_date, scan=kept, entered_at=at, by=by.label
        )
        PaperSigner.objects.bulk_create(_signer(signing, contract, side, each) for side, each in named.items())
        key, amendment = str(version.number), version.amendment or 0
        tell_both_sides(contract, "contracts.paper_waits", key, at=at, amendment=amendment)
    return signing


def confirm_paper(contract_id: int, paper_id: int, *, by: Scope, at: datetime) -> PaperSigning:
    """The client says that this is what was signed: it acts from the start of the day of signing; both sides are told.

    ``paper_id``: the entry that the client has read. A contract whose term has run out since ends at once. Refused:
    ``contracts.not_the_client``, ``contracts.no_paper_waits``, ``contracts.paper_replaced``, ``contracts.ended``,
    ``contracts.end_passed``.
    """
    with writing(by):
        signing = _waiting(contract_id, paper_id, by)
        PaperAnswer.objects.create(signing=signing, is_confirmed=True, answered_at=at, by=by.label)
        effective_at = _moment(signing.version, signing.signed_date, at=at)
        take_effect(signing.version, effective_at=effective_at, at=at, on_paper=True)
        pass_moments(contract_id, at=at)
    return signing


def reject_paper(contract_id: int, paper_id: int, *, reason: str, by: Scope, at: datetime) -> PaperSigning:
    """The client says that this is not what was signed, and why: it is a draft again; both sides are told.

    Refused: ``contracts.not_the_client``, ``contracts.no_paper_waits``, ``contracts.paper_replaced``,
    ``contracts.reason_missing``.
    """
    reason = clean_text(reason, LONGEST_REASON, "reason")
    if not says_something(reason):
        raise Refused("contracts.reason_missing", "reason")
    with writing(by):
        signing = _waiting(contract_id, paper_id, by)
        PaperAnswer.objects.create(signing=signing, is_confirmed=False, reason=reason, answered_at=at, by=by.label)
        version = signing.version
        take_back(version.contract, "decline")
        key, amendment = str(version.number), version.amendment or 0
        tell_both_sides(version.contract, "contracts.paper_rejected", key, at=at, amendment=amendment)
    return signing


def paper_with_scan(content: bytes) -> PaperSigning | None:
    """The confirmed signing on paper of which these very bytes are the scan that was kept."""
    found = PaperSigning.objects.filter(
        scan__sha256=hashlib.sha256(content).hexdigest(), version__state=VersionState.EFFECTIVE
    )
    return found.select_related("version__contract").prefetch_related("signers").first()


def last_rejection(version: ContractVersion) -> PaperAnswer | None:
    """Why what was entered for the same agreement as signed on paper came back last."""
    rejected = PaperAnswer.objects.filter(
        signing__version__contract=version.contract_id, signing__version__amendment=version.amendment
    )
    return rejected.filter(is_confirmed=False).order_by("-pk").first()


def _editable(contract_id: int, by: Scope) -> ContractVersion:
    contract = locked_contract(contract_id)
    if not by.may_for("contracts.send", contract.party_b_id):
        raise Refused("contracts.not_your_side")
    version = contract.working_version
    if version is None or not version.is_editable:
        raise Refused("contracts.frozen")
    version.contract = contract
    return version


def _waiting(contract_id: int, paper_id: int, by: Scope) -> PaperSigning:
    """What was entered and waits for the client's word, with its contract locked: no other than the one it has read."""
    contract = locked_contract(contract_id)
    if not by.may_for("contracts.confirm_paper", contract.party_a_id):
        raise Refused("contracts.not_the_client", party=contract.party_a.name)
    version = contract.working_version
    signing = PaperSigning.objects.filter(version=version, answer=None).first() if version else None
    if version is None or signing is None or not version.is_out_for_signature:
        raise Refused("contracts.no_paper_waits")
    if signing.pk != paper_id:
        raise Refused("contracts.paper_replaced")
    version.contract = contract
    signing.version = version
    return signing


def _moment(version: ContractVersion, signed_date: date, *, at: datetime) -> datetime:
    if signed_date > timezone.localdate(at):
        raise Refused("contracts.signed_in_future", "signed_date")
    effective_at = datetime.combine(known_day(signed_date, "signed_date"), time.min, SHANGHAI)
    before = amended_version(version)
    if before is not None and before.effective_at is not None and effective_at <= before.effective_at:
        raise Refused("contracts.signed_before_base", "signed_date")
    return effective_at


def _checked(contract: Contract, side: Side, signer: NamedSigner | None) -> NamedSigner:
    prefix, party = side.lower(), contract.party_of(side).name
    name = clean_line(signer.name, 80, f"{prefix}_name") if signer else ""
    title = clean_line(signer.title, 80, f"{prefix}_title") if signer else ""
    if signer is None or not name or not title:
        raise Refused("contracts.paper_signer_missing", f"{prefix}_{'title' if name else 'name'}", party=party)
    return NamedSigner(name, title, Authority(signer.authority))


def _signer(signing: PaperSigning, contract: Contract, side: Side, signer: NamedSigner) -> PaperSigner:
    party = contract.party_of(side)
    return PaperSigner(
        signing=signing,
        side=side,
        party_name=party.name,
        party_uscc=party.uscc,
        signer_name=signer.name,
        signer_title=signer.title,
        authority=signer.authority,
    )
