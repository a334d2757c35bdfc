"""The roll-up of visits and spending by member and month: counted again with each bill, and repaired on request.

A cell is never added to, always counted anew from its few bills; so a hook that runs twice, late or out of order leaves
the same row. The member's row is locked before their bills are read: of two bills at once, the second one's count sees
the first.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone

from members.models import Bill
from parties.domain.scope import Scope

Cell = tuple[int, date]
"""A member, and the first day of a month."""

LOCK: Final = "SELECT FROM members_member WHERE id = ANY (%(members)s) ORDER BY id FOR NO KEY UPDATE"

# What is left of each bill after what was given back of it; a bill of which nothing is left was no visit.
LEFT: Final = """
SELECT bill.member_id, date_trunc('month', bill.business_date)::date AS month, bill.business_date AS day,
    bill.amount_fen - coalesce(
        (SELECT sum(back.amount_fen) FROM members_bill back WHERE back.refund_of_id = bill.id), 0) AS rest
FROM members_bill bill
WHERE bill.refund_of_id IS NULL AND bill.member_id IS NOT NULL AND {which}
"""
SUMS: Final = "count(DISTINCT day) AS visits, sum(rest) AS spend_fen, min(day) AS first, max(day) AS last"

# The moment of paying narrows by the index of a member's bills; the business day lies within a day of it.
OF_THE_CELL: Final = LEFT.format(
    which="""bill.member_id = cell.member
    AND bill.happened_at >= cell.month - interval '3 days' AND bill.happened_at < cell.month + interval '35 days'
    AND bill.business_date >= cell.month AND bill.business_date < cell.month + interval '1 month'"""
)
COUNT: Final = """
INSERT INTO members_membermonth (member_id, party_id, month, visits, spend_fen, first_date, last_date, counted_at)
SELECT cell.member, m.party_id, cell.month, found.visits, coalesce(found.spend_fen, 0), found.first, found.last, %(at)s
FROM unnest(%(members)s::bigint[], %(months)s::date[]) AS cell (member, month)
JOIN members_member m ON m.id = cell.member
CROSS JOIN LATERAL (SELECT {sums} FROM ({bills}) AS bills WHERE rest > 0) AS found
ORDER BY cell.member, cell.month
ON CONFLICT (member_id, month) DO UPDATE SET visits = excluded.visits, spend_fen = excluded.spend_fen,
    first_date = excluded.first_date, last_date = excluded.last_date, counted_at = excluded.counted_at
""".replace("{sums}", SUMS).replace("{bills}", OF_THE_CELL)

WRONG: Final = """
SELECT coalesce(mm.member_id, found.member_id), coalesce(mm.month, found.month)
FROM (SELECT * FROM members_membermonth WHERE party_id = %(party)s) mm
FULL JOIN (SELECT member_id, month, {sums} FROM ({bills}) AS bills WHERE rest > 0 GROUP BY member_id, month) AS found
    ON found.member_id = mm.member_id AND found.month = mm.month
WHERE (coalesce(mm.visits, 0), coalesce(mm.spend_fen, 0), mm.first_date, mm.last_date)
    IS DISTINCT FROM (coalesce(found.visits, 0), coalesce(found.spend_fen, 0), found.first, found.last)
ORDER BY 1, 2
""".replace("{sums}", SUMS).replace("{bills}", LEFT.format(which="bill.party_id = %(party)s"))
BATCH: Final = 5_000


@dataclass(frozen=True)
class Repair:
    """What a repair run found: the cells that did not say what their bills say, all of them now counted again."""

    wrong: Collection[Cell]


def count_bills(bills: Sequence[Bill], *, by: Scope, at: datetime) -> None:
    """What follows from new bills and refunds: the members' rows are locked already (``register_after_bills``)."""
    counted = [bill.refund_of or bill for bill in bills]
    cells = {(each.member_id, each.business_date.replace(day=1)) for each in counted if each.member_id is not None}
    if cells:
        _count(sorted(cells), at=at)


def recount(cells: Iterable[Cell], *, at: datetime) -> None:
    """Count these cells from the bills; a cell without bills is kept at nothing."""
    ordered = sorted(set(cells))
    for start in range(0, len(ordered), BATCH):
        part = ordered[start : start + BATCH]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(LOCK, {"members": [member for member, _month in part]})
            _count(part, at=at)


def recount_members(member_ids: Iterable[int], *, at: datetime) -> None:
    """Count all months of these members again, after bills went from one to another."""
    ids = list(member_ids)
    bills = Bill.objects.filter(member__in=ids, refund_of=None).values_list("member", "business_date")
    with connection.cursor() as cursor:
        cursor.execute("SELECT member_id, month FROM members_membermonth WHERE member_id = ANY (%s)", [ids])
        known: list[Any] = cursor.fetchall()
    recount([*known, *((member, day.replace(day=1)) for member, day in bills)], at=at)


def _recount_both(gone_id: int, kept_id: int) -> list[int]:
    recount_members([gone_id, kept_id], at=timezone.now())
    return []


def _recount_again(_ids: Sequence[int], gone_id: int, kept_id: int) -> None:
    _recount_both(gone_id, kept_id)


MOVED: Final = (_recount_both, _recount_again)
"""When two members turn out to be one, and when that is taken back: after their bills went over, both are counted."""


def repair(party_id: int, *, at: datetime) -> Repair:
    """Compare the whole roll-up of a party with its bills, and count again what differs."""
    with connection.cursor() as cursor:
        cursor.execute(WRONG, {"party": party_id})
        wrong: list[Any] = cursor.fetchall()
    recount(wrong, at=at)
    return Repair(wrong)


def _count(cells: Collection[Cell], *, at: datetime) -> None:
    members, months = [member for member, _month in cells], [month for _member, month in cells]
    given: dict[str, Any] = {"members": members, "months": months, "at": at}
    with connection.cursor() as cursor:
        cursor.execute(COUNT, given)
