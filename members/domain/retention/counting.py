"""Counting the figures of a period from the roll-up: one question to the database, whatever the number of members."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple

from django.db import connection

from foundation.periods import Period
from members.domain.retention.formulas import Counts
from members.domain.retention.reach import Reach
from members.models import Tier


class Group(NamedTuple):
    """Members with the same home venue, tier and source."""

    venue: int | None
    tier: int | None
    source: str


Groups = Mapping[Group, Counts]

QUESTION: Final = """
WITH seen AS (
    SELECT member_id, coalesce(sum(visits) FILTER (WHERE month >= %(first)s), 0) AS now,
        coalesce(sum(visits) FILTER (WHERE month < %(first)s), 0) AS before
    FROM members_membermonth
    WHERE party_id = %(party)s AND month >= %(before)s AND month < %(after)s AND visits > 0
    GROUP BY member_id
)
SELECT m.venue_id, {tier}, m.source,
    count(*),
    count(*) FILTER (WHERE m.joined_date < %(first)s),
    count(*) FILTER (WHERE m.joined_date >= %(first)s),
    count(*) FILTER (WHERE m.joined_date >= %(first)s AND seen.now > 0),
    count(*) FILTER (WHERE seen.now > 0),
    count(*) FILTER (WHERE seen.before > 0),
    count(*) FILTER (WHERE seen.before > 0 AND seen.now > 0),
    count(*) FILTER (WHERE seen.now > 1)
FROM members_member m LEFT JOIN seen ON seen.member_id = m.id {tiers}
WHERE m.party_id = %(party)s AND m.joined_date < %(after)s AND m.state <> 'merged' {reach}
GROUP BY 1, 2, 3
"""
REACH: Final = "AND (m.venue_id = ANY (%(venues)s) OR (%(at_large)s AND m.venue_id IS NULL))"
TIERS: Final = {"tier": "t.tier_id", "tiers": "LEFT JOIN members_membertier t ON t.member_id = m.id"}


def count(reach: Reach, period: Period) -> Groups:
    """The counts of each group of members within reach."""
    with connection.cursor() as cursor:
        cursor.execute(QUESTION.format(**TIERS, reach=limits(reach)), asked(reach, period))
        return {Group(*row[:3]): Counts(*row[3:]) for row in cursor.fetchall()}


def limits(reach: Reach) -> str:
    """The condition on members ``m`` that keeps a question within reach."""
    return "" if reach.is_whole else REACH


def asked(reach: Reach, period: Period) -> dict[str, Any]:
    """What such a question is asked with."""
    return {
        "party": reach.party_id,
        "venues": list(reach.venues),
        "at_large": reach.at_large,
        "first": period.first,
        "before": period.previous.first,
        "after": period.after,
    }


def total(counts: Iterable[Counts]) -> Counts:
    """All of them together."""
    whole = Counts()
    for each in counts:
        whole = whole.plus(each)
    return whole


def by(groups: Groups, key: Callable[[Group], object]) -> dict[object, Counts]:
    """The counts by one thing that the groups tell apart."""
    found: dict[object, Counts] = {}
    for group, counts in groups.items():
        found[key(group)] = found.get(key(group), Counts()).plus(counts)
    return found


def within(groups: Groups, reach: Reach) -> Groups:
    """Those of the groups that lie within reach."""
    if reach.is_whole:
        return groups
    homes = {*reach.venues, *((None,) if reach.at_large else ())}
    return {group: counts for group, counts in groups.items() if group.venue in homes}


def tier_names(party_id: int) -> dict[int, str]:
    """The tiers of a party, by id."""
    return dict(Tier.objects.filter(party=party_id).values_list("pk", "name"))
