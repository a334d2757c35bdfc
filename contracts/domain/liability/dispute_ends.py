"""How a dispute ended: recorded by a side with its paper, counting once both stand behind it (``docs/adr/0012``).

A settlement is both sides' own act, so it always needs the other side's word. What others decided counts at once only
where all of it goes against the side that records it and that side began the dispute, which it could have dropped as
well: it alone bears the costs, and the damages stay or move against it. Else it waits, one end at a time, while the
dispute runs on. Its costs and its sum have one answer: they count together or not at all.

Sources: forms "Disputes"; `ktv-1` settles who bears the costs; Civil Code art. 543 and 585.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from contracts.domain.liability.adjusting import NewSum, adjust_at_end, check_sum, goes_against
from contracts.domain.liability.breach_news import tell_against
from contracts.domain.liability.disputes import DISPUTE, checked_words, keep_step, locked_dispute
from contracts.domain.liability.losses import LONGEST, one_paper
from contracts.domain.liability.speaking import VERB, other_side, require_side
from contracts.models import Breach, Dispute, DisputeEnd
from contracts.models.adjustments import AdjustmentKind
from contracts.models.dispute_ends import EndKind, EndState
from contracts.models.disputes import CostBearer, DisputeState
from foundation.files import Upload
from foundation.refusals import Refused
from foundation.text import clean_text
from foundation.transitions import Lifecycle
from parties.domain.scope import Scope, writing

DISPUTE_END: Final = Lifecycle(
    "end of a dispute",
    {
        EndState.PROPOSED: {
            "accept": EndState.EFFECTIVE,
            "decline": EndState.DECLINED,
            "withdraw": EndState.WITHDRAWN,
        },
        EndState.EFFECTIVE: {},
        EndState.DECLINED: {},
        EndState.WITHDRAWN: {},
    },
    initial=EndState.PROPOSED,
)
"""From what one side records to what counts between both."""

BY: Final = {
    ("settle", DisputeState.MEDIATION): AdjustmentKind.MEDIATION,
    ("decide", DisputeState.ARBITRATION): AdjustmentKind.AWARD,
    ("decide", DisputeState.COURT): AdjustmentKind.JUDGMENT,
}
"""By what a sum counts, from how the dispute ends and where it is; anything else is an agreement."""


@dataclass(frozen=True)
class Outcome:
    """How it ended, on which day, by which paper, and who bears the costs. ``amount``: the damages owed by it, in yuan,
    where they do not stay."""

    text: str
    happened_date: date
    costs: str
    papers: Sequence[Upload] = field(default=())
    amount: Decimal | None = None


def propose_end(dispute_id: int, kind: str, outcome: Outcome, *, by: Scope, at: datetime) -> DisputeEnd:
    """A side records that the dispute was settled or decided.

    Refused: ``contracts.not_a_side_of_breach``, ``contracts.end_waits``, ``contracts.cost_bearer_missing``,
    ``contracts.paper_missing``, ``contracts.reason_missing``, ``contracts.done_in_future``,
    ``foundation.not_allowed_now``, and as for ``propose_adjustment`` where there is a sum.
    """
    with writing(by):
        dispute, breach = locked_dispute(dispute_id)
        party_id = require_side(breach, by=by)
        DISPUTE.next_state(dispute.state, kind)
        if dispute.waiting_end is not None:
            raise Refused("contracts.end_waits")
        if outcome.costs not in CostBearer.values:
            raise Refused("contracts.cost_bearer_missing", "costs")
        text = checked_words(outcome.text, outcome.happened_date, at=at)
        if outcome.amount is not None:
            new = NewSum(_by(dispute, kind), outcome.amount, text, outcome.happened_date)
            check_sum(breach, new, at=at)
        paper = one_paper(outcome.papers, field="papers")
        if paper is None:
            raise Refused("contracts.paper_missing", "papers")
        end = DisputeEnd.objects.create(
            dispute=dispute,
            kind=EndKind(kind),
            costs=outcome.costs,
            amount=outcome.amount,
            happened_date=outcome.happened_date,
            text=text,
            paper=paper,
            party_id=party_id,
            proposed_at=at,
            by=by.label,
        )
        if kind == EndKind.DECIDE and _is_all_against(end, dispute, breach):
            return _count(dispute, breach, end, party_id, "", by=by, at=at)
        tell_against(breach, "contracts.dispute_end_proposed", party_id, str(end.pk), at=at)
    return end


def accept_end(end_id: int, *, by: Scope, at: datetime, text: str = "") -> DisputeEnd:
    """The other side accepts that this is how it ended: the dispute is over, and its sum is owed from now on.

    Refused: ``contracts.not_for_you_to_answer``, ``contracts.above_third_party_cap``, ``foundation.not_allowed_now``.
    """
    with writing(by):
        dispute, breach, end = _locked(end_id)
        answerer_id = _require(other_side(breach, end.party_id), by=by)
        return _count(dispute, breach, end, answerer_id, text, by=by, at=at)


def decline_end(end_id: int, *, by: Scope, at: datetime, text: str) -> DisputeEnd:
    """The other side says why this is not how it ended; the dispute runs on. Refused:
    ``contracts.not_for_you_to_answer``, ``contracts.reason_missing``, ``foundation.not_allowed_now``."""
    if not text.strip():
        raise Refused("contracts.reason_missing", "text")
    with writing(by):
        _dispute, breach, end = _locked(end_id)
        answerer_id = _require(other_side(breach, end.party_id), by=by)
        return _answer(breach, end, "decline", answerer_id, text, by=by, at=at)


def withdraw_end(end_id: int, *, by: Scope, at: datetime, text: str = "") -> DisputeEnd:
    """The side that recorded it takes it back; the dispute runs on. Refused: ``contracts.not_for_you_to_answer``,
    ``foundation.not_allowed_now``."""
    with writing(by):
        _dispute, breach, end = _locked(end_id)
        return _answer(breach, end, "withdraw", _require(end.party_id, by=by), text, by=by, at=at)


def _is_all_against(end: DisputeEnd, dispute: Dispute, breach: Breach) -> bool:
    """The trigger ``dispute_end_heard`` says the same."""
    contract = breach.contract
    own_costs = {contract.party_a_id: CostBearer.A, contract.party_b_id: CostBearer.B}
    if own_costs.get(end.party_id) != end.costs:
        return False
    if dispute.party_id != end.party_id:  # nobody ends what was begun against them by owing one fen more
        return False
    return end.amount is None or goes_against(breach, end.amount, end.party_id)


def _count(
    dispute: Dispute, breach: Breach, end: DisputeEnd, answerer_id: int, text: str, *, by: Scope, at: datetime
) -> DisputeEnd:
    """The one place where a recorded end comes to count: its sum, its costs and the dispute's state together."""
    moved = _answer(breach, end, "accept", answerer_id, text, by=by, at=at)
    if end.amount is not None:
        new = NewSum(_by(dispute, end.kind), end.amount, end.text, end.happened_date)
        adjust_at_end(breach, new, end, answerer_id, by=by, at=at)
    DISPUTE.move(Dispute, dispute.pk, end.kind, None, ended_at=at, costs=end.costs)
    keep_step(dispute, end.kind, end.text, end.happened_date, end.paper, party_id=end.party_id, by=end.by, at=at)
    return moved


def _answer(
    breach: Breach, end: DisputeEnd, verb: str, answerer_id: int, text: str, *, by: Scope, at: datetime
) -> DisputeEnd:
    words = clean_text(text, LONGEST, "text")
    said = {"answerer_id": answerer_id, "answered_at": at, "answer": words, "answered_by": by.label}
    moved = DISPUTE_END.move(DisputeEnd, end.pk, verb, None, **said)
    tell_against(breach, "contracts.dispute_end_answered", answerer_id, f"{end.pk}:{verb}", at=at)
    return moved


def _by(dispute: Dispute, kind: str) -> AdjustmentKind:
    return BY.get((kind, DisputeState(dispute.state)), AdjustmentKind.AGREEMENT)


def _locked(end_id: int) -> tuple[Dispute, Breach, DisputeEnd]:
    dispute, breach = locked_dispute(DisputeEnd.objects.values_list("dispute", flat=True).get(pk=end_id))
    return dispute, breach, DisputeEnd.objects.select_related("paper").get(pk=end_id)


def _require(party_id: int, *, by: Scope) -> int:
    if not by.may_for(VERB, party_id):
        raise Refused("contracts.not_for_you_to_answer")
    return party_id
