"""What follows from a bill for points: the member earns, their referrer is rewarded, a refund takes back.

Form ``loyalty`` 5.2: points for each full ¥100 of a bill, points for a new customer's first real spending to who
referred them directly and to nobody above; what is refunded is taken back, beyond what is there as a debt.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Sum

from foundation.refusals import Refused
from members.domain.points.arithmetic import points_for_spend, take, to_take_back
from members.domain.points.ledger import Brought, Held, Movement, done_before, hold_all, lapse, standing_member, write
from members.domain.points.schemes import Rate, Rates, rates_at
from members.domain.registry.referring import check_referrer
from members.models import ActKind, Bill, Member, PointAct, PointLot
from parties.domain.scope import Scope, writing


def earn_for_bill(bill: Bill, *, by: Scope, at: datetime) -> None:
    """Follow a new bill or refund; again, it changes nothing. A bill of nobody, or without rules, earns nothing."""
    with writing(by):
        if bill.is_refund:
            _take_back(bill, at=at)
        elif bill.member_id is not None:
            _earn(bill, bill.member_id, at=at)


def _earn(bill: Bill, member_id: int, *, at: datetime) -> None:
    rates = rates_at(bill.party_id, bill.venue_id, at=bill.happened_at)
    referrer = _referrer(bill, member_id) if rates.per_referral and rates.per_referral.points else None
    held = hold_all([member_id, *([referrer] if referrer else [])], at=at)
    if rates.per_hundred is not None:
        points = points_for_spend(bill.amount_fen, rates.per_hundred.points)
        _bring(held[member_id], ActKind.BILL, f"bill:{bill.pk}", points, rates.per_hundred, bill, rates)
    if referrer is not None and rates.per_referral is not None and not _is_rewarded(member_id):
        reward, key = rates.per_referral, f"referral:{bill.pk}"
        _bring(held[referrer], ActKind.REFERRAL, key, reward.points, reward, bill, rates, referred=member_id)


def _bring(
    held: Held, kind: ActKind, key: str, points: int, rate: Rate, bill: Bill, rates: Rates, referred: int | None = None
) -> None:
    """One act with one lot, which counts from when the bill was paid; what comes so late that it has lapsed, lapses.

    It settles from when the bill was written down: nobody makes points to spend at once by writing an earlier day.
    """
    if done_before(held, key) is not None:
        return
    notes = {"bill": bill, "referred_id": referred, "rate": rate.points, "term": rate.term, "scheme": rate.scheme}
    lot = Brought.earned(points, bill.happened_at, **rates.times)
    waits = max(bill.entered_at - bill.happened_at, timedelta())
    lots = [replace(lot, settles_at=lot.settles_at + waits)] if points else []
    write(held, Movement(kind, key, brings=lots, notes=notes))
    lapse(held)


def _referrer(bill: Bill, member_id: int) -> int | None:
    """Who is rewarded for this bill: the member's direct referrer, when it is the first that really was spent."""
    referrer_id = Member.objects.only("referrer").get(pk=member_id).referrer_id
    if referrer_id is None:
        return None
    before = Bill.objects.filter(member=member_id, refund_of=None, pk__lt=bill.pk)
    if any(_left_of(other) > 0 for other in before):
        return None
    referrer = standing_member(referrer_id)
    try:
        check_referrer(bill.party_id, member_id, referrer.pk)
    except Refused:  # merged into the member, erased, or in a circle by a merge
        return None
    return referrer.pk


def _is_rewarded(member_id: int) -> bool:
    """Whether somebody has a reward for this member that was not taken back."""
    rewards = PointAct.objects.filter(kind=ActKind.REFERRAL, referred=member_id)
    return rewards.filter(reversals=None).exists()


def _take_back(refund: Bill, *, at: datetime) -> None:
    """Take back what the bill no longer earns, and the reward of a referral of which nothing really was spent."""
    original = Bill.objects.get(refunds=refund)
    earned = PointAct.objects.filter(bill=original, kind__in=[ActKind.BILL, ActKind.REFERRAL]).select_related("account")
    acts = {act.pk: (act, standing_member(act.account.member_id).pk) for act in earned}
    held = hold_all([member_id for _act, member_id in acts.values()], at=at)
    left_fen = _left_of(original)
    for act, member_id in acts.values():
        points = _owed(act, left_fen)
        key = f"refund:{refund.pk}:{act.pk}"
        if points and done_before(held[member_id], key) is None:
            _reverse(held[member_id], act, points, key, refund)


def _owed(act: PointAct, left_fen: int) -> int:
    """How many points an earning has to give back."""
    taken = -sum(reversal.worth for reversal in act.reversals.all())
    if act.kind == ActKind.REFERRAL:
        return act.worth - taken if left_fen <= 0 else 0
    return to_take_back(act.worth, left_fen, act.rate or 0, taken)


def _reverse(held: Held, act: PointAct, points: int, key: str, refund: Bill) -> None:
    """Out of the lot that the act brought, then out of whatever there is; the rest becomes a debt."""
    own = PointLot.objects.filter(act=act).values_list("pk", flat=True)
    moved = PointLot.objects.filter(origin__in=own).values_list("pk", flat=True)
    takes, missing = take(held.all_of_it(frozenset([*own, *moved])), points)
    notes = {"bill": refund, "reverses": act}
    write(held, Movement(ActKind.TAKEN_BACK, key, takes=takes, adds_debt=missing, notes=notes))


def _left_of(bill: Bill) -> int:
    """What of a bill stays paid, in fen."""
    given_back = Bill.objects.filter(refund_of=bill.pk).aggregate(fen=Sum("amount_fen"))["fen"]
    return bill.amount_fen - (given_back or 0)
