"""Recording a bill or a refund: once, however often it is sent (B6)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone

from contracts.domain.in_force import terms_for_venue
from foundation.refusals import Refused
from members.domain.bills.following import follow_up
from members.domain.bills.sent import NewBill, checked
from members.domain.bills.whose import find_member, lock_member
from members.models import Bill, BillWay
from parties.domain.opening import hours_of
from parties.domain.opening_hours import SHANGHAI, OpeningHours
from parties.domain.scope import Scope, writing
from parties.models import Membership, Venue

VERB: Final = "bills.enter"
UNUSUAL: Final = "bills.enter_unusual"
LATE: Final = timedelta(days=31)
LARGE: Final = 5_000_000
"""Fen: beyond it, and beyond ``LATE`` after the night, a bill written down by hand is for who answers for the money."""


class Recorded(NamedTuple):
    """The bill, and whether it was new: ``False`` when the same one was there already."""

    bill: Bill
    is_new: bool


def record_bill(sent: NewBill, *, by: Scope, at: datetime) -> Recorded:
    """Write a bill down, or with ``refund_of`` what was given back of one, and let follow what follows from it.

    The same number again with the same content changes nothing and gives the first one back.
    Refused: ``members.bill_differs`` (the number is taken by another content), ``.venue_unknown``, ``.card_unknown``,
    ``.phone_unknown``, ``.person_unknown``, ``.refund_without_bill``, ``.refund_too_large``, ``.bill_unusual``,
    and what :func:`members.domain.bills.sent.checked` refuses.
    """
    if by.user_id is None:
        raise Refused("parties.not_yours")
    bill = checked(sent, at=at)
    venue = Venue.objects.within(by, verb=VERB).filter(pk=bill.venue_id).first()
    if venue is None:
        raise Refused("members.venue_unknown", "venue")
    member_id = find_member(bill, party_id=venue.party_id)
    with writing(by):
        earlier = _earlier(bill)
        if earlier is None:
            try:
                _check_usual(bill, by=by, at=at)
                with transaction.atomic():
                    row = _written(bill, venue, member_id, user_id=by.user_id, at=at)
            except IntegrityError:
                earlier = _earlier(bill)  # a rival was first
                if earlier is None:
                    raise
            else:
                follow_up([row], by=by, at=at)
                return Recorded(row, is_new=True)
        _check_same(earlier, bill, member_id)
        return Recorded(earlier, is_new=False)


def _written(bill: NewBill, venue: Venue, member_id: int | None, *, user_id: int, at: datetime) -> Bill:
    original = None
    if bill.refund_of:
        original = _original(bill)
        member_id = original.member_id
    elif bill.promoter_id is not None:
        _check_promoter(bill.promoter_id, venue, at=bill.happened_at)
    if member_id is not None:
        member_id = lock_member(member_id).pk
    if original is not None:
        _check_refund(bill, original)
    return Bill.objects.create(
        party_id=venue.party_id,
        venue=venue,
        member_id=member_id,
        number=bill.number,
        room_name=bill.room or (original.room_name if original else ""),
        amount_fen=bill.amount_fen,
        refund_of=original,
        happened_at=bill.happened_at,
        business_date=business_date(venue.pk, bill.happened_at),
        promoter_id=original.promoter_id if original else bill.promoter_id,
        items=list(bill.items),
        way=bill.way,
        entered_by_id=user_id,
        entered_at=at,
    )


def business_date(venue_id: int, at: datetime) -> date:
    """The day on which the night began, by the opening hours that act now; without any, the calendar's day in China."""
    hours = hours_of(venue_id)
    return OpeningHours.from_plan(hours.plan).business_date(at) if hours else at.astimezone(SHANGHAI).date()


def _earlier(bill: NewBill) -> Bill | None:
    found = Bill.objects.filter(venue=bill.venue_id, number=bill.number)
    return found.select_related("refund_of", "member").first()


def _check_same(earlier: Bill, bill: NewBill, member_id: int | None) -> None:
    """Whose it is may be known better now than then, or merged: that alone makes no other bill."""
    original = earlier.refund_of
    was = (earlier.amount_fen, earlier.happened_at, original.number if original else "")
    same = was == (bill.amount_fen, bill.happened_at, bill.refund_of)
    if same and original is None:
        same = (earlier.room_name, earlier.promoter_id, earlier.items) == (bill.room, bill.promoter_id, bill.items)
        same = same and (None in (member_id, earlier.member_id) or earlier.member_id == _root(member_id))
    if not same:
        raise Refused("members.bill_differs", "number", number=bill.number)


def _root(member_id: int | None) -> int | None:
    return None if member_id is None else lock_member(member_id).pk


def _original(bill: NewBill) -> Bill:
    found = Bill.objects.filter(venue=bill.venue_id, number=bill.refund_of, refund_of=None).first()
    if found is None:
        raise Refused("members.refund_without_bill", "refund_of")
    return found


def _check_usual(bill: NewBill, *, by: Scope, at: datetime) -> None:
    """A bill earns points: by hand not everybody makes a large one, or one of long ago."""
    if bill.way != BillWay.HAND or bill.refund_of:
        return
    is_unusual = bill.amount_fen > LARGE or bill.happened_at < at - LATE
    if is_unusual and not Venue.objects.within(by, verb=UNUSUAL).filter(pk=bill.venue_id).exists():
        raise Refused("members.bill_unusual", "happened_at" if bill.amount_fen <= LARGE else "amount")


def _check_refund(bill: NewBill, original: Bill) -> None:
    """What is left of the bill; its row is locked, so that of two refunds at once the second one counts the first."""
    Bill.objects.select_for_update(no_key=True).only("pk").get(pk=original.pk)
    if bill.amount_fen > left_of(original):
        raise Refused("members.refund_too_large", "amount", left=f"{left_of(original) / 100:,.2f}")


def left_of(bill: Bill) -> int:
    """Fen of the bill that were not given back."""
    given = bill.refunds.aggregate(fen=Sum("amount_fen"))["fen"]
    return bill.amount_fen - (given or 0)


def _check_promoter(user_id: int, venue: Venue, *, at: datetime) -> None:
    """Who sold it works for the house, or for its provider under the contract that was in force then."""
    terms = terms_for_venue(venue.pk, at)
    parties = {venue.party_id} | ({terms.party_b_id} if terms else set())
    running = Membership.objects.running(timezone.localdate()).filter(user=user_id, party__in=parties)
    if not running.exists():
        raise Refused("members.person_unknown", "promoter")
