"""What follows from a bill for points: the member earns, their referrer is rewarded, a refund takes back.

Form ``loyalty`` 5.2: points for each full ¥100 of a bill, points for a new customer's first real spending to who
referred them directly and to nobody above; what is refunded is taken back, beyond what is there as a debt.
"""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta

from foundation.inserting import gathered
from members.domain.points.arithmetic import points_for_spend, take, to_take_back
from members.domain.points.known import KnownOfBills
from members.domain.points.ledger import Brought, Held, Movement, hold_all, lapse, write
from members.domain.points.schemes import Rate, Rates
from members.models import ActKind, Bill, PointAct, PointEntry, PointLot
from parties.domain.scope import Scope, writing


def earn_for_bills(bills: Sequence[Bill], *, by: Scope, at: datetime) -> None:
    """Follow new bills and refunds; again, it changes nothing. A bill of nobody, or without rules, earns nothing.

    Of several no two belong to one member (see :func:`members.domain.bills.following.register_after_bills`).
    """
    with writing(by):
        known = KnownOfBills(bills)
        together = gathered(PointAct, PointLot, PointEntry) if len(bills) > 1 else nullcontext()
        with together:
            held = hold_all(known.whose_accounts, at=at)
            known.look_again(held)
            for bill in bills:
                if bill.is_refund:
                    _take_back(bill, known, held)
                elif bill.member_id is not None:
                    _earn(bill, held[bill.member_id], known, held)


def _earn(bill: Bill, own: Held, known: KnownOfBills, held: dict[int, Held]) -> None:
    rates = known.rates(bill)
    if rates.per_hundred is not None:
        points = points_for_spend(bill.amount_fen, rates.per_hundred.points)
        _bring(own, ActKind.BILL, f"bill:{bill.pk}", points, rates.per_hundred, bill, known)
    referrer = known.referrers.get(bill.pk)
    if referrer is not None and rates.per_referral is not None and not known.is_rewarded(bill.member_id):
        reward, key = rates.per_referral, f"referral:{bill.pk}"
        _bring(held[referrer], ActKind.REFERRAL, key, reward.points, reward, bill, known, referred=bill.member_id)


def _bring(
    held: Held,
    kind: ActKind,
    key: str,
    points: int,
    rate: Rate,
    bill: Bill,
    known: KnownOfBills,
    referred: int | None = None,
) -> None:
    """One act with one lot, which counts from when the bill was paid; what comes so late that it has lapsed, lapses.

    It settles from when the bill was written down: nobody makes points to spend at once by writing an earlier day.
    """
    if known.is_done(held, key):
        return
    notes = {"bill": bill, "referred_id": referred, "rate": rate.points, "term": rate.term, "scheme": rate.scheme}
    rates: Rates = known.rates(bill)
    lot = Brought.earned(points, bill.happened_at, **rates.times)
    waits = max(bill.entered_at - bill.happened_at, timedelta())
    lots = [replace(lot, settles_at=lot.settles_at + waits)] if points else []
    write(held, Movement(kind, key, brings=lots, notes=notes))
    lapse(held)


def _take_back(refund: Bill, known: KnownOfBills, held: dict[int, Held]) -> None:
    """Take back what the bill no longer earns, and the reward of a referral of which nothing really was spent."""
    for act, member_id in known.earned_by(refund):
        points = _owed(act, known.left_fen(refund), known.taken_from(act))
        key = f"refund:{refund.pk}:{act.pk}"
        if points and not known.is_done(held[member_id], key):
            _reverse(held[member_id], act, points, key, refund, known)


def _owed(act: PointAct, left_fen: int, taken: int) -> int:
    """How many points an earning has to give back, beyond those that it gave back before."""
    if act.kind == ActKind.REFERRAL:
        return act.worth - taken if left_fen <= 0 else 0
    return to_take_back(act.worth, left_fen, act.rate or 0, taken)


def _reverse(held: Held, act: PointAct, points: int, key: str, refund: Bill, known: KnownOfBills) -> None:
    """Out of the lot that the act brought, then out of whatever there is; the rest becomes a debt."""
    takes, missing = take(held.all_of_it(known.lots_of(act)), points)
    notes = {"bill": refund, "reverses": act}
    write(held, Movement(ActKind.TAKEN_BACK, key, takes=takes, adds_debt=missing, notes=notes))
