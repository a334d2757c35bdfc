"""Who is in charge: a named person for every open clock (capability C5)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from foundation.prepared import Prepared
from parties.domain.roles import Role
from parties.models import User


@dataclass(frozen=True)
class Staff:
    """The people who work for a party at a venue today, by role, the one to ask first in front."""

    by_role: dict[Role, list[int]]

    @classmethod
    def of(cls, rows: Iterable[Sequence[Any]], *, party_id: int) -> "Staff":
        """From rows of ``STAFF_SQL``, the one to ask first in front; those of other parties are left out."""
        by_role: dict[Role, list[int]] = {}
        for whose, role, user_id in rows:
            if whose == party_id:
                by_role.setdefault(Role(role), []).append(user_id)
        return cls(by_role)

    def first(self, roles: Sequence[Role]) -> int | None:
        """The user who answers for ``roles`` (the first that is staffed); ``None`` when none is."""
        return next((self.by_role[role][0] for role in roles if role in self.by_role), None)


# Whoever is away answers for nothing new: their substitute does, after all who have the job themselves.
# Written out because it stands in the way of every complaint: building it anew cost more than running it.
STAFF_SQL: Final = """
SELECT m.party_id, m.role, COALESCE(s.id, m.user_id) AS user_id
FROM parties_membership m
JOIN parties_user u ON u.id = m.user_id AND u.is_active
LEFT JOIN parties_membership_venues v ON v.membership_id = m.id
LEFT JOIN parties_absence a ON a.user_id = m.user_id AND a.called_off_at IS NULL
    AND {today} BETWEEN a.from_date AND a.until_date
LEFT JOIN parties_user s ON s.id = a.substitute_id AND s.is_active AND NOT EXISTS (
    SELECT FROM parties_absence o
    WHERE o.user_id = s.id AND o.called_off_at IS NULL AND {today} BETWEEN o.from_date AND o.until_date
)
WHERE m.party_id IN ({parties}) AND (v.venue_id IS NULL OR v.venue_id = {venue}) AND m.role = ANY({roles})
  AND (a.id IS NULL OR s.id IS NOT NULL)
  AND m.active_from <= {today} AND (m.active_until IS NULL OR m.active_until >= {today})
ORDER BY a.id IS NOT NULL, v.venue_id IS NULL, m.id
"""
STAFF: Final = Prepared("staff_at", STAFF_SQL.format(parties="$1", venue="$2", roles="$3::text[]", today="$4"))


def staff_at(*, party_id: int, venue_id: int, roles: Collection[Role]) -> Staff:
    """Who holds these roles for a party at a venue; a person named for that venue goes before one who covers all."""
    return Staff.of(STAFF.rows(party_id, venue_id, [*roles], timezone.localdate()), party_id=party_id)


STAFF_OF_PARTY: Final = """
SELECT m.role, m.user_id
FROM parties_membership m
JOIN parties_user u ON u.id = m.user_id AND u.is_active
LEFT JOIN parties_membership_venues v ON v.membership_id = m.id
WHERE m.party_id = %(party)s AND m.role = ANY(%(roles)s) AND (v.venue_id IS NULL OR v.venue_id = ANY(%(venues)s))
  AND m.active_from <= %(today)s AND (m.active_until IS NULL OR m.active_until >= %(today)s)
  AND NOT EXISTS (
    SELECT FROM parties_absence a
    WHERE a.user_id = m.user_id AND a.called_off_at IS NULL AND %(today)s BETWEEN a.from_date AND a.until_date
  )
GROUP BY m.id, m.role, m.user_id
ORDER BY count(v.venue_id) > 0, count(v.venue_id) DESC, m.id
"""


def staff_of(*, party_id: int, venue_ids: Collection[int], roles: Collection[Role]) -> Staff:
    """Who holds these roles for a party in a matter of several venues; one who covers all of the party's goes first."""
    by_role: dict[Role, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            STAFF_OF_PARTY,
            {"party": party_id, "venues": [*venue_ids], "roles": [*roles], "today": timezone.localdate()},
        )
        for role, user_id in cursor.fetchall():
            by_role.setdefault(Role(role), []).append(user_id)
    return Staff(by_role)


def people_of(*, party_id: int, venue_ids: Collection[int], roles: Collection[Role]) -> list[User]:
    """The people who hold one of these roles for a party, in all of its venues or in one of these; by name."""
    found = staff_of(party_id=party_id, venue_ids=venue_ids, roles=roles).by_role.values()
    return list(User.objects.filter(pk__in={user for users in found for user in users}).order_by("name", "pk"))
