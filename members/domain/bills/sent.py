"""A bill as it comes in: cleaned, checked, in the form in which it is kept. No database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from foundation.days import known_day
from foundation.refusals import Refused
from foundation.text import clean_line
from members.domain.privacy.showing import LONG_NUMBER, without_numbers
from members.models.bills import LARGEST_AMOUNT, BillWay

LONGEST_NUMBER: Final = 64
LONGEST_ROOM: Final = 40
LONGEST_ITEM: Final = 80
MOST_ITEMS: Final = 200
MOST_OF_AN_ITEM: Final = 100_000
LEFT_OUT: Final = "…"
CLOCKS_DIFFER: Final = timedelta(minutes=10)
"""By how much the clock of a till may be ahead of ours."""


@dataclass(frozen=True)
class NewBill:
    """What is known of a bill. Of ``card`` (the number of a member's card) and ``phone`` one is enough, none is fine.

    ``refund_of`` is the till's number of the bill of which this gives something back.
    """

    venue_id: int
    number: str
    amount_fen: int
    happened_at: datetime
    card: str = ""
    phone: str = ""
    room: str = ""
    promoter_id: int | None = None
    items: Sequence[Mapping[str, Any]] = ()
    refund_of: str = ""
    way: str = BillWay.HAND

    def __repr__(self) -> str:  # the telephone number must not come into a log by a chance
        return f"NewBill(venue_id={self.venue_id}, number={self.number!r})"


def checked(sent: NewBill, *, at: datetime) -> NewBill:
    """The bill in its normal form.

    Refused: ``members.bill_number_missing``, ``.bill_amount_wrong``, ``.bill_in_future``, ``.bill_items_wrong``,
    ``.number_in_text``, and what lines of text and days are refused for.
    """
    number = clean_line(sent.number, LONGEST_NUMBER, "number")
    if not number:
        raise Refused("members.bill_number_missing", "number")
    if not 0 < sent.amount_fen <= LARGEST_AMOUNT:
        raise Refused("members.bill_amount_wrong", "amount")
    if sent.happened_at > at + CLOCKS_DIFFER:
        raise Refused("members.bill_in_future", "happened_at")
    known_day(sent.happened_at.date(), "happened_at")
    return replace(
        sent,
        number=number,
        card=clean_line(sent.card, LONGEST_NUMBER, "card").upper(),
        room=_plain(clean_line(sent.room, LONGEST_ROOM, "room"), "room", sent.way),
        items=_items(sent.items, sent.way),
        refund_of=clean_line(sent.refund_of, LONGEST_NUMBER, "refund_of"),
    )


def _items(given: Sequence[Mapping[str, Any]], way: str) -> list[dict[str, Any]]:
    """What was had: name, how many, and fen for all of them."""
    if len(given) > MOST_ITEMS:
        raise Refused("members.bill_items_wrong", "items", most=MOST_ITEMS)
    return [_item(item, way) for item in given]


def _item(item: Mapping[str, Any], way: str) -> dict[str, Any]:
    name = _plain(clean_line(str(item.get("name", "")), LONGEST_ITEM, "items"), "items", way)
    count, fen = item.get("count", 1), item.get("fen", 0)
    fits = type(count) is int and 0 < count <= MOST_OF_AN_ITEM and type(fen) is int and 0 <= fen <= LARGEST_AMOUNT
    if not name or not fits:
        raise Refused("members.bill_items_wrong", "items", most=MOST_ITEMS)
    return {"name": name, "count": count, "fen": fen}


def _plain(text: str, field: str, way: str) -> str:
    """Without what may be a telephone number: a bill stays when its member is erased.

    A person is told; of what a till or a file brings, the number alone is left out, so that no bill is lost.
    """
    return without_numbers(text, field) if way == BillWay.HAND else LONG_NUMBER.sub(LEFT_OUT, text)
