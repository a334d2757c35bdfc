"""Opening a complaint again: another cycle of its handling begins, and what was said in the earlier ones stays.

New facts or evidence call for a new judgement (form ``ktv-1``, clause 3.5), and a customer may contest a result after
the close too. How long that is open to them no form says: it is a limit of this product's own.

Dismissed and opened again by the very side whose limits run, a complaint would have them once more each time: so that
side needs something new from the customer, and whoever answers for the contract hears of both.
"""

from datetime import datetime, timedelta
from typing import Final

from complaints.domain.people import acts_for
from complaints.domain.stages.transitions import CONTEST, MAY_DO, REOPEN
from complaints.models import Complaint, ComplaintStep, Direction, Stage
from contracts.domain.chiefs import chiefs_of
from foundation.refusals import Refused
from parties.domain.messages import Telling, tell
from parties.domain.scope import Scope

REOPEN_DAYS: Final = 30
"""For how many days after its end a complaint can be opened again; later, a new one is logged and linked."""
TOLD: Final = {"dismiss": "complaints.dismissed", REOPEN: "complaints.reopened"}
"""What the chiefs of the contract hear of, and the kind of message."""


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


def check_news(row: Complaint, verb: str, *, by: Scope) -> None:
    """Refuse (``complaints.nothing_new``) what :func:`needs_news` says."""
    if needs_news(row, verb, by=by):
        raise Refused("complaints.nothing_new")


def needs_news(row: Complaint, verb: str, *, by: Scope) -> bool:
    """Whether this step is not for this person before the customer themself brings something new.

    So it is for the side whose clocks ran, which would open again what was dismissed under a contract; the other side
    always may.
    """
    if verb != REOPEN or row.state != Stage.DISMISSED or row.contract_id is None:
        return False
    debtors = row.clocks.filter(cycle=row.cycle).values_list("deadline__party", flat=True).order_by().distinct()
    is_debtor = any(acts_for(party_id, row.venue_id, MAY_DO[REOPEN], by=by) for party_id in debtors)
    return is_debtor and not _has_news(row)


def _has_news(row: Complaint) -> bool:
    """Whether the customer said, wrote or sent something since it ended; what the staff wrote down does not count."""
    return (
        row.steps.filter(user=None, at__gt=row.closed_at).exists()
        or row.messages.filter(user=None, direction=Direction.IN, at__gt=row.closed_at).exists()
        or row.evidence.filter(user=None, added_at__gt=row.closed_at).exists()
    )


def tell_chiefs(complaint: Complaint, step: ComplaintStep, *, at: datetime) -> None:
    """Whoever answers for the contract on either side hears of a dismissal and of an opening again; not who did it."""
    if complaint.contract is None or step.verb not in TOLD:
        return
    people = set(chiefs_of(complaint.contract).values()) - {step.user_id}
    tell(
        [
            Telling(
                user_id=user_id,
                kind=TOLD[step.verb],
                key=f"complaint-turned:{step.pk}:{user_id}",
                params={"complaint": complaint.pk},
            )
            for user_id in sorted(people)
        ],
        at=at,
    )
