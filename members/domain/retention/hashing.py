"""The fingerprint of what a period's figures were counted from: whoever has the rows can make it again.

SHA-256 over the UTF-8 text of two lists, one after the other, each line ended by a line feed: the members who had
joined, by id, as ``id joined-day home-venue source`` (``-`` for none); then the cells with visits of the period and the
one before, by member and month, as ``id month visits fen``.
"""

from typing import Final

from django.db import connection

from foundation.periods import Period
from members.domain.retention.counting import asked, limits
from members.domain.retention.reach import Reach

FINGERPRINT: Final = """
WITH counted AS (
    SELECT id, joined_date, venue_id, source FROM members_member m
    WHERE party_id = %(party)s AND joined_date < %(after)s AND state <> 'merged' {reach}
)
SELECT encode(sha256(convert_to(members.text || cells.text, 'UTF8')), 'hex'), members.rows + cells.rows
FROM (
    SELECT coalesce(string_agg(
            format(E'%%s %%s %%s %%s\\n', id, joined_date, coalesce(venue_id::text, '-'), source), '' ORDER BY id
        ), '') AS text, count(*) AS rows
    FROM counted
) AS members, (
    SELECT coalesce(string_agg(
            format(E'%%s %%s %%s %%s\\n', member_id, month, visits, spend_fen), '' ORDER BY member_id, month
        ), '') AS text, count(*) AS rows
    FROM members_membermonth JOIN counted ON counted.id = member_id
    WHERE party_id = %(party)s AND month >= %(before)s AND month < %(after)s AND visits > 0
) AS cells
"""


def fingerprint(reach: Reach, period: Period) -> tuple[str, int]:
    """The hash of the rows of a period within reach, and how many they are."""
    with connection.cursor() as cursor:
        cursor.execute(FINGERPRINT.format(reach=limits(reach)), asked(reach, period))
        found: tuple[str, int] = cursor.fetchone()
    return found
