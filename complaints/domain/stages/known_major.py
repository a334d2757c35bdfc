"""Known to be major, and set down as less: the clause that says so counts the first reply anew (form ``ktv-3``, 3.4).

Whoever changes the level says that it was known, and why; the party that owed the reply can contest the breach that may
follow, as any other. The limit of ordinary complaints gives way, unless it was missed: one late reply is one breach.
"""

from datetime import datetime
from typing import Final

from complaints.domain.clocks.rules import CLOCK
from complaints.domain.clocks.running import Limit, start_clocks
from complaints.domain.stages.grounds import grounds_of, terms_of
from complaints.models import Clock, Complaint, Gravity
from contracts.domain.duties.obligations import due
from contracts.domain.terms.values import Choice
from deadlines.domain import clock as deadlines
from deadlines.models import Outcome
from foundation.refusals import Refused
from parties.domain.scope import Scope

TERM: Final = "known_major_from"
FROM_RECEIPT: Final = Choice("from_receipt")
MAJOR: Final = CLOCK["reply_major"]


def check(row: Complaint, gravity: str | None) -> None:
    """Refuse (``complaints.not_known_major``) what no clause says, or what nobody on the staff set down as less."""
    terms = terms_of(row)
    if gravity != Gravity.MAJOR or terms is None or terms.value(TERM) is None or not was_set_down_as_less(row):
        raise Refused("complaints.not_known_major", "was_known")


def was_set_down_as_less(row: Complaint) -> bool:
    """Whether the limit of ordinary complaints runs, or ran, in this cycle: by the word of somebody on the staff."""
    return row.clocks.filter(cycle=row.cycle, name=MAJOR.replaces).exists()


def count_anew(complaint: Complaint, *, by: Scope, at: datetime) -> None:
    """Start the limit of major complaints where the clause says, in the caller's transaction; once in a cycle."""
    terms = terms_of(complaint)
    of_cycle = {clock.name: clock for clock in _clocks(complaint)}
    ordinary = of_cycle.get(MAJOR.replaces)
    term = terms.term(MAJOR.term) if terms else None
    if terms is None or term is None or ordinary is None or MAJOR.name in of_cycle:
        return
    deadlines.cancel([ordinary.deadline_id], at=at)
    before = ordinary.deadline
    before.refresh_from_db()
    if before.outcome == Outcome.MISSED:
        return
    begun_at = before.started_at if terms.value(TERM) == FROM_RECEIPT else at
    limit = Limit(MAJOR, due(term, begun_at), term=term)
    [clock] = start_clocks(complaint, [limit], grounds_of(complaint, [MAJOR]), actor_id=by.user_id, at=begun_at)
    if before.done_at is not None:  # replied meanwhile: in time for a major one, or not
        deadlines.stop([clock.deadline_id], at=max(before.done_at, begun_at))


def _clocks(complaint: Complaint) -> list[Clock]:
    names = (MAJOR.name, MAJOR.replaces)
    return list(complaint.clocks.filter(cycle=complaint.cycle, name__in=names).select_related("deadline"))
