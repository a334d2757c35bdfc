"""Who is in charge: a named person for every open clock (capability C5)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.utils import timezone

from parties.domain.roles import Role


@dataclass(frozen=True)
class Staff:
    """The people who work for a party at a venue today, by role, the one to ask first in front."""

    by_role: dict[Role, list[int]]

    def first(self, roles: Sequence[Role]) -> int | None:
        """The user who answers for ``roles`` (the first that is staffed); ``None`` when none is."""
        return next((self.by_role[role][0] for role in roles if role in self.by_role), None)


# Written out because it stands in the way of every complaint: building it anew cost more than running it.
STAFF: Final = """
SELECT m.role, m.user_id
FROM parties_membership m
JOIN parties_user u ON u.id = m.user_id AND u.is_active
LEFT JOIN parties_membership_venues v ON v.membership_id = m.id
WHERE m.party_id = %(party)s AND m.role = ANY(%(roles)s) AND (v.venue_id IS NULL OR v.venue_id = %(venue)s)
  AND m.active_from <= %(today)s AND (m.active_until IS NULL OR m.active_until >= %(today)s)
ORDER BY v.venue_id IS NULL, m.id
"""


def staff_at(*, party_id: int, venue_id: int, roles: Collection[Role]) -> Staff:
    """Who holds these roles for a party at a venue; a person named for that venue goes before one who covers all."""
    by_role: dict[Role, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(STAFF, {"party": party_id, "venue": venue_id, "roles": [*roles], "today": timezone.localdate()})
        for role, user_id in cursor.fetchall():
            by_role.setdefault(Role(role), []).append(user_id)
    return Staff(by_role)
