"""Whoever comes back may take back what went to others while they were away: what is still open, and still there (C5).

Nothing comes back by itself: a colleague may be in the middle of it.
"""

from collections import Counter
from datetime import date, datetime

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from deadlines.models import Deadline, HandingOn
from foundation.refusals import Refused
from parties.domain.absences import at_work
from parties.domain.messages import Telling, add_up, window_of
from parties.domain.scope import Scope, writing
from parties.models import Membership


def to_take_back(user_id: int, *, day: date) -> QuerySet[Deadline]:
    """The open clocks that went from this person to others, and lie with the very one to whom they went first.

    Empty while the person is away, or works for that party no longer.
    """
    if user_id not in at_work([user_id], day=day):
        return Deadline.objects.none()
    last = HandingOn.objects.filter(deadline=OuterRef("pk")).order_by("-pk")
    handed = Deadline.objects.filter(outcome=None, handings_on__from_user=user_id).exclude(owner=user_id)
    mine = handed.annotate(had=Subquery(last.values("from_user")[:1]), has=Subquery(last.values("to_user")[:1]))
    own = mine.filter(
        had=user_id, owner=F("has"), party__in=Membership.objects.running(day).filter(user=user_id).values("party")
    )
    return Deadline.objects.filter(pk__in=own.values("pk"))


def take_back(*, by: Scope, at: datetime) -> int:
    """Answer for all of these again; who had them is told. Returns how many came back.

    Refused: ``parties.not_yours``.
    """
    if by.user_id is None:
        raise Refused("parties.not_yours")
    with writing(by):
        found = to_take_back(by.user_id, day=timezone.localdate(at))
        rows = list(Deadline.objects.filter(pk__in=found.values("pk"), outcome=None).select_for_update().order_by("pk"))
        Deadline.objects.filter(pk__in=[row.pk for row in rows]).update(owner=by.user_id)
        _tell(Counter(row.owner_id for row in rows if row.owner_id is not None), by.user_id, at=at)
    return len(rows)


def _tell(counts: Counter[int], user_id: int, *, at: datetime) -> None:
    add_up(
        [
            Telling(
                user_id=had_id,
                kind="deadlines.taken_back",
                key=f"taken-back:{window_of(at)}:{user_id}:{had_id}",
                params={"count": count, "by": user_id},
            )
            for had_id, count in counts.items()
        ],
        at=at,
    )
