"""Recording a bill or a refund: once, however often it is sent (B6)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Sum

from foundation.refusals import Refused
from members.domain.bills.following import follow_up
from members.domain.bills.selling import Sellers
from members.domain.bills.sent import NewBill, checked
from members.domain.bills.whose import find_member, lock_member
from members.models import Bill, BillWay
from parties.domain.opening import hours_of
from parties.domain.opening_hours import SHANGHAI, OpeningHours
from parties.domain.scope import Scope, writing
from parties.models import Venue

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
                check_usual(bill, by=by, at=at)
                with transaction.atomic():
                    row = _written(bill, venue, member_id, user_id=by.user_id, at=at)
            except IntegrityError:
                earlier = _earlier(bill)  # a rival was first
                if earlier is None:
                    raise
            else:
                follow_up([row], by=by, at=at)
                return Recorded(row, is_new=True)
        check_same(earlier, bill, _root(member_id))
        return Recorded(earlier, is_new=False)


def _written(bill: NewBill, venue: Venue, member_id: int | None, *, user_id: int, at: datetime) -> Bill:
    original = None
    if bill.refund_of:
        original = _original(bill)
        member_id = original.member_id
    else:
        Sellers([bill], venue).check(bill)
    if member_id is not None:
        member_id = lock_member(member_id).pk
    if original is not None:
        _check_refund(bill, original)
    row = bill_row(bill, venue, member_id, original, user_id=user_id, at=at)
    row.business_date = Nights(venue.pk).date_of(bill.happened_at)
    row.save(force_insert=True)
    return row


def bill_row(
    bill: NewBill, venue: Venue, member_id: int | None, original: Bill | None, *, user_id: int, at: datetime
) -> Bill:
    """The bill as it is kept, without its business day; not saved."""
    return Bill(
        party_id=venue.party_id,
        venue=venue,
        member_id=member_id,
        number=bill.number,
        room_name=bill.room or (original.room_name if original else ""),
        amount_fen=bill.amount_fen,
        refund_of=original,
        happened_at=bill.happened_at,
        promoter_id=original.promoter_id if original else bill.promoter_id,
        items=list(bill.items),
        way=bill.way,
        entered_by_id=user_id,
        entered_at=at,
    )


class Nights:
    """The nights of a venue, by the opening hours that act now; without any, the calendar's days in China."""

    def __init__(self, venue_id: int) -> None:
        hours = hours_of(venue_id)
        self._hours = OpeningHours.from_plan(hours.plan) if hours else None

    def date_of(self, at: datetime) -> date:
        """The day on which the night of this moment began."""
        return self._hours.business_date(at) if self._hours else at.astimezone(SHANGHAI).date()


def _earlier(bill: NewBill) -> Bill | None:
    found = Bill.objects.filter(venue=bill.venue_id, number=bill.number)
    return found.select_related("refund_of", "member").first()


def check_same(earlier: Bill, bill: NewBill, member_id: int | None) -> None:
    """Whose it is may be known better now than then, or merged: that alone makes no other bill.

    Refused: ``members.bill_differs``."""
    original = earlier.refund_of
    was = (earlier.amount_fen, earlier.happened_at, original.number if original else "")
    same = was == (bill.amount_fen, bill.happened_at, bill.refund_of)
    if same and original is None:
        same = (earlier.room_name, earlier.promoter_id, earlier.items) == (bill.room, bill.promoter_id, bill.items)
        same = same and (None in (member_id, earlier.member_id) or earlier.member_id == member_id)
    if not same:
        raise Refused("members.bill_differs", "number", number=bill.number)


def _root(member_id: int | None) -> int | None:
    return None if member_id is None else lock_member(member_id).pk


def _original(bill: NewBill) -> Bill:
    found = Bill.objects.filter(venue=bill.venue_id, number=bill.refund_of, refund_of=None).first()
    if found is None:
        raise Refused("members.refund_without_bill", "refund_of")
    return found


def check_usual(bill: NewBill, *, by: Scope, at: datetime) -> None:
    """A bill earns points: by hand not everybody makes a large one, or one of long ago.

    Refused: ``members.bill_unusual``."""
    if bill.way != BillWay.HAND or bill.refund_of:
        return
    is_unusual = bill.amount_fen > LARGE or bill.happened_at < at - LATE
    if is_unusual and not Venue.objects.within(by, verb=UNUSUAL).filter(pk=bill.venue_id).exists():
        raise Refused("members.bill_unusual", "happened_at" if bill.amount_fen <= LARGE else "amount")


def _check_refund(bill: NewBill, original: Bill) -> None:
    """What is left of the bill; its row is locked, so that of two refunds at once the second one counts the first."""
    Bill.objects.select_for_update(no_key=True).only("pk").get(pk=original.pk)
    check_left(bill, left_of(original))


def check_left(bill: NewBill, left_fen: int) -> None:
    """Whether so much is left to be given back. Refused: ``members.refund_too_large``."""
    if bill.amount_fen > left_fen:
        raise Refused("members.refund_too_large", "amount", left=f"{left_fen / 100:,.2f}")


def left_of(bill: Bill) -> int:
    """Fen of the bill that were not given back."""
    given = bill.refunds.aggregate(fen=Sum("amount_fen"))["fen"]
    return bill.amount_fen - (given or 0)
