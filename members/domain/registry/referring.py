"""Who recommended whom: never oneself, and never in a circle."""

from collections.abc import Iterable
from typing import Any, Final

from django.db import connection

from foundation.refusals import Refused
from members.models import MemberState

# A circle that a merge made ends where it began: what was found already is not looked for again.
LINES: Final = """
WITH RECURSIVE line AS (
    SELECT id, party_id, state, referrer_id FROM members_member WHERE id = ANY (%s)
    UNION SELECT m.id, m.party_id, m.state, m.referrer_id FROM members_member m JOIN line ON m.id = line.referrer_id
) SELECT id, party_id, state, referrer_id FROM line
"""


class Lines:
    """The lines of recommendation above these referrers, read by one question however many they are.

    What was found possible is noted, so that two new recommendations of one batch make no circle together.
    """

    def __init__(self, referrer_ids: Iterable[int]) -> None:
        rows: list[Any] = []
        if wanted := sorted(set(referrer_ids)):
            with connection.cursor() as cursor:
                cursor.execute(LINES, [wanted])
                rows = cursor.fetchall()
        self._active = {(row_id, party_id) for row_id, party_id, state, _above in rows if state == MemberState.ACTIVE}
        self._above: dict[int, int | None] = {row_id: above for row_id, _party, _state, above in rows}

    def check(self, party_id: int, member_id: int | None, referrer_id: int | None) -> None:
        """Whether this member of the party can have been recommended by that one; ``member_id`` is empty for a new one.

        Refused: ``members.referrer_unknown``, ``members.referrer_circle``.
        """
        if referrer_id is None:
            return
        if (referrer_id, party_id) not in self._active:
            raise Refused("members.referrer_unknown", "referrer")
        if member_id is None:
            return
        step: int | None = referrer_id
        walked = set[int]()
        while step is not None and step not in walked:
            if step == member_id:
                raise Refused("members.referrer_circle", "referrer")
            walked.add(step)
            step = self._above.get(step)

    def note(self, member_id: int, referrer_id: int | None) -> None:
        """From now on, this one is known to have been recommended by that one."""
        self._above[member_id] = referrer_id


def check_referrer(party_id: int, member_id: int | None, referrer_id: int | None) -> None:
    """The same for one. Refused as :meth:`Lines.check`."""
    if referrer_id is not None:
        Lines([referrer_id]).check(party_id, member_id, referrer_id)
