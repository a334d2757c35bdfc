"""What counts for a tier: what members spent, how often they came, the points they earned, in the last months.

One question for one member, for many, or for a whole party, with the rules as they are or as they might be.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from django.db import connection
from django.utils import timezone

# A refund takes away from what was spent, and a day of which all was refunded is no visit.
STANDINGS: Final = """
WITH rungs AS (
    SELECT * FROM jsonb_to_recordset(%(rungs)s::jsonb) AS r(rank int, spend_fen bigint, visits int, points bigint)
), days AS (
    SELECT b.member_id, b.business_date,
        sum(CASE WHEN b.refund_of_id IS NULL THEN b.amount_fen ELSE -b.amount_fen END) AS fen,
        sum(CASE WHEN b.refund_of_id IS NULL THEN b.amount_fen - coalesce(
            (SELECT sum(r.amount_fen) FROM members_bill r WHERE r.refund_of_id = b.id), 0) ELSE 0 END) AS stays
    FROM members_bill b
    WHERE b.member_id IS NOT NULL AND b.party_id = %(party)s AND b.business_date > %(since)s
        AND (%(ids)s::bigint[] IS NULL OR b.member_id = ANY(%(ids)s))
    GROUP BY b.member_id, b.business_date
), spent AS (
    SELECT member_id, sum(fen) AS fen, count(*) FILTER (WHERE stays > 0) AS visits FROM days GROUP BY member_id
), earned AS (
    SELECT a.member_id, sum(x.balance_change - x.debt_change) AS points
    FROM members_pointact x JOIN members_pointaccount a ON a.id = x.account_id
    WHERE x.kind IN ('bill', 'referral', 'taken_back') AND (x.at AT TIME ZONE 'Asia/Shanghai')::date > %(since)s
        AND (%(ids)s::bigint[] IS NULL OR a.member_id = ANY(%(ids)s))
    GROUP BY a.member_id
), counted AS (
    SELECT m.id AS member_id, coalesce(t.rank, 0) AS rank, greatest(coalesce(s.fen, 0), 0) AS fen,
        coalesce(s.visits, 0) AS visits, greatest(coalesce(e.points, 0), 0) AS points
    FROM members_member m
    LEFT JOIN spent s ON s.member_id = m.id LEFT JOIN earned e ON e.member_id = m.id
    LEFT JOIN members_membertier mt ON mt.member_id = m.id LEFT JOIN members_tier t ON t.id = mt.tier_id
    WHERE m.party_id = %(party)s AND m.state = 'active' AND (%(ids)s::bigint[] IS NULL OR m.id = ANY(%(ids)s))
), standings AS (
    SELECT c.*, coalesce((
        SELECT max(r.rank) FROM rungs r WHERE c.fen >= r.spend_fen OR c.visits >= r.visits OR c.points >= r.points
    ), 0) AS reached FROM counted c
)
"""
EACH: Final = f"{STANDINGS} SELECT member_id, rank, reached, fen, visits, points FROM standings"  # noqa: S608
UP: Final = f"{EACH} WHERE reached > rank ORDER BY member_id"
DOWN: Final = f"{EACH} WHERE reached < rank ORDER BY member_id"
COUNTS: Final = f"{STANDINGS} SELECT rank, reached, count(*) FROM standings GROUP BY rank, reached"  # noqa: S608


@dataclass(frozen=True)
class Rung:
    """What reaches a rank: any one of its thresholds. Fen, days of visits, points."""

    rank: int
    spend_fen: int | None = None
    visits: int | None = None
    points: int | None = None


class Standing(NamedTuple):
    """Where a member stands (rank 0: in no tier), which rank they reach, and by which figures."""

    member_id: int
    rank: int
    reached: int
    spend_fen: int
    visits: int
    points: int

    @property
    def figures(self) -> dict[str, int]:
        """As the rows of changes and reviews keep them."""
        return {"spend_fen": self.spend_fen, "visits": self.visits, "points": self.points}


@dataclass(frozen=True)
class Rules:
    """The rungs, and how many months count."""

    rungs: Sequence[Rung]
    window_months: int


def standings(
    party_id: int, rules: Rules, *, at: datetime, ids: Collection[int] | None = None, question: str = EACH
) -> list[Standing]:
    """Where the party's members stand, all of them or these."""
    return [Standing(*row) for row in _rows(question, party_id, rules, at=at, ids=ids)]


def counts(party_id: int, rules: Rules, *, at: datetime) -> dict[tuple[int, int], int]:
    """How many members of the party stand in which rank and reach which one."""
    return {(rank, reached): count for rank, reached, count in _rows(COUNTS, party_id, rules, at=at, ids=None)}


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return day.replace(year=year, month=month + 1, day=min(day.day, last))
        except ValueError:
            continue
    raise ValueError(day)


def _rows(question: str, party_id: int, rules: Rules, *, at: datetime, ids: Collection[int] | None) -> list[Any]:
    said: dict[str, Any] = {
        "party": party_id,
        "since": months_before(timezone.localdate(at), rules.window_months),
        "rungs": json.dumps([asdict(rung) for rung in rules.rungs]),
        "ids": None if ids is None else list(ids),
    }
    with connection.cursor() as cursor:
        cursor.execute(question, said)
        return list(cursor.fetchall())
