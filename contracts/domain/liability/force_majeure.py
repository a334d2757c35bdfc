"""Force majeure: claimed with evidence by the side that could not perform, answered by the other (A12).

Sources: forms "Common to all" (an exemption with evidence, which suspends or ends duties), `ktv-1` (named among the
failures); Civil Code art. 180 and 590. It exempts as far as it hindered (art. 590), so the claim says which duties it
hindered, and the answer for how many of the days. Accepting is the one way to an exemption: it moves the open deadlines
of the days accepted through the pause ledger, and exempts what nobody has decided yet; what is confirmed stays so.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import QuerySet

from contracts.domain.chiefs import chiefs_of
from contracts.domain.liability.breaches import exempt_covered
from contracts.domain.liability.hindered import hindered_clocks, nameable, suspend, touching
from contracts.domain.liability.losses import LONGEST, one_paper
from contracts.domain.liability.speaking import VERB
from contracts.domain.locking import locked_contract
from contracts.domain.sides import side_of
from contracts.domain.terms.values import SHANGHAI
from contracts.models import Contract, ForceMajeure, HinderedDuty, Obligation
from contracts.models.force_majeure import Covers, ForceMajeureEffect, ForceMajeureState
from deadlines.domain import clock
from foundation.days import known_day
from foundation.files import Upload
from foundation.refusals import Refused
from foundation.text import clean_text
from foundation.transitions import Lifecycle
from parties.domain.messages import Telling, tell
from parties.domain.scope import SYSTEM, Scope, writing

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


OPENED_LATE: Final = timedelta(days=30)
"""For how long after the days of a claim the beat may open a duty that began in them: workers were away."""


@dataclass(frozen=True)
class Hindrance:
    """What hindered a side, from which day to which (both within it), what it asks for, and the file that shows it.

    ``covers``: all of its duties of these days, or those named in ``duties`` (ids of obligations).
    """

    first_day: date
    last_day: date
    effect: str
    text: str
    papers: Sequence[Upload] = field(default=())
    covers: str = Covers.ALL
    duties: Collection[int] = field(default=())


def claim_force_majeure(contract_id: int, hindrance: Hindrance, *, by: Scope, at: datetime) -> ForceMajeure:
    """A side claims it for its own duties; the other side is told. Nothing changes yet.

    Refused: ``parties.not_yours``, ``contracts.before_effect``, ``contracts.days_out_of_order``,
    ``contracts.reason_missing``, ``contracts.paper_missing``, ``contracts.hindered_duty_missing``,
    ``contracts.hindered_duty_wrong``, and what a file is refused for.
    """
    text = clean_text(hindrance.text, LONGEST, "text")
    if not text:
        raise Refused("contracts.reason_missing", "text")
    known_day(hindrance.first_day, "first_day")
    known_day(hindrance.last_day, "last_day")
    if hindrance.last_day < hindrance.first_day:
        raise Refused("contracts.days_out_of_order", "last_day")
    with writing(by):
        contract = locked_contract(contract_id)
        party = contract.party_of(side_of(contract, VERB, by=by))
        if contract.effective_at is None:
            raise Refused("contracts.before_effect")
        first_at = datetime.combine(hindrance.first_day, time.min, SHANGHAI)
        until_at = _end_of(hindrance.last_day)
        named = _named(hindrance, nameable(contract.pk, [party.pk]).filter(*touching(first_at, until_at)))
        evidence = one_paper(hindrance.papers, field="papers")
        if evidence is None:
            raise Refused("contracts.paper_missing", "papers")
        claim = ForceMajeure.objects.create(
            contract=contract,
            party=party,
            first_at=first_at,
            until_at=until_at,
            covers=Covers(hindrance.covers),
            effect=ForceMajeureEffect(hindrance.effect),
            text=text,
            evidence=evidence,
            claimed_at=at,
            by=by.label,
        )
        HinderedDuty.objects.bulk_create(HinderedDuty(claim=claim, obligation_id=each) for each in named)
        _tell_other_side(contract, claim, "claim", party.pk, at=at)
    return claim


def accept_force_majeure(
    claim_id: int,
    *,
    by: Scope,
    at: datetime,
    text: str = "",
    first_day: date | None = None,
    last_day: date | None = None,
) -> ForceMajeure:
    """The other side accepts it, for all days claimed or for those from ``first_day`` to ``last_day`` alone.

    The claimant's hindered open duties of these days are suspended or ended, and its breaches of these days exempted,
    also those proposed later. Refused: ``contracts.not_for_you_to_answer``, ``contracts.days_out_of_order``,
    ``contracts.days_beyond_claim``, ``foundation.not_allowed_now``.
    """
    with writing(by):
        contract, claim = _locked(claim_id)
        first_at, until_at = _accepted(claim, first_day, last_day)
        accepted = {"accepted_first_at": first_at, "accepted_until_at": until_at}
        claim = _answer(contract, claim, "accept", text, by=by, at=at, **accepted)
        _relieve(claim, first_at, until_at, by=by, at=at)
        exempt_covered([contract.pk], at)
    return claim


def relieve_opened(at: datetime) -> None:
    """Suspend or end the duties that began after the claim was accepted, within its days: they are hindered as well.

    The beat calls it: a clock is moved at the latest a minute after it began, by as much as at its beginning. Again it
    changes nothing. Days that ended a month ago begin no duty any more. What a claim names, was open when it named it.
    """
    lately = ForceMajeure.objects.filter(
        state=ForceMajeureState.ACCEPTED, covers=Covers.ALL, accepted_until_at__gt=at - OPENED_LATE
    )
    for claim_id in lately.order_by("pk").values_list("pk", flat=True):
        with writing(SYSTEM):
            _contract, claim = _locked(claim_id)
            if claim.accepted_first_at and claim.accepted_until_at:
                _relieve(claim, claim.accepted_first_at, claim.accepted_until_at, by=SYSTEM, at=at)


def _relieve(claim: ForceMajeure, first_at: datetime, until_at: datetime, *, by: Scope, at: datetime) -> None:
    if claim.effect == ForceMajeureEffect.END:
        within = hindered_clocks(claim, first_at, until_at).filter(obligation__occurrence__isnull=False)
        clock.cancel(within.filter(due_at__lte=until_at).values_list("pk", flat=True), at=at)
    for deadline in hindered_clocks(claim, first_at, until_at).prefetch_related("pauses").order_by("pk"):
        suspend(deadline, claim, first_at, until_at, by=by)


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


def _named(hindrance: Hindrance, possible: "QuerySet[Obligation]") -> list[int]:
    """The duties that the claim names, each one that it can have hindered."""
    named = set(hindrance.duties) if hindrance.covers == Covers.NAMED else set()
    if hindrance.covers == Covers.NAMED and not named:
        raise Refused("contracts.hindered_duty_missing", "duties")
    found = list(possible.filter(pk__in=named).values_list("pk", flat=True))
    if len(found) != len(named):
        raise Refused("contracts.hindered_duty_wrong", "duties")
    return found


def _accepted(claim: ForceMajeure, first_day: date | None, last_day: date | None) -> tuple[datetime, datetime]:
    """From when until when it is accepted; what is left open is as claimed."""
    first_at = datetime.combine(known_day(first_day, "first_day"), time.min, SHANGHAI) if first_day else claim.first_at
    until_at = _end_of(known_day(last_day, "last_day")) if last_day else claim.until_at
    if first_at < claim.first_at or first_at >= claim.until_at:
        raise Refused("contracts.days_beyond_claim", "first_day")
    if until_at > claim.until_at or until_at <= claim.first_at:
        raise Refused("contracts.days_beyond_claim", "last_day")
    if until_at <= first_at:
        raise Refused("contracts.days_out_of_order", "last_day")
    return first_at, until_at


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, SHANGHAI)


def _answer(
    contract: Contract, claim: ForceMajeure, verb: str, text: str, *, by: Scope, at: datetime, **accepted: datetime
) -> ForceMajeure:
    speaker_id = _speaker_id(contract, claim, verb)
    if not by.may_for(VERB, speaker_id):
        raise Refused("contracts.not_for_you_to_answer")
    said = {"answered_at": at, "answer": clean_text(text, LONGEST, "text"), "answered_by": by.label}
    moved = FORCE_MAJEURE.move(ForceMajeure, claim.pk, verb, None, **said, **accepted)
    _tell_other_side(contract, moved, verb, speaker_id, at=at)
    return moved


def _locked(claim_id: int) -> tuple[Contract, ForceMajeure]:
    contract = locked_contract(ForceMajeure.objects.values_list("contract", flat=True).get(pk=claim_id))
    return contract, ForceMajeure.objects.get(pk=claim_id)


def _tell_other_side(contract: Contract, claim: ForceMajeure, verb: str, spoke_id: int, *, at: datetime) -> None:
    across = contract.party_b_id if spoke_id == contract.party_a_id else contract.party_a_id
    reader = chiefs_of(contract)[across]
    params: dict[str, int | str] = {"contract": contract.pk, "number": contract.number}
    if claim.is_accepted_in_part:
        params["in_part"] = 1
    tell([Telling(reader, "contracts.force_majeure", f"force-majeure:{claim.pk}:{verb}:{reader}", params)], at=at)
