"""Damages adjusted by agreement, or by what was settled or decided outside; what was computed stays on record (A13).

Sources: Civil Code art. 543 (by agreement) and 585 (a court or an arbitral tribunal may raise or lower damages).
What others decided is recorded with its paper. It counts at once where it goes against the side that records it; in
its own favour, once the other side has seen that this is the decision (``docs/adr/0012``).

The caps of the clause (``damages_cap_month``, ``damages_cap_total``) bind what the clause computes, and not what the
sides agree or a third one decides: that may be more (art. 543, 585), and uses up what the caps leave to later breaches.
The third party's cap is strict: it limits what that party promised to answer for, and nobody here agrees for more.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db.models import Max
from django.utils import timezone

from contracts.domain.liability.breach_news import tell_against
from contracts.domain.liability.losses import LONGEST, one_paper
from contracts.domain.liability.speaking import VERB, other_side, require_side
from contracts.domain.liability.third_parties import cap_of
from contracts.domain.locking import locked_breach
from contracts.models import Adjustment, Breach, Damages, DisputeEnd
from contracts.models.adjustments import AdjustmentKind, AdjustmentState
from contracts.models.dispute_ends import EndState
from foundation.days import known_day
from foundation.files import Upload
from foundation.money import LARGEST, round_fen
from foundation.refusals import Refused
from foundation.text import clean_text
from foundation.transitions import Lifecycle
from parties.domain.scope import Scope, writing

ADJUSTMENT: Final = Lifecycle(
    "adjustment of damages",
    {
        AdjustmentState.PROPOSED: {
            "accept": AdjustmentState.EFFECTIVE,
            "decline": AdjustmentState.DECLINED,
            "withdraw": AdjustmentState.WITHDRAWN,
        },
        AdjustmentState.EFFECTIVE: {},
        AdjustmentState.DECLINED: {},
        AdjustmentState.WITHDRAWN: {},
    },
    initial=AdjustmentState.PROPOSED,
)
"""From one side's word to what is owed."""


@dataclass(frozen=True)
class NewSum:
    """What shall be owed, in yuan, and why. ``decided_date`` and one file for what was settled or decided outside."""

    kind: str
    amount: Decimal
    text: str
    decided_date: date | None = None
    papers: Sequence[Upload] = field(default=())


Follower = Callable[[Adjustment, Scope, datetime], None]
_followers: list[Follower] = []


def register_follower(follow: Follower) -> None:
    """Add what has to follow when other damages are owed, in the same transaction."""
    _followers.append(follow)


def propose_adjustment(breach_id: int, new: NewSum, *, by: Scope, at: datetime) -> Adjustment:
    """A side proposes what shall be owed, or records what was decided, with its paper.

    Refused: ``contracts.not_a_side_of_breach``, ``contracts.no_damages_yet``, ``contracts.adjustment_waits``,
    ``contracts.end_waits`` while the end of a dispute waits with a sum, ``contracts.sum_wrong``,
    ``contracts.nothing_adjusted``, ``contracts.reason_missing``, ``contracts.paper_missing``,
    ``contracts.decision_date_wrong``, ``contracts.above_third_party_cap``, and what a file is refused for.
    """
    with writing(by):
        breach = locked_breach(breach_id)
        party_id = require_side(breach, by=by)
        damages, text = check_sum(breach, new, at=at)
        outside = new.kind != AdjustmentKind.AGREEMENT
        paper = one_paper(new.papers, field="papers")
        if outside and paper is None:
            raise Refused("contracts.paper_missing", "papers")
        adjustment = Adjustment.objects.create(
            damages=damages,
            kind=AdjustmentKind(new.kind),
            amount=new.amount,
            text=text,
            paper=paper,
            decided_date=new.decided_date if outside else None,
            party_id=party_id,
            proposed_at=at,
            by=by.label,
        )
        if outside and goes_against(breach, new.amount, party_id):
            return _take_effect(breach, adjustment, "", party_id, by=by, at=at)
        tell_against(breach, "contracts.adjustment_proposed", party_id, str(adjustment.pk), at=at)
    return adjustment


def adjust_at_end(
    breach: Breach, new: NewSum, end: DisputeEnd, answerer_id: int, *, by: Scope, at: datetime
) -> Adjustment:
    """The sum that came with the end of a dispute, which counts by the same word; in the caller's transaction. Nobody
    is told of it alone: the end tells of more.

    Refused as for ``check_sum``.
    """
    damages, text = check_sum(breach, new, at=at)
    outside = new.kind != AdjustmentKind.AGREEMENT
    adjustment = Adjustment.objects.create(
        damages=damages,
        kind=AdjustmentKind(new.kind),
        amount=new.amount,
        text=text,
        paper=end.paper,
        decided_date=new.decided_date if outside else None,
        dispute=end.dispute,
        party_id=end.party_id,
        proposed_at=end.proposed_at,
        by=end.by,
    )
    return _take_effect(breach, adjustment, "", answerer_id, is_told=False, by=by, at=at)


def goes_against(breach: Breach, amount: Decimal, party_id: int) -> bool:
    """Whether a side of the breach is worse off by this sum than by what is owed now."""
    damages = Damages.objects.prefetch_related("adjustments").get(breach=breach)
    return (amount < damages.owed) == (party_id == breach.injured_id)


def check_sum(breach: Breach, new: NewSum, *, at: datetime) -> tuple[Damages, str]:
    """The damages that this sum would change, and its words made clean.

    Refused: ``contracts.no_damages_yet``, ``contracts.adjustment_waits``, ``contracts.end_waits``,
    ``contracts.sum_wrong``, ``contracts.nothing_adjusted``, ``contracts.decision_date_wrong``,
    ``contracts.reason_missing``, ``contracts.above_third_party_cap``.
    """
    damages = _damages(breach)
    text = _checked(damages, new, at=at)
    _check_cap(breach, damages, new.amount)
    return damages, text


def accept_adjustment(adjustment_id: int, *, by: Scope, at: datetime, text: str = "") -> Adjustment:
    """The other side agrees: from now on that sum is owed. Refused: ``contracts.not_for_you_to_answer``,
    ``contracts.above_third_party_cap``, ``foundation.not_allowed_now``."""
    with writing(by):
        breach, adjustment = _locked(adjustment_id)
        answerer_id = _require(other_side(breach, adjustment.party_id), by=by)
        _check_cap(breach, adjustment.damages, adjustment.amount)
        return _take_effect(breach, adjustment, text, answerer_id, by=by, at=at)


def decline_adjustment(adjustment_id: int, *, by: Scope, at: datetime, text: str) -> Adjustment:
    """The other side does not agree, and says why. Refused: ``contracts.not_for_you_to_answer``,
    ``contracts.reason_missing``, ``foundation.not_allowed_now``."""
    if not text.strip():
        raise Refused("contracts.reason_missing", "text")
    with writing(by):
        breach, adjustment = _locked(adjustment_id)
        answerer_id = _require(other_side(breach, adjustment.party_id), by=by)
        return _answer(breach, adjustment, "decline", text, answerer_id, by=by, at=at)


def withdraw_adjustment(adjustment_id: int, *, by: Scope, at: datetime, text: str = "") -> Adjustment:
    """The side that proposed it takes it back. Refused: ``contracts.not_for_you_to_answer``,
    ``foundation.not_allowed_now``."""
    with writing(by):
        breach, adjustment = _locked(adjustment_id)
        return _answer(breach, adjustment, "withdraw", text, _require(adjustment.party_id, by=by), by=by, at=at)


def _take_effect(
    breach: Breach,
    adjustment: Adjustment,
    text: str,
    answerer_id: int,
    *,
    by: Scope,
    at: datetime,
    is_told: bool = True,
) -> Adjustment:
    last = Adjustment.objects.filter(damages=adjustment.damages_id).aggregate(last=Max("serial"))["last"] or 0
    moved = _answer(breach, adjustment, "accept", text, answerer_id, serial=last + 1, is_told=is_told, by=by, at=at)
    for follow in _followers:
        follow(moved, by, at)
    return moved


def _answer(
    breach: Breach,
    adjustment: Adjustment,
    verb: str,
    text: str,
    answerer_id: int,
    *,
    by: Scope,
    at: datetime,
    serial: int | None = None,
    is_told: bool = True,
) -> Adjustment:
    """The word of ``answerer_id``, of which the side across is told."""
    words = clean_text(text, LONGEST, "text")
    said = {"answerer_id": answerer_id, "answered_at": at, "answer": words, "answered_by": by.label, "serial": serial}
    moved = ADJUSTMENT.move(Adjustment, adjustment.pk, verb, None, **said)
    if is_told:
        kind = "contracts.adjustment_counts" if _is_own_word(moved) else "contracts.adjustment_answered"
        tell_against(breach, kind, answerer_id, f"{adjustment.pk}:{verb}", at=at)
    return moved


def _is_own_word(adjustment: Adjustment) -> bool:
    """Whether it counts by the word of the side that recorded it, so that nobody has answered."""
    return adjustment.is_effective and adjustment.answerer_id == adjustment.party_id


def _damages(breach: Breach) -> Damages:
    damages = Damages.objects.prefetch_related("adjustments").filter(breach=breach).first()
    if damages is None:
        raise Refused("contracts.no_damages_yet")
    if damages.adjustments.filter(state=AdjustmentState.PROPOSED).exists():
        raise Refused("contracts.adjustment_waits")
    ends = DisputeEnd.objects.filter(dispute__breach=breach, state=EndState.PROPOSED, amount__isnull=False)
    if ends.exists():
        raise Refused("contracts.end_waits")
    return damages


def _checked(damages: Damages, new: NewSum, *, at: datetime) -> str:
    if not (new.amount.is_finite() and 0 <= new.amount <= LARGEST and new.amount == round_fen(new.amount)):
        raise Refused("contracts.sum_wrong", "amount")
    if new.amount == damages.owed:
        raise Refused("contracts.nothing_adjusted", "amount")
    day = new.decided_date
    if new.kind != AdjustmentKind.AGREEMENT and (
        day is None or known_day(day, "decided_date") > timezone.localdate(at)
    ):
        raise Refused("contracts.decision_date_wrong", "decided_date")
    text = clean_text(new.text, LONGEST, "text")
    if not text:
        raise Refused("contracts.reason_missing", "text")
    return text


def _check_cap(breach: Breach, damages: Damages, amount: Decimal) -> None:
    """What lowers a sum always passes: an amendment may have set the cap below what is owed already."""
    cap = cap_of(breach) if breach.is_of_third else None
    if cap is not None and amount > max(cap.left, damages.owed):
        raise Refused("contracts.above_third_party_cap", "amount", left=str(cap.left))


def _locked(adjustment_id: int) -> tuple[Breach, Adjustment]:
    breach = locked_breach(Adjustment.objects.values_list("damages__breach", flat=True).get(pk=adjustment_id))
    return breach, Adjustment.objects.select_related("damages").get(pk=adjustment_id)


def _require(party_id: int, *, by: Scope) -> int:
    if not by.may_for(VERB, party_id):
        raise Refused("contracts.not_for_you_to_answer")
    return party_id
