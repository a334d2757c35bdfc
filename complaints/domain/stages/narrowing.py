"""Which complaints a list or the board shows, and in which order."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.domain.stages import queue
from complaints.domain.stages.desks import on_desk
from complaints.models import ENDED, Clock, Complaint
from parties.domain.circles import known_party_ids
from parties.domain.scope import Scope
from parties.models import Membership

NUMBER: Final = re.compile(r"(?:TS)?0*([0-9]{1,18})", re.IGNORECASE)
LOOK_BACK: Final = timedelta(days=180)
"""How far back words are looked for in what is ended; its number finds any complaint."""

ORDERS: Final[dict[str, tuple[str | Promise, Callable[..., queue.Page]]]] = {
    "left": (_("Time left"), queue.by_time_left),
    "newest": (pgettext_lazy("order", "Newest first"), queue.newest_first),
    "oldest": (pgettext_lazy("order", "Oldest first"), queue.oldest_first),
}


@dataclass(frozen=True)
class Wanted:
    """What was asked for; an empty value narrows nothing. ``show``: desk, mine, open or all."""

    show: str = "open"
    venue_id: int | None = None
    stage: str = ""
    gravity: str = ""
    subject: str = ""
    channel: str = ""
    owner_id: int | None = None
    concerns_id: int | None = None
    is_late: bool = False
    text: str = ""
    sort: str = ""

    def narrow(self, rows: QuerySet[Complaint], *, by: Scope, at: datetime) -> QuerySet[Complaint]:
        """The rows that fit."""
        fixed = {
            "venue": self.venue_id,
            "state": self.stage,
            "gravity": self.gravity,
            "subject": self.subject,
            "channel": self.channel,
            "concerns": self.concerns_id,
        }
        rows = self._shown(rows, by).filter(**{name: value for name, value in fixed.items() if value})
        if self.owner_id:
            steps = Clock.objects.undone().filter(complaint=OuterRef("pk"), deadline__owner=self.owner_id)
            rows = rows.filter(Exists(steps))
        if self.is_late:
            rows = rows.filter(urgent_at__lt=at).exclude(state__in=ENDED)
        return rows.filter(self._said(at)) if self.text else rows

    def _shown(self, rows: QuerySet[Complaint], by: Scope) -> QuerySet[Complaint]:
        if self.show == "desk":
            return on_desk(rows, by)
        if self.show == "mine":
            return queue.mine(rows, by)
        return rows if self.show == "all" else queue.open_ones(rows)

    def _said(self, at: datetime) -> Q:
        number = NUMBER.fullmatch(self.text)
        if number:
            return Q(pk=int(number[1])) if int(number[1]) < 2**63 else Q(pk__in=[])
        said = Q(what_happened__icontains=self.text) | Q(room__name__iexact=self.text)
        return said & Q(received_at__gte=at - LOOK_BACK) if self.show == "all" else said

    def page(self, rows: QuerySet[Complaint], *, before: str, after: str) -> queue.Page:
        """A stretch of the list: by time left, what is not all open the newest first, unless asked otherwise."""
        usual = "newest" if self.show == "all" else "left"
        return ORDERS.get(self.sort, ORDERS[usual])[1](rows, before=before, after=after)


def people_in_reach(scope: Scope) -> list[tuple[int, str]]:
    """Whom a list can be narrowed to: who works today for one of the parties this person deals with."""
    today = Membership.objects.running(timezone.localdate())
    found = today.filter(party__in=known_party_ids(scope, verb="complaints.see")).values_list("user", "user__name")
    return list(found.order_by("user__name", "user").distinct())
