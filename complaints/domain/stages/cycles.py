"""Opening a complaint again: another cycle of its handling begins, and what was said in the earlier ones stays.

New facts or evidence call for a new judgement (form ``ktv-1``, clause 3.5), and a customer may contest a result after
the close too. How long that is open to them no form says: it is a limit of this product's own.
"""

from datetime import datetime, timedelta
from typing import Final

from complaints.domain.stages.transitions import CONTEST, REOPEN
from complaints.models import Complaint
from foundation.refusals import Refused

REOPEN_DAYS: Final = 30
"""For how many days after its end a complaint can be opened again; later, a new one is logged and linked."""


def begun_again(row: Complaint, verb: str) -> dict[str, object]:
    """What changes when this step opens an ended complaint again; nothing when it does not.

    Contested, it is planned anew; opened again for another reason, it is also judged anew.
    """
    if not row.is_closed or verb not in {REOPEN, CONTEST}:
        return {}
    again: dict[str, object] = {"cycle": row.cycle + 1, "closed_at": None}
    return again | ({"level": None, "emergency_at": None} if verb == REOPEN else {})


def check_in_time(row: Complaint, *, at: datetime) -> None:
    """Refuse (``complaints.too_late_to_reopen``) what ended too long ago."""
    if is_too_late(row, at=at):
        raise Refused("complaints.too_late_to_reopen", days=REOPEN_DAYS)


def is_too_late(row: Complaint, *, at: datetime) -> bool:
    """Whether it ended too long ago to be opened again."""
    return row.closed_at is not None and at > row.closed_at + timedelta(days=REOPEN_DAYS)
