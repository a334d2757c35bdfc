"""Requests between the sides whose next step is this side's."""

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from contracts.models import Request
from contracts.models.requests import RequestState
from encore.web.needs.need import SHOWN, Need
from parties.domain.scope import Scope


def requests_in_hand(scope: Scope) -> Iterable[Need]:
    """Requests whose next step is this person's side's: an answer, a change, or a supplementary agreement."""
    if not scope.may("requests.act"):
        return
    mine, seen = scope.parties_for("requests.act"), Request.objects.within(scope, verb="requests.act")
    turn = Q(state=RequestState.ASKED, answerer__in=mine) | Q(state=RequestState.RETURNED, asker__in=mine)
    loaded = ("contract", "deadline", "asker", "answerer")
    for row in seen.filter(turn).select_related(*loaded).order_by("deadline__due_at", "pk")[:SHOWN]:
        words = _("%(party)s asks: answer") if row.is_asked else _("%(party)s sent it back: change it and ask again")
        yield Need(
            title=str(row),
            why=f"{row.contract.number} · {words % {'party': row.asker if row.is_asked else row.answerer}}",
            path=reverse("contracts:request", args=[row.pk]),
            icon="message-reply",
            due_at=row.deadline.due_at if row.deadline.is_open or row.is_asked else None,
            deadline=row.deadline if row.deadline.done_at is None else None,
        )
    drafters = scope.parties_for("contracts.draft")
    for row in seen.to_be_amended().filter(contract__party_b__in=drafters).select_related("contract")[:SHOWN]:
        yield Need(
            title=str(row),
            why=_("Agreed: put it into a supplementary agreement"),
            path=reverse("contracts:request", args=[row.pk]),
            icon="file-plus",
        )
