"""Data handed from one side to the other, until it is back or gone; each step is a side's own word (A16).

Sources: form ``service``, 3.2 (handed over by a register that both sides sign) and 6.13 (returned and deleted after the
end), annex 9. The giver records what it hands over, the receiver confirms it, later returns or destroys it with a
proof, and the giver confirms that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils import timezone

from contracts.domain.life.lifecycles import HANDOVER_LIFE
from contracts.domain.locking import locked_contract
from contracts.domain.papers.annexes import VERB
from contracts.domain.papers.paper_news import tell_other_side
from contracts.domain.sides import speaks_for
from contracts.models import Contract, DataHandover, HandoverStep
from contracts.models.contracts import ContractState
from contracts.models.handovers import HELD
from foundation.accepted_files import DOCUMENTS, LARGEST_FILE
from foundation.files import Upload, store_uploads
from foundation.models import StoredFile
from foundation.refusals import Refused
from foundation.text import clean_line, clean_text
from parties.domain.scope import Scope, writing

LONGEST: Final = {"what": 200, "medium": 120, "purpose": 300}
LONGEST_WORDS: Final = 2000
OF_GIVER: Final = ("withdraw", "accept", "refuse")
"""What the giver does; the rest is the receiver's."""
WITH_PROOF: Final = ("give_back", "destroy")
WITH_REASON: Final = ("contest", "withdraw", "refuse")


@dataclass(frozen=True)
class Parcel:
    """What is handed over. ``records``: how many entries, ``None`` where they are not counted."""

    what: str
    medium: str
    purpose: str
    handed_date: date
    records: int | None = None
    is_personal: bool = False
    list_file: Upload | None = None


@dataclass(frozen=True)
class Word:
    """What a side says about it. ``on_date``: the day on which it was done."""

    text: str = ""
    on_date: date | None = None
    proof: Upload | None = None


def hand_over(contract_id: int, parcel: Parcel, *, by: Scope, at: datetime) -> DataHandover:
    """Record data of the person's own side that went to the other side, which is asked to confirm it.

    Refused: ``parties.not_yours``, ``contracts.data_closed``, ``foundation.required``, ``contracts.day_in_future``,
    ``contracts.before_contract``, and what words and files are refused for.
    """
    words = {name: _line(getattr(parcel, name), limit, name) for name, limit in LONGEST.items()}
    with writing(by):
        contract = locked_contract(contract_id)
        giver = speaks_for(contract, VERB, by=by)
        _require_data_open(contract)
        _check_day(parcel.handed_date, contract, at=at)
        handover = DataHandover.objects.create(
            contract=contract,
            giver=giver,
            receiver=contract.party_b if giver == contract.party_a else contract.party_a,
            records=parcel.records,
            is_personal=parcel.is_personal,
            handed_date=parcel.handed_date,
            list_file=_stored(parcel.list_file, "list_file"),
            recorded_at=at,
            by=by.label,
            **words,
        )
        tell_other_side(contract, "contracts.data_given", handover.pk, actor_id=giver.pk, at=at)
    return handover


def answer_handover(handover_id: int, verb: str, word: Word, *, by: Scope, at: datetime) -> HandoverStep:
    """One step: receive, contest, give_back, destroy (the receiver); withdraw, accept, refuse (the giver).

    Refused: ``contracts.not_other_side``, ``foundation.not_allowed_now``, ``contracts.reason_missing`` for a no,
    ``contracts.proof_missing`` and ``contracts.data_day`` for what is returned or destroyed, and what words and files
    are refused for.
    """
    text = clean_text(word.text, LONGEST_WORDS, "text")
    with writing(by):
        contract = locked_contract(DataHandover.objects.values_list("contract", flat=True).get(pk=handover_id))
        handover = DataHandover.objects.select_related("giver", "receiver").get(pk=handover_id)
        party = handover.giver if verb in OF_GIVER else handover.receiver
        if not by.may_for(VERB, party.pk):
            raise Refused("contracts.not_other_side", party=party.name)
        HANDOVER_LIFE.next_state(handover.state, verb)
        if verb in WITH_REASON and not text:
            raise Refused("contracts.reason_missing", "text")
        proof = _proof(handover, word, at=at) if verb in WITH_PROOF else None
        HANDOVER_LIFE.move(DataHandover, handover.pk, verb)
        step = HandoverStep.objects.create(
            handover=handover,
            party=party,
            verb=verb,
            text=text,
            on_date=word.on_date if proof else None,
            proof=proof,
            at=at,
            by=by.label,
        )
        tell_other_side(contract, "contracts.data_answered", handover.pk, actor_id=party.pk, at=at, step=step.pk)
    return step


def verbs_for(handover: DataHandover, *, by: Scope) -> list[str]:
    """What this person may do with it now."""
    giver, receiver = by.may_for(VERB, handover.giver_id), by.may_for(VERB, handover.receiver_id)
    return [verb for verb in HANDOVER_LIFE.verbs(handover.state) if (giver if verb in OF_GIVER else receiver)]


def held_data(contract_id: int) -> int:
    """How many hand-overs the receiver still has, or may have."""
    return DataHandover.objects.filter(contract=contract_id, state__in=HELD).count()


def _require_data_open(contract: Contract) -> None:
    if contract.effective_at is None or contract.state == ContractState.ARCHIVED:
        raise Refused("contracts.data_closed")


def _check_day(day: date, contract: Contract, *, at: datetime) -> None:
    if day > timezone.localdate(at):
        raise Refused("contracts.day_in_future", "handed_date")
    if day < timezone.localdate(contract.created_at):
        raise Refused("contracts.before_contract", "handed_date")


def _proof(handover: DataHandover, word: Word, *, at: datetime) -> StoredFile:
    if word.proof is None:
        raise Refused("contracts.proof_missing", "proof")
    if word.on_date is None or not handover.handed_date <= word.on_date <= timezone.localdate(at):
        raise Refused("contracts.data_day", "on_date")
    [stored] = store_uploads([word.proof], kinds=DOCUMENTS, max_bytes=LARGEST_FILE, field="proof")
    return stored


def _stored(file: Upload | None, field: str) -> StoredFile | None:
    return store_uploads([file], kinds=DOCUMENTS, max_bytes=LARGEST_FILE, field=field)[0] if file else None


def _line(text: str, limit: int, field: str) -> str:
    line = clean_line(text, limit, field)
    if not line:
        raise Refused("foundation.required", field)
    return line
