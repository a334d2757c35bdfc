"""Force majeure: claimed with evidence by the side that could not perform, answered by the other (A12).

Sources: forms "Common to all" (an exemption with evidence, which suspends or ends duties), `ktv-1` (named among the
failures); Civil Code art. 180 and 590. Accepting is the one way to an exemption: it moves the open deadlines of that
time through the pause ledger, and exempts what nobody has decided yet; what is confirmed stays confirmed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import QuerySet

from contracts.domain.chiefs import chiefs_of
from contracts.domain.liability.breaches import exempt_covered
from contracts.domain.liability.losses import LONGEST, one_paper
from contracts.domain.liability.speaking import VERB
from contracts.domain.life.notices import locked
from contracts.domain.sides import side_of
from contracts.domain.terms.values import SHANGHAI
from contracts.models import Contract, ForceMajeure
from contracts.models.force_majeure import ForceMajeureEffect, ForceMajeureState
from deadlines.domain import clock, pausing
from deadlines.models import Deadline
from foundation.days import known_day
from foundation.files import Upload
from foundation.refusals import Refused
from foundation.text import clean_text
from foundation.transitions import Lifecycle
from parties.domain.messages import Telling, tell
from parties.domain.scope import Scope, writing

FORCE_MAJEURE: Final = Lifecycle(
    "force majeure",
    {
        ForceMajeureState.CLAIMED: {
            "accept": ForceMajeureState.ACCEPTED,
            "reject": ForceMajeureState.REJECTED,
            "withdraw": ForceMajeureState.WITHDRAWN,
        },
        ForceMajeureState.ACCEPTED: {},
        ForceMajeureState.REJECTED: {},
        ForceMajeureState.WITHDRAWN: {},
    },
    initial=ForceMajeureState.CLAIMED,
)
"""From the claim to the other side's answer."""


@dataclass(frozen=True)
class Hindrance:
    """What hindered a side, from which day to which (both within it), what it asks for, and the file that shows it."""

    first_day: date
    last_day: date
    effect: str
    text: str
    papers: Sequence[Upload] = field(default=())


def claim_force_majeure(contract_id: int, hindrance: Hindrance, *, by: Scope, at: datetime) -> ForceMajeure:
    """A side claims it for its own duties; the other side is told. Nothing changes yet.

    Refused: ``parties.not_yours``, ``contracts.before_effect``, ``contracts.days_out_of_order``,
    ``contracts.reason_missing``, ``contracts.paper_missing``, and what a file is refused for.
    """
    text = clean_text(hindrance.text, LONGEST, "text")
    if not text:
        raise Refused("contracts.reason_missing", "text")
    known_day(hindrance.first_day, "first_day")
    known_day(hindrance.last_day, "last_day")
    if hindrance.last_day < hindrance.first_day:
        raise Refused("contracts.days_out_of_order", "last_day")
    with writing(by):
        contract = locked(contract_id)
        party = contract.party_of(side_of(contract, VERB, by=by))
        if contract.effective_at is None:
            raise Refused("contracts.before_effect")
        evidence = one_paper(hindrance.papers, field="papers")
        if evidence is None:
            raise Refused("contracts.paper_missing", "papers")
        claim = ForceMajeure.objects.create(
            contract=contract,
            party=party,
            first_at=datetime.combine(hindrance.first_day, time.min, SHANGHAI),
            until_at=datetime.combine(hindrance.last_day + timedelta(days=1), time.min, SHANGHAI),
            effect=ForceMajeureEffect(hindrance.effect),
            text=text,
            evidence=evidence,
            claimed_at=at,
            by=by.label,
        )
        _tell_other_side(contract, claim, "claim", party.pk, at=at)
    return claim


def accept_force_majeure(claim_id: int, *, by: Scope, at: datetime, text: str = "") -> ForceMajeure:
    """The other side accepts it: the claimant's open duties of that time are suspended or ended, and its breaches of
    that time are exempted, also those proposed later. Refused: ``contracts.not_for_you_to_answer``,
    ``foundation.not_allowed_now``."""
    with writing(by):
        contract, claim = _locked(claim_id)
        claim = _answer(contract, claim, "accept", text, by=by, at=at)
        if claim.effect == ForceMajeureEffect.END:
            within = _hindered(claim).filter(obligation__occurrence__isnull=False)
            clock.cancel(within.filter(due_at__lt=claim.until_at).values_list("pk", flat=True), at=at)
        for deadline in _hindered(claim).order_by("pk"):
            _suspend(deadline, claim, by=by)
        exempt_covered([contract.pk], at=at)
    return claim


def reject_force_majeure(claim_id: int, *, by: Scope, at: datetime, text: str) -> ForceMajeure:
    """The other side rejects it and says why. Refused: ``contracts.not_for_you_to_answer``,
    ``contracts.reason_missing``, ``foundation.not_allowed_now``."""
    if not text.strip():
        raise Refused("contracts.reason_missing", "text")
    with writing(by):
        contract, claim = _locked(claim_id)
        return _answer(contract, claim, "reject", text, by=by, at=at)


def withdraw_force_majeure(claim_id: int, *, by: Scope, at: datetime, text: str = "") -> ForceMajeure:
    """The side that claimed it takes it back. Refused as for rejecting."""
    with writing(by):
        contract, claim = _locked(claim_id)
        return _answer(contract, claim, "withdraw", text, by=by, at=at)


def verbs_for(claim: ForceMajeure, *, by: Scope) -> list[str]:
    """What the person may do with this claim now (its ``contract`` loaded)."""
    verbs = FORCE_MAJEURE.verbs(claim.state)
    return [verb for verb in verbs if by.may_for(VERB, _speaker_id(claim.contract, claim, verb))]


def _speaker_id(contract: Contract, claim: ForceMajeure, verb: str) -> int:
    if verb == "withdraw":
        return claim.party_id
    return contract.party_b_id if claim.party_id == contract.party_a_id else contract.party_a_id


def _answer(contract: Contract, claim: ForceMajeure, verb: str, text: str, *, by: Scope, at: datetime) -> ForceMajeure:
    speaker_id = _speaker_id(contract, claim, verb)
    if not by.may_for(VERB, speaker_id):
        raise Refused("contracts.not_for_you_to_answer")
    said = {"answered_at": at, "answer": clean_text(text, LONGEST, "text"), "answered_by": by.label}
    moved = FORCE_MAJEURE.move(ForceMajeure, claim.pk, verb, None, **said)
    _tell_other_side(contract, moved, verb, speaker_id, at=at)
    return moved


def _hindered(claim: ForceMajeure) -> QuerySet[Deadline]:
    """The claimant's running clocks under the contract that the time touches."""
    return Deadline.objects.filter(
        obligation__contract=claim.contract_id,
        obligation__debtor=claim.party_id,
        outcome=None,
        paused_at=None,
        started_at__lt=claim.until_at,
        due_at__gte=claim.first_at,
    )


def _suspend(deadline: Deadline, claim: ForceMajeure, *, by: Scope) -> None:
    """Stop the clock for as much of that time as it ran in, and was not stopped already."""
    last = deadline.pauses.order_by("-at").values_list("at", flat=True).first()
    begins = max(moment for moment in (claim.first_at, deadline.started_at, last) if moment is not None)
    if begins < claim.until_at and begins <= deadline.due_at:
        pausing.pause(deadline.pk, reason=f"force majeure #{claim.pk}", by=by, at=begins)
        pausing.resume(deadline.pk, by=by, at=claim.until_at)


def _locked(claim_id: int) -> tuple[Contract, ForceMajeure]:
    contract = locked(ForceMajeure.objects.values_list("contract", flat=True).get(pk=claim_id))
    return contract, ForceMajeure.objects.get(pk=claim_id)


def _tell_other_side(contract: Contract, claim: ForceMajeure, verb: str, spoke_id: int, *, at: datetime) -> None:
    across = contract.party_b_id if spoke_id == contract.party_a_id else contract.party_a_id
    reader = chiefs_of(contract)[across]
    params: dict[str, int | str] = {"contract": contract.pk, "number": contract.number}
    tell([Telling(reader, "contracts.force_majeure", f"force-majeure:{claim.pk}:{verb}:{reader}", params)], at=at)
