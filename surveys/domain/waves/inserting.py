"""Writing a hundred thousand invitations: arrays go over in one statement, and the database makes the rows."""

import secrets
from collections.abc import Sequence
from typing import Any, Final

from django.db import connection

from surveys.domain.waves.drawing import Drawn
from surveys.models import InvitationState, Stratum

BATCH: Final = 20_000
NONCE_BYTES: Final = 32
INSERT: Final = """
INSERT INTO surveys_invitation (wave_id, member_id, stratum_id, position, nonce, state, reminded, obstacle)
SELECT %(wave)s, row.member_id, row.stratum_id, row.position, row.nonce, %(state)s, 0, ''
FROM unnest(%(members)s::bigint[], %(strata)s::bigint[], %(positions)s::integer[], %(nonces)s::text[])
    AS row (member_id, stratum_id, position, nonce)
ORDER BY row.position
"""


def insert_invitations(wave_id: int, strata: Sequence[Stratum], drawn: Sequence[Drawn]) -> None:
    """One invitation for each who was drawn, in the order of the draw; in the caller's transaction."""
    ids = {stratum.ordinal: stratum.pk for stratum in strata}
    with connection.cursor() as cursor:
        for start in range(0, len(drawn), BATCH):
            some = drawn[start : start + BATCH]
            values: dict[str, Any] = {
                "wave": wave_id,
                "state": InvitationState.DRAWN,
                "members": [each.member_id for each in some],
                "strata": [ids[each.ordinal] for each in some],
                "positions": [each.position for each in some],
                "nonces": [secrets.token_hex(NONCE_BYTES) for _each in some],
            }
            cursor.execute(INSERT, values)
