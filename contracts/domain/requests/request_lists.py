"""Which requests to list, in which order; and what other lists say of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contracts.documents.icalendar import Entry
from contracts.domain.duties.calendar_entries import Stretch, entry_of
from contracts.domain.liability.causes import Cause
from contracts.models import Obligation, RequestStatement
from contracts.models.requests import OPEN_REQUESTS, Request, RequestKind, RequestState
from foundation.keyset import Order
from parties.domain.scope import Scope

OPEN: Final = "open"
STATES: Final[dict[str, str | Promise]] = {
    OPEN: _("Open"),
    **{state.value: state.label for state in RequestState},
    "all": _("All"),
}
SIDES: Final[dict[str, str | Promise]] = {"theirs": _("Asked by the other side"), "ours": _("Asked by our side")}
ORDERS: Final[dict[str, tuple[str | Promise, Order]]] = {
    "due": (_("Due first"), Order("deadline__due_at")),
    "-asked": (_("Asked last"), Order("asked_at", falling=True)),
    "asked": (_("Asked first"), Order("asked_at")),
    "contract": (_("By contract"), Order("contract__number", is_moment=False)),
}
ROW: Final = ("contract", "asker", "answerer", "deadline__owner")
"""What a row of a list shows, for ``select_related``."""


@dataclass(frozen=True)
class Wanted:
    """What was asked for; an empty value narrows nothing."""

    state: str = OPEN
    kind: str = ""
    side: str = ""
    contract_id: int | None = None
    sort: str = ""

    @property
    def order(self) -> Order:
        """Open ones by time left, others the latest first, unless asked otherwise."""
        usual = "due" if self.state in (OPEN, *OPEN_REQUESTS) else "-asked"
        return ORDERS.get(self.sort, ORDERS[usual])[1]

    def narrow(self, rows: QuerySet[Request], *, by: Scope) -> QuerySet[Request]:
        """The rows that fit."""
        rows = rows.filter(_in_state(self.state), _of_side(self.side, by=by))
        if self.kind in RequestKind.values:
            rows = rows.filter(kind=self.kind)
        return rows if self.contract_id is None else rows.filter(contract=self.contract_id)


def _in_state(state: str) -> Q:
    if state == OPEN:
        return Q(state__in=OPEN_REQUESTS)
    return Q(state=state) if state in RequestState.values else Q()


def _of_side(side: str, *, by: Scope) -> Q:
    parties = by.parties_for("requests.see")
    if side == "ours":
        return Q(asker__in=parties)
    return Q(answerer__in=parties) if side == "theirs" else Q()


def behind(obligation: Obligation) -> Iterable[Cause]:
    """The request whose answer, or improvement, an obligation is; and those that are about it."""
    begun = RequestStatement.objects.filter(deadline=obligation.deadline_id).select_related("request")
    about = Request.objects.filter(Q(about=obligation) | Q(replacement=obligation)).order_by("pk")
    for request in [*(each.request for each in begun), *about]:
        yield Cause(str(request), reverse("contracts:request", args=[request.pk]))


def usual_times(scope: Scope, stretch: Stretch) -> Iterable[Entry]:
    """Steps on requests that no term of the contract times; those that one does are obligations already."""
    rows = Request.objects.within(scope, verb="requests.see").filter(
        state__in=OPEN_REQUESTS,
        deadline__obligation=None,
        deadline__outcome=None,
        deadline__due_at__range=(stretch.since, stretch.until),
    )
    for row in rows.select_related("contract", "deadline").order_by("deadline__due_at", "pk"):
        yield entry_of(
            row.deadline,
            name=f"request-{row.pk}-{row.round}",
            due_at=row.deadline.due_at,
            summary=str(row),
            words=str(row.contract),
            path=reverse("contracts:request", args=[row.pk]),
        )
