"""Counting the last months' figures ahead of time, for the trend and the cohort grid (``Tally``, ``CohortTally``).

A month is counted again when something in it has changed since. Bills write ``counted_at`` before they commit, so a
little time is taken off: a month may be counted once too often, never once too seldom.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Min

from foundation.periods import Period, month_at, months_on
from members.domain.retention import counting
from members.domain.retention.cohorts import MONTHS
from members.domain.retention.formulas import Counts
from members.domain.retention.reach import Reach
from members.models import CohortTally, Member, MemberMonth, Tally
from parties.models import Party, Venue

KEPT: Final = 2 * MONTHS
"""How many months are kept counted: each of the twelve that can be picked has twelve before it."""
SLACK: Final = timedelta(hours=1)
COHORTS: Final = """
SELECT m.venue_id, date_trunc('month', m.joined_date)::date, mm.month, count(*)
FROM members_membermonth mm JOIN members_member m ON m.id = mm.member_id
WHERE mm.party_id = %(party)s AND mm.month = ANY (%(months)s) AND mm.visits > 0 AND m.state <> 'merged'
    AND m.joined_date >= %(oldest)s AND m.joined_date < mm.month + interval '1 month'
GROUP BY 1, 2, 3
"""


def tally_all(at: datetime) -> None:
    """Bring the tallies of every registry up to date."""
    for party in Party.objects.filter(pk__in=Member.objects.values("party")).order_by("pk"):
        tally(party.pk, at=at)


def tally(party_id: int, *, at: datetime) -> list[date]:
    """Count again the months of a party in which something has changed; gives them, the oldest first."""
    months = _changed(party_id, at=at)
    with transaction.atomic():
        if months:
            _write(party_id, months, at=at)
        Tally.objects.filter(party=party_id).update(counted_at=at)
    return months


def whole(party_id: int) -> Reach:
    """All the members of a party."""
    venues = tuple(Venue.objects.filter(party=party_id).values_list("pk", flat=True))
    return Reach(party_id, venues, at_large=True, is_whole=True)


def trend(reach: Reach, months: Iterable[Period]) -> Mapping[date, Counts]:
    """The counts of these months as they were counted last; a month that is missing was never counted."""
    found: dict[date, Counts] = {}
    rows = Tally.objects.filter(reach.condition(), party=reach.party_id, month__in=[each.first for each in months])
    for month, counts in rows.values_list("month", "counts"):
        found[month] = found.get(month, Counts()).plus(Counts(*counts))
    return found


def cohorts(reach: Reach, until: date) -> Mapping[tuple[date, date], int]:
    """(joining month, month) → how many of the cohort came, for the grid that ends with ``until``."""
    oldest = months_on(until, 1 - MONTHS)
    rows = CohortTally.objects.filter(reach.condition(), party=reach.party_id, joined__gte=oldest, month__lte=until)
    found: dict[tuple[date, date], int] = {}
    for joined, month, count in rows.values_list("joined", "month", "count"):
        found[joined, month] = found.get((joined, month), 0) + count
    return found


def counted_at(party_id: int) -> datetime | None:
    """As of when the tallies of a party speak; ``None``: nothing was counted yet."""
    at: datetime | None = Tally.objects.filter(party=party_id).aggregate(at=Min("counted_at"))["at"]
    return at


def _changed(party_id: int, *, at: datetime) -> list[date]:
    newest = month_at(at).first
    kept = [months_on(newest, -back) for back in range(KEPT - 1, -1, -1)]
    counted = dict(
        Tally.objects.filter(party=party_id, month__in=kept)
        .order_by("month")
        .values_list("month")
        .annotate(at=Min("counted_at"))
    )
    missing = [month for month in kept if month not in counted]
    if counted:
        since = min(counted.values()) - SLACK
        joined = _joined_since(party_id, since)
        missing += _moved(party_id, kept[0], since)
        missing += [month for month in kept if joined is not None and month >= joined]
    return sorted(set(missing) & set(kept))


def _moved(party_id: int, oldest: date, since: datetime) -> list[date]:
    """The months with cells counted since, and those after them, whose "period before" they are."""
    rows = MemberMonth.objects.filter(party=party_id, month__gte=months_on(oldest, -1), counted_at__gt=since)
    return [month for each in rows.values_list("month", flat=True).distinct() for month in (each, months_on(each, 1))]


def _joined_since(party_id: int, since: datetime) -> date | None:
    """The earliest joining month of whoever was enrolled since: every later month has more members."""
    rows = Member.objects.filter(party=party_id, created_at__gt=since)
    first: date | None = rows.aggregate(first=Min("joined_date"))["first"]
    return first.replace(day=1) if first else None


def _write(party_id: int, months: list[date], *, at: datetime) -> None:
    reach = whole(party_id)
    rows = []
    for month in months:
        groups = counting.count(reach, Period(month, months_on(month, 1)))
        homes: dict[Any, Counts] = {None: Counts(), **counting.by(groups, lambda group: group.venue)}
        rows += [
            Tally(party_id=party_id, venue_id=venue, month=month, counts=list(counts), counted_at=at)
            for venue, counts in homes.items()
        ]
    Tally.objects.filter(party=party_id, month__in=months).delete()
    Tally.objects.bulk_create(rows)
    CohortTally.objects.filter(party=party_id, month__in=months).delete()
    CohortTally.objects.bulk_create(_cohort_rows(party_id, months))


def _cohort_rows(party_id: int, months: list[date]) -> list[CohortTally]:
    given: dict[str, Any] = {"party": party_id, "months": months, "oldest": months_on(months[0], -KEPT)}
    with connection.cursor() as cursor:
        cursor.execute(COHORTS, given)
        return [
            CohortTally(party_id=party_id, venue_id=venue, joined=joined, month=month, count=count)
            for venue, joined, month, count in cursor.fetchall()
        ]
