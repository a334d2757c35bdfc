"""Which duties force majeure hinders, and what that does to their clocks: as far as it hindered (Civil Code 590).

What was due by the end of a day could be done on that day: 24:00 belongs to the day before. So it is hindered by the
day that this moment ends, and not by the one that it begins.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from contracts.models import ForceMajeure, Obligation
from contracts.models.force_majeure import Covers
from deadlines.domain import pausing
from deadlines.models import Deadline
from parties.domain.scope import Scope


def nameable(contract_id: int, party_ids: Collection[int]) -> "QuerySet[Obligation]":
    """The duties of these parties that a claim can name: those that are open, or missed with a breach not decided."""
    undecided = Q(breach__isnull=False, breach__decided_at=None)
    return Obligation.objects.filter(
        undecided | Q(deadline__outcome=None), contract=contract_id, debtor__in=party_ids
    ).order_by("deadline__due_at", "pk")


def touching(first_at: datetime, until_at: datetime) -> tuple[Q, ...]:
    """Duties whose time ran in these days."""
    return Q(deadline__started_at__lt=until_at), Q(deadline__due_at__gt=first_at)


def happened_in(claim: ForceMajeure) -> Q:
    """Breaches of the days accepted: of duties that were due in them, and what was measured or recorded of them."""
    first_at, until_at = claim.accepted_first_at, claim.accepted_until_at
    due = Q(obligation__isnull=False, occurred_at__gt=first_at, occurred_at__lte=until_at)
    return due | Q(obligation=None, occurred_at__gte=first_at, occurred_at__lt=until_at)


def hindered_clocks(claim: ForceMajeure, first_at: datetime, until_at: datetime) -> QuerySet[Deadline]:
    """The claimant's running clocks under the contract that these days touch; where duties were named, theirs alone."""
    running = Deadline.objects.filter(
        obligation__contract=claim.contract_id,
        obligation__debtor=claim.party_id,
        outcome=None,
        paused_at=None,
        started_at__lt=until_at,
        due_at__gt=first_at,
    )
    if claim.covers == Covers.NAMED:
        return running.filter(obligation__in=claim.duties.values("obligation"))
    return running


def suspend(deadline: Deadline, claim: ForceMajeure, first_at: datetime, until_at: datetime, *, by: Scope) -> None:
    """Stop the clock for as much of these days as it ran in, and was not stopped already."""
    for begins, ends in _not_stopped(deadline, max(first_at, deadline.started_at), until_at):
        if begins < deadline.due_at:
            pausing.pause(deadline.pk, reason=f"force majeure #{claim.pk}", by=by, at=begins)
            deadline = pausing.resume(deadline.pk, by=by, at=ends)


def _not_stopped(deadline: Deadline, first_at: datetime, until_at: datetime) -> list[tuple[datetime, datetime]]:
    """What of this time no pause of the clock takes already, in whichever order the pauses were granted."""
    moments = [each.at for each in deadline.pauses.all()]
    left = [(first_at, until_at)]
    for stopped, resumed in zip(moments[::2], moments[1::2], strict=True):
        parts = [part for begins, ends in left for part in ((begins, min(ends, stopped)), (max(begins, resumed), ends))]
        left = [(begins, ends) for begins, ends in parts if begins < ends]
    return left
