"""Scoring the members of a party: recency, frequency, money, habits, and who may be about to leave.

Counted from the roll-up of the twelve business months that end with the day's own. The fifths are those of
:mod:`members.domain.retention.quintiles`, the risk is the rule of :mod:`members.domain.retention.churn`; the statement
below says both once more for the database, and a test compares them.
"""

from datetime import date, datetime
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone

from foundation.periods import month_at, months_on
from members.domain.retention.churn import LEAST_SILENCE, LEAST_VISITS, TIMES, Habit
from members.domain.retention.quintiles import CLASSES
from members.domain.retention.rolling import repair
from members.models import Member, MemberScore
from parties.models import Party

WINDOW: Final = 12
"""Months."""
_FIFTH: Final = "1 + {n} * (2 * (rank() OVER (ORDER BY {by}) - 1) + count(*) OVER (PARTITION BY {by})) / (2 * total)"
_SCORE: Final = """
INSERT INTO members_memberscore (member_id, party_id, day, first_date, last_date, visits, spend_fen,
    recency, frequency, money, gap_days, is_at_risk)
SELECT member_id, %(party)s, %(day)s, first, last, visits, spend, {recency}, {frequency}, {money},
    CASE WHEN visits >= %(least)s THEN greatest(1, (2 * (last - first) + visits - 1) / (2 * (visits - 1))) END,
    visits >= %(least)s AND %(day)s - last > %(silence)s
        AND (%(day)s - last) * (visits - 1) > %(times)s * (last - first)
FROM (
    SELECT mm.member_id, min(mm.first_date) AS first, max(mm.last_date) AS last, sum(mm.visits) AS visits,
        sum(mm.spend_fen) AS spend, count(*) OVER () AS total
    FROM members_membermonth mm JOIN members_member m ON m.id = mm.member_id
    WHERE mm.party_id = %(party)s AND mm.visits > 0 AND m.state = 'active'
        AND mm.month >= %(since)s AND mm.first_date <= %(day)s
    GROUP BY mm.member_id
) AS seen
ON CONFLICT DO NOTHING
"""
SCORE: Final = _SCORE.format(
    **{
        name: _FIFTH.format(n=CLASSES, by=by)
        for name, by in (("recency", "last"), ("frequency", "visits"), ("money", "spend"))
    }
)


def window_start(day: date) -> date:
    """The first day of the twelve months that end with that of ``day``."""
    return months_on(day.replace(day=1), 1 - WINDOW)


def score_all(at: datetime) -> None:
    """Score every registry that has not been scored yet on this day, after its roll-up was compared with the bills."""
    day = business_day(at)
    for party in Party.objects.filter(pk__in=Member.objects.values("party")).order_by("pk"):
        if not MemberScore.objects.filter(party=party, day=day).exists():
            repair(party.pk, at=at)
            score(party.pk, day=day)


def business_day(at: datetime) -> date:
    """The day for which scores are made at this moment: the calendar's, within the business month."""
    return min(timezone.localdate(at), month_at(at).last)


def score(party_id: int, *, day: date) -> int:
    """Write the scores of a party's active members anew; gives how many there are."""
    given: dict[str, Any] = {
        "party": party_id,
        "day": day,
        "since": window_start(day),
        "least": LEAST_VISITS,
        "silence": LEAST_SILENCE,
        "times": TIMES,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM members_memberscore WHERE party_id = %s", [party_id])
        cursor.execute(SCORE, given)
        count: int = cursor.rowcount
    return count


def habit_of(score: MemberScore) -> Habit:
    """The habit behind a score, which tells its reasons."""
    return Habit(score.first_date, score.last_date, score.visits, score.day)
