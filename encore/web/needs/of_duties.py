"""Duties of the contracts, and the other side's word that one was done."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from contracts.domain.duties import contesting
from contracts.models import Obligation
from contracts.models.fulfilment import FulfilmentState
from deadlines.models import Outcome
from encore.web.needs.need import SHOWN, Need
from parties.domain.scope import Scope

SOON: Final = timedelta(days=14)


def duties_of_mine(scope: Scope) -> Iterable[Need]:
    """What contracts make due by themselves and this person answers for: due within two weeks, or undone after all."""
    mine = Obligation.objects.within(scope, verb="obligations.see").filter(deadline__owner=scope.user_id)
    undone = mine.filter(occurrence__isnull=False, deadline__done_at=None).exclude(deadline__outcome=Outcome.CANCELLED)
    rows = undone.filter(deadline__due_at__lte=timezone.now() + SOON).select_related(
        "contract", "term", "deadline", "occurrence"
    )
    for row in rows.order_by("deadline__due_at", "pk")[:SHOWN]:
        yield Need(
            title=row.title,
            why=str(row.contract),
            path=reverse("contracts:obligation", args=[row.pk]),
            icon="calendar-due",
            due_at=row.deadline.due_at,
            deadline=row.deadline,
        )


def words_to_say(scope: Scope) -> Iterable[Need]:
    """What was recorded as done and waits for this side's word: contested, answered, or billed."""
    for row in contesting.waiting_for(scope)[:SHOWN]:
        yield Need(
            title=row.title,
            why=f"{row.contract.number} · {_waits_for(row)}",
            path=reverse("contracts:obligation", args=[row.pk]),
            icon="checks",
        )


def _waits_for(row: Obligation) -> str:
    if row.fulfilment.state == FulfilmentState.CONTESTED:
        return _("%(party)s contests that it was done: answer") % {"party": row.creditor}
    if row.fulfilment.state == FulfilmentState.ANSWERED:
        return _("%(party)s has shown more: accept or contest") % {"party": row.debtor}
    return _("%(party)s has done it: accept") % {"party": row.debtor}
