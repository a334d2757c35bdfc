"""Which obligations to list, and in which order: by state, side, person, kind, contract and time."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import DateTimeField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contracts.domain.duties.windows import end_of
from contracts.domain.kinds.schedules import REQUEST_CLOCKS, TABLE
from contracts.models import Obligation
from contracts.models.fulfilment import FulfilmentState
from contracts.models.obligations import CAUSE_PATHS
from deadlines.models import Outcome
from foundation.keyset import Order
from parties.domain.scope import Scope

COMPLAINT_STEPS: Final = "complaints"
"""Stands for every kind of deadline that a complaint starts."""
REQUEST_STEPS: Final = "requests"
"""Stands for the answers to requests, and the improvements that follow a verdict."""
DAY: Final = timedelta(days=1)
ROW: Final = ("contract", *CAUSE_PATHS, "deadline__owner", "debtor", "occurrence", "fulfilment", "breach")
"""What a row of a list shows, for ``select_related``."""

PLANNED: Final = Coalesce(
    ExpressionWrapper(
        F("occurrence__planned_at") + (F("deadline__due_at") - F("deadline__first_due_at")),
        output_field=DateTimeField(),
    ),
    F("deadline__due_at"),
)
"""When a thing is to be done, pauses added: ``Obligation.planned_at`` for the database."""

STATES: Final[dict[str, str | Promise]] = {
    "open": _("Open"),
    "overdue": _("Overdue"),
    "kept": _("Kept"),
    "late": _("Done late"),
    "missed": _("Missed"),
    "contested": _("Contested"),
    "cancelled": _("Cancelled"),
    "all": _("All"),
}
SIDES: Final[dict[str, str | Promise]] = {"ours": _("We owe"), "theirs": _("Owed to us")}
ORDERS: Final[dict[str, tuple[str | Promise, Order]]] = {
    "due": (_("Due first"), Order("deadline__due_at")),
    "-due": (_("Due last"), Order("deadline__due_at", falling=True)),
    "contract": (_("By contract"), Order("contract__number", is_moment=False)),
}
KINDS: Final[dict[str, str | Promise]] = {
    **{series.name: series.label for series in TABLE},
    COMPLAINT_STEPS: _("Steps of complaints"),
    REQUEST_STEPS: _("Answers to requests"),
}


@dataclass(frozen=True)
class Wanted:
    """What was asked for; an empty value narrows nothing. ``since``, ``until``: the days on which it is to be done."""

    state: str = "open"
    side: str = ""
    mine: bool = False
    kind: str = ""
    contract_id: int | None = None
    since: date | None = None
    until: date | None = None
    sort: str = ""

    @property
    def order(self) -> Order:
        """How the list is sorted: open ones by time left, others the latest first, unless asked otherwise."""
        usual = "due" if self.state in ("open", "overdue") else "-due"
        return ORDERS.get(self.sort, ORDERS[usual])[1]

    def between(self, since: date, until: date) -> "Wanted":
        """The same, due in these days."""
        return replace(self, since=since, until=until)

    def narrow(self, rows: QuerySet[Obligation], *, by: Scope, at: datetime) -> QuerySet[Obligation]:
        """The rows that fit."""
        rows = rows.filter(in_state(self.state, at=at), of_kind(self.kind), of_side(self.side, by=by))
        if self.mine:
            rows = rows.filter(deadline__owner=by.user_id)
        if self.contract_id is not None:
            rows = rows.filter(contract=self.contract_id)
        if self.since is not None:
            # Never due before it is planned: the second condition lets the index help.
            since = end_of(self.since) - DAY
            rows = rows.alias(planned=PLANNED).filter(planned__gt=since, deadline__due_at__gt=since)
        if self.until is not None:
            rows = rows.alias(planned=PLANNED).filter(planned__lte=end_of(self.until))
        return rows


def in_state(state: str, *, at: datetime) -> Q:
    """The condition on obligations in one of ``STATES`` at a moment.

    *Contested* is what was recorded as done and the creditor does not take as such; *late* is what was done after its
    planned time or after its due time; *overdue* is open beyond its planned time.
    """
    contested = Q(fulfilment__state=FulfilmentState.CONTESTED)
    late = Q(deadline__outcome=Outcome.MISSED, deadline__done_at__isnull=False) | Q(
        deadline__outcome=Outcome.KEPT, deadline__done_at__gt=PLANNED
    )
    is_open = Q(deadline__outcome=None)
    match state:
        case "open":
            return is_open
        case "overdue":
            return is_open & Q(LessThan(PLANNED, at), deadline__paused_at=None)
        case "kept":
            return Q(deadline__outcome=Outcome.KEPT, deadline__done_at__lte=PLANNED) & ~contested
        case "late":
            return late & ~contested
        case "contested":
            return contested
        case "missed":
            return Q(deadline__outcome=Outcome.MISSED, deadline__done_at=None)
        case "cancelled":
            return Q(deadline__outcome=Outcome.CANCELLED)
    return Q()


def of_kind(kind: str) -> Q:
    """The condition on obligations of one of ``KINDS``; none for any other word."""
    if kind == COMPLAINT_STEPS:
        return Q(occurrence=None) & ~Q(deadline__kind__in=REQUEST_CLOCKS)
    if kind == REQUEST_STEPS:
        return Q(deadline__kind__in=REQUEST_CLOCKS)
    return Q(occurrence__series=kind) if kind in KINDS else Q()


def of_side(side: str, *, by: Scope) -> Q:
    """The condition on what the person's own parties owe, or what is owed to them."""
    parties = by.parties_for("obligations.see")
    if side == "ours":
        return Q(debtor__in=parties)
    return Q(creditor__in=parties) if side == "theirs" else Q()


def state_of(obligation: Obligation) -> str:
    """The one of ``STATES`` that says most about an obligation (its deadline, period and fulfilment loaded)."""
    deadline = obligation.deadline
    planned_at = obligation.planned_at
    fulfilment = getattr(obligation, "fulfilment", None)
    if fulfilment is not None and fulfilment.is_contested:
        return "contested"
    if deadline.is_open:
        return "overdue" if not deadline.is_paused and planned_at < timezone.now() else "open"
    if deadline.is_cancelled:
        return "cancelled"
    if deadline.done_at is None:
        return "missed"
    return "late" if deadline.is_missed or deadline.done_at > planned_at else "kept"
