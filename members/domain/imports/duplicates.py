"""Members who may be one person: the same telephone number, or the same name and birthday. A person decides."""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from django.db import connection

from foundation.refusals import Refused
from members.models import Member, TwoPeople
from parties.domain.scope import Scope, writing

VERB: Final = "members.merge"
MOST: Final = 50

# By the hashes under which members are searched: nothing is deciphered. Equal names have equal words.
PAIRS: Final = """
WITH alike AS (
    SELECT a.member_id AS first, b.member_id AS second, 'phone' AS why
    FROM members_membersearch a
    JOIN members_membersearch b ON b.phone_hash = a.phone_hash AND b.party_id = a.party_id
        AND b.member_id > a.member_id
    WHERE a.phone_hash <> '' AND a.party_id = ANY(%(parties)s)
    UNION ALL
    SELECT m.id, n.id, 'name'
    FROM members_member m
    JOIN members_member n ON (n.party_id, n.birth_month, n.birth_day, n.birth_calendar)
        = (m.party_id, m.birth_month, m.birth_day, m.birth_calendar) AND n.id > m.id
    JOIN members_membersearch a ON a.member_id = m.id
    JOIN members_membersearch b ON b.member_id = n.id AND b.tokens = a.tokens
    WHERE m.party_id = ANY(%(parties)s) AND a.tokens <> '{}'
)
SELECT alike.first, alike.second, max(alike.why)
FROM alike
JOIN members_member m ON m.id = alike.first AND m.state = 'active'
JOIN members_member n ON n.id = alike.second AND n.state = 'active'
WHERE NOT EXISTS (SELECT FROM members_twopeople t WHERE (t.first_id, t.second_id) = (alike.first, alike.second))
GROUP BY 1, 2 ORDER BY 1 DESC, 2 DESC LIMIT %(most)s
"""


class Pair(NamedTuple):
    """Two members and why they look alike: ``phone`` or ``name`` (and birthday)."""

    first: Member
    second: Member
    why: str


def suggested(by: Scope) -> list[Pair]:
    """Pairs in the person's reach, the ones enrolled last first, at most ``MOST``."""
    with connection.cursor() as cursor:
        cursor.execute(PAIRS, {"parties": sorted(by.parties_for(VERB)), "most": MOST})
        found = cursor.fetchall()
    ids = {member_id for first, second, _why in found for member_id in (first, second)}
    mine = Member.objects.within(by, verb=VERB).filter(pk__in=ids).select_related("venue")
    members = {member.pk: member for member in mine}
    return [
        Pair(members[first], members[second], "phone" if why == "phone" else "name")
        for first, second, why in found
        if first in members and second in members
    ]


def say_two_people(first_id: int, second_id: int, *, by: Scope, at: datetime) -> None:
    """They are two: the pair is not suggested again.

    Refused: ``parties.not_yours``, ``members.not_yours`` for the provider, ``members.merge_target``.
    """
    if by.user_id is None:
        raise Refused("parties.not_yours")
    ids = sorted((first_id, second_id))
    if ids[0] == ids[1]:
        raise Refused("members.merge_target")
    with writing(by):
        parties = Member.objects.within(by, verb=VERB).filter(pk__in=ids).values_list("party", flat=True)
        if len(parties) < 2:
            raise Refused("parties.not_yours")
        if not all(by.may_for(VERB, party_id) for party_id in parties):
            raise Refused("members.not_yours")
        TwoPeople.objects.get_or_create(
            first_id=ids[0], second_id=ids[1], defaults={"said_by_id": by.user_id, "said_at": at}
        )
