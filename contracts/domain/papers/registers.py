"""Which notices and which hand-overs of a contract to list, and in which order."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contracts.models import DataHandover, Notice
from contracts.models.handovers import HELD, HandoverState
from contracts.models.notices import Channel, NoticeKind, NoticeState
from parties.domain.scope import Scope

Labels = dict[str, str | Promise]
SIDES: Final[Labels] = {"": _("Either side"), "ours": _("From us"), "theirs": _("From them")}
NOTICE_ORDERS: Final[dict[str, tuple[str | Promise, tuple[str, str]]]] = {
    "-sent": (_("Sent last"), ("-sent_date", "-pk")),
    "sent": (_("Sent first"), ("sent_date", "pk")),
    "-delivered": (_("Not delivered first"), ("-delivered_at", "-pk")),
}
DATA_STATES: Final[Labels] = {"": _("All"), "held_all": _("Not returned yet"), **dict(HandoverState.choices)}
DATA_ORDERS: Final[dict[str, tuple[str | Promise, tuple[str, str]]]] = {
    "-handed": (_("Handed over last"), ("-handed_date", "-pk")),
    "handed": (_("Handed over first"), ("handed_date", "pk")),
    "-records": (_("Most records"), ("-records", "-pk")),
}


def of_side(path: str, side: str, *, by: Scope) -> Q:
    """The condition on rows that come (by ``path``) from the person's own side, or from the other; else none."""
    own = Q(**{f"{path}__in": by.parties_for("contracts.see")})
    return own if side == "ours" else ~own if side == "theirs" else Q()


@dataclass(frozen=True)
class WantedNotices:
    """What was asked for; an empty or unknown word narrows nothing."""

    kind: str = ""
    channel: str = ""
    state: str = ""
    side: str = ""
    sort: str = ""

    def narrow(self, rows: QuerySet[Notice], *, by: Scope) -> QuerySet[Notice]:
        """The rows that fit, in order."""
        known = (
            ("kind", self.kind, NoticeKind.values),
            ("channel", self.channel, Channel.values),
            ("state", self.state, NoticeState.values),
        )
        fitting: dict[str, Any] = {name: value for name, value, values in known if value in values}
        order = NOTICE_ORDERS.get(self.sort, NOTICE_ORDERS["-sent"])[1]
        return rows.filter(of_side("party", self.side, by=by), **fitting).order_by(*order)


@dataclass(frozen=True)
class WantedData:
    """The same for data handed over."""

    state: str = ""
    side: str = ""
    sort: str = ""

    def narrow(self, rows: QuerySet[DataHandover], *, by: Scope) -> QuerySet[DataHandover]:
        """The rows that fit, in order."""
        if self.state == "held_all":
            rows = rows.filter(state__in=HELD)
        elif self.state in HandoverState.values:
            rows = rows.filter(state=self.state)
        order = DATA_ORDERS.get(self.sort, DATA_ORDERS["-handed"])[1]
        return rows.filter(of_side("giver", self.side, by=by)).order_by(*order)
