"""What the injured party asks for when it confirms a breach: remedies that the breach's kind names (A12).

Sources: the breach catalogues of the forms; Civil Code art. 577 and 585 (paying damages does not end the duty).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from django.utils import timezone

from contracts.domain.duties.obligations import NewObligation, open_obligations
from contracts.domain.duties.owning import chief_of
from contracts.domain.duties.windows import end_of
from contracts.domain.in_force import terms_of_version
from contracts.domain.kinds.remedy_codes import TO_BE_DONE, RemedyCode, kind_of
from contracts.models import Breach, Obligation, Remedy
from foundation.days import known_day
from foundation.money import LARGEST, round_fen
from foundation.refusals import Refused
from parties.domain.scope import Scope

LATE: Final = "step_late"
MONEY: Final = frozenset({RemedyCode.DAMAGES, RemedyCode.COMPENSATION})
LONGEST_SUBJECT: Final = 120
LEAST_TIME: Final = timedelta(days=3)
"""What the party at fault has at least for what is to be done; ours."""


@dataclass(frozen=True)
class Choice:
    """The remedies picked. ``until``: the last day for what is to be done; ``refund`` in yuan."""

    codes: Collection[str]
    until: date | None = None
    refund: Decimal | None = None


def offered(breach: Breach) -> list[RemedyCode]:
    """The remedies that the breach's kind names, in its order."""
    return [RemedyCode(code) for code in breach.kind.remedies if code in RemedyCode.values]


def take_remedies(breach: Breach, chosen: Choice, *, by: Scope, at: datetime) -> bool:
    """Keep the remedies and open what is to be done, in the caller's transaction; whether damages are among them.

    Refused: ``contracts.remedy_not_offered``, ``contracts.remedy_day_missing``, ``contracts.remedy_day_soon``,
    ``contracts.refund_wrong``, ``contracts.loss_missing``.
    """
    codes = [code for code in offered(breach) if code in chosen.codes]
    if len(codes) != len(set(chosen.codes)):
        raise Refused("contracts.remedy_not_offered", "remedies")
    if breach.is_of_third and MONEY & set(codes) and not breach.losses.exists():
        raise Refused("contracts.loss_missing", "remedies")
    refund = _refund(codes, chosen.refund)
    until = _last_day(chosen.until, at=at) if TO_BE_DONE & set(codes) else None
    for code in codes:
        remedy = Remedy.objects.create(
            breach=breach,
            code=code,
            amount=refund if code == RemedyCode.REFUND else None,
            until_date=until if code in TO_BE_DONE else None,
            chosen_at=at,
            by=by.label,
        )
        if remedy.until_date is not None:
            _open(remedy, breach, end_of(remedy.until_date), at=at)
    return bool(MONEY & set(codes))


def still_owed(breach: Breach) -> Obligation | None:
    """The missed duty that is still to be done, whatever was paid for missing it; ``None`` once done or cancelled."""
    duty = breach.obligation
    return duty if duty is not None and duty.deadline.is_missed and duty.deadline.done_at is None else None


def _last_day(until: date | None, *, at: datetime) -> date:
    if until is None:
        raise Refused("contracts.remedy_day_missing", "until")
    if known_day(until, "until") < timezone.localdate(at) + LEAST_TIME:
        raise Refused("contracts.remedy_day_soon", "until", days=LEAST_TIME.days)
    return until


def _open(remedy: Remedy, breach: Breach, due_at: datetime, *, at: datetime) -> None:
    one = NewObligation(
        remedy=remedy,
        kind=kind_of(remedy.code),
        subject=(breach.obligation.subject if breach.obligation else breach.kind.text_zh)[:LONGEST_SUBJECT],
        owner_id=chief_of(breach.contract, breach.at_fault_id),
        started_at=at,
        due_at=due_at,
        # One failure breeds one more at most: a remedy of a missed remedy is demanded, not charged again.
        breach="" if _is_remedy(breach) else LATE,
        debtor_id=breach.at_fault_id,
        creditor_id=breach.injured_id,
    )
    open_obligations(terms_of_version(breach.kind.version), [one])


def _is_remedy(breach: Breach) -> bool:
    return breach.obligation is not None and breach.obligation.term_id is None


def _refund(codes: Collection[str], refund: Decimal | None) -> Decimal | None:
    if RemedyCode.REFUND not in codes:
        return None
    if refund is None or not (refund.is_finite() and 0 < refund <= LARGEST and refund == round_fen(refund)):
        raise Refused("contracts.refund_wrong", "refund")
    return refund
