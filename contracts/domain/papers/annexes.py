"""Delivering annexes, answering them, and taking one on (A16; forms: "annexes to be delivered")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from contracts.domain.duties.fulfilling import Proof, keep_obligation
from contracts.domain.locking import locked_contract
from contracts.domain.papers.annex_register import AnnexLine, register_of
from contracts.domain.papers.annex_versions import LONGEST_NOTE, keep_version
from contracts.domain.papers.paper_news import tell_other_side
from contracts.domain.sides import speaks_for
from contracts.models import AnnexAnswer, AnnexBearer, AnnexVersion, Contract, Obligation, ObligationEvidence
from contracts.models.contracts import ContractState
from foundation.accepted_files import DOCUMENTS, LARGEST_FILE
from foundation.files import Upload, store_uploads
from foundation.refusals import Refused
from foundation.text import clean_line, clean_text
from parties.domain.scope import Scope, writing

VERB: Final = "papers.keep"
LONGEST_REASON: Final = 2000


@dataclass(frozen=True)
class Delivery:
    """What is delivered. ``obligation_id``: the duty that it does; ``None`` for a version without one."""

    file: Upload
    note: str = ""
    obligation_id: int | None = None


def deliver_annex(contract_id: int, code: str, delivery: Delivery, *, by: Scope, at: datetime) -> AnnexVersion:
    """A side that has to deliver the annex puts its next version into the register; the other side is told.

    Where the clause sets a time, the same act keeps the obligation: the first version of a side always does what it
    owes next, later ones where ``obligation_id`` says so. Raises LookupError for an annex that is not on the list.
    Refused: ``contracts.papers_closed``, ``contracts.not_bearer``, ``contracts.annex_duty_unknown``, what
    ``keep_obligation`` refuses, and what a file is refused for.
    """
    with writing(by):
        contract = locked_contract(contract_id)
        require_open(contract)
        line = _line(contract, code, at=at)
        party_id = _deliverer(contract, line, by=by)
        obligation = _duty(line, delivery, party_id)
        if obligation is not None:
            return _in_time(obligation, delivery, by=by, at=at)
        [file] = store_uploads([delivery.file], kinds=DOCUMENTS, max_bytes=LARGEST_FILE, field="file")
        note = clean_line(delivery.note, LONGEST_NOTE, "note")
        version = keep_version(contract, line.annex, file, party_id=party_id, by=by, at=at, note=note)
        tell_other_side(contract, "contracts.annex_delivered", version.pk, actor_id=party_id, at=at)
    return version


def answer_annex(version_id: int, *, is_accepted: bool, reason: str = "", by: Scope, at: datetime) -> AnnexAnswer:
    """The other side accepts the latest version of an annex or returns it with a reason, once.

    Where the version kept an obligation, the reason also stands with that obligation. Refused:
    ``contracts.not_other_side``, ``contracts.annex_answered``, ``contracts.annex_superseded``,
    ``contracts.reason_missing``.
    """
    text = clean_text(reason, LONGEST_REASON, "reason")
    with writing(by):
        contract = locked_contract(AnnexVersion.objects.values_list("contract", flat=True).get(pk=version_id))
        version = AnnexVersion.objects.select_related("party").get(pk=version_id)
        party = contract.party_b if version.party_id == contract.party_a_id else contract.party_a
        if not by.may_for(VERB, party.pk):
            raise Refused("contracts.not_other_side", party=party.name)
        _require_unanswered(version)
        if not is_accepted and not text:
            raise Refused("contracts.reason_missing", "reason")
        given = AnnexAnswer.objects.create(
            version=version, party=party, is_accepted=is_accepted, reason=text, at=at, by=by.label
        )
        if version.obligation_id and not is_accepted:
            ObligationEvidence.objects.create(
                obligation_id=version.obligation_id, party=party, text=text, added_at=at, by=by.label
            )
        kind = "contracts.annex_accepted" if is_accepted else "contracts.annex_returned"
        tell_other_side(contract, kind, version.pk, actor_id=party.pk, at=at)
    return given


def take_on_annex(contract_id: int, code: str, *, by: Scope, at: datetime) -> AnnexBearer:
    """A side says that it delivers an annex. Nobody can put it on the other side.

    Raises LookupError for an annex that is not on the list. Refused: ``parties.not_yours``,
    ``contracts.papers_closed``, ``contracts.annex_has_bearer`` where a clause sets a time, so that the obligation says
    who owes it, or where this side has it already.
    """
    with writing(by):
        contract = locked_contract(contract_id)
        party = speaks_for(contract, VERB, by=by)
        require_open(contract)
        line = _line(contract, code, at=at)
        has_it = (
            line.taker.party_id == party.pk if line.taker else line.bearer and contract.party_of(line.bearer) == party
        )
        if line.is_timed or has_it:
            raise Refused("contracts.annex_has_bearer")
        return AnnexBearer.objects.create(contract=contract, code=code, party=party, at=at, by=by.label)


def require_open(contract: Contract) -> None:
    """Refuse (``contracts.papers_closed``) while only the provider sees the contract, and once it is archived."""
    if contract.state in (ContractState.DRAFT, ContractState.ARCHIVED):
        raise Refused("contracts.papers_closed")


def _line(contract: Contract, code: str, *, at: datetime) -> AnnexLine:
    line = next((each for each in register_of(contract, at=at) if each.annex.code == code), None)
    if line is None:
        raise LookupError(f"contract {contract.pk} lists no annex {code}")
    return line


def _deliverer(contract: Contract, line: AnnexLine, *, by: Scope) -> int:
    parties = line.deliverers(contract)
    found = [
        party for party in (contract.party_a_id, contract.party_b_id) if party in parties and by.may_for(VERB, party)
    ]
    if not found:
        raise Refused("contracts.not_bearer")
    return found[0]


def _duty(line: AnnexLine, delivery: Delivery, party_id: int) -> Obligation | None:
    owed = [obligation for obligation in line.owed if obligation.debtor_id == party_id]
    if delivery.obligation_id is None:
        is_first = not any(version.party_id == party_id for version in line.versions)
        return owed[0] if owed and is_first else None
    found = next((obligation for obligation in owed if obligation.pk == delivery.obligation_id), None)
    if found is None:
        raise Refused("contracts.annex_duty_unknown", "obligation")
    return found


def _in_time(obligation: Obligation, delivery: Delivery, *, by: Scope, at: datetime) -> AnnexVersion:
    try:
        keep_obligation(obligation.pk, proof=Proof(delivery.note, [delivery.file]), by=by, at=at)
    except Refused as refused:
        # The other form calls its fields by other names.
        refused.field = {"evidence": "file", "text": "note"}.get(refused.field or "", refused.field)
        raise
    return AnnexVersion.objects.filter(obligation=obligation).latest("number")


def _require_unanswered(version: AnnexVersion) -> None:
    if AnnexAnswer.objects.filter(version=version).exists():
        raise Refused("contracts.annex_answered")
    newer = AnnexVersion.objects.filter(contract=version.contract_id, code=version.code, number__gt=version.number)
    if newer.exists():
        raise Refused("contracts.annex_superseded")
