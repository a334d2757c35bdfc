"""The queue: what waits for my department or for me, what is open, and all; as a list and as a file."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.domain.stages.desks import has_desk
from complaints.domain.stages.narrowing import Wanted, people_in_reach
from complaints.domain.stages.queue import with_steps
from complaints.domain.stages.transitions import LABELS, NEXT
from complaints.models import Complaint
from complaints.web.cases.filters import QueueFilter
from complaints.web.cases.forms import BulkForm
from foundation.web.csv_answer import csv_answer
from parties.models import Venue
from parties.web.access import ScopedRequest, route

SHOW: Final = ("desk", "mine", "open", "all")
MOST_EXPORTED: Final = 50_000
VERB: Final = "complaints.see"


@route(GET="complaints.see")
def complaint_list(request: ScopedRequest) -> HttpResponse:
    """My department's desk first; mine, open or all on request, narrowed as asked."""
    filters = filters_of(request)
    wanted = filters.wanted(_shown(request))
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    context = {
        "page": wanted.page(narrowed(request, wanted), before=before, after=after),
        "filters": filters,
        "show": wanted.show,
        "has_desk": has_desk(request.scope),
        "next_steps": {stage: LABELS[verb] for stage, verb in NEXT.items()},
        "may_log": request.scope.may("complaints.log"),
        "bulk": BulkForm(people=people_in_reach(request.scope)) if request.scope.may("complaints.assign") else None,
    }
    return render(request, "complaints/cases/list.html", context)


@route(GET="complaints.see")
def complaint_export(request: ScopedRequest) -> HttpResponseBase:
    """The same rows as a table for spreadsheets, at most the fifty thousand received last."""
    wanted = filters_of(request).wanted(_shown(request))
    rows = narrowed(request, wanted).select_related("concerns", "responsible").order_by("-received_at", "-pk")
    day = timezone.localdate().isoformat()
    return csv_answer(_table(with_steps(rows)[:MOST_EXPORTED]), name=f"complaints-{day}.csv")


def filters_of(request: ScopedRequest) -> QueueFilter:
    """The filters as they were sent, with the choices of this person."""
    venues = Venue.objects.within(request.scope, verb=VERB).values_list("pk", "name")
    return QueueFilter(request.GET, venues=venues, people=people_in_reach(request.scope))


def narrowed(request: ScopedRequest, wanted: Wanted) -> QuerySet[Complaint]:
    """The complaints in this person's reach that were asked for."""
    rows = Complaint.objects.within(request.scope, verb=VERB)
    return wanted.narrow(rows, by=request.scope, at=timezone.now())


def _shown(request: ScopedRequest) -> str:
    show = request.GET.get("show", "")
    has_own = has_desk(request.scope)
    return show if show in SHOW and (has_own or show != "desk") else "desk" if has_own else "open"


def _moment(at: datetime | None) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""


def _table(rows: QuerySet[Complaint]) -> Iterator[Sequence[object]]:
    yield [
        _("Number"),
        _("Venue"),
        _("Room"),
        _("Channel"),
        _("Subject"),
        _("Gravity"),
        _("Level"),
        _("Stage"),
        _("Cycle"),
        _("Concerns"),
        _("Responsible"),
        _("Happened"),
        _("Received"),
        _("Closed"),
        _("Next step"),
        _("In whose hands"),
        _("Due"),
    ]
    for row in rows.iterator(chunk_size=1000):
        clock = row.next_clock
        yield [
            row.number,
            row.venue,
            row.room,
            row.get_channel_display(),
            row.get_subject_display(),
            row.get_gravity_display(),
            row.level,
            row.get_state_display(),
            row.cycle,
            row.concerns,
            row.responsible,
            *(_moment(at) for at in (row.happened_at, row.received_at, row.closed_at)),
            clock.label if clock else LABELS[NEXT[row.state]] if row.state in NEXT else "",
            clock.deadline.owner if clock else "",
            _moment(clock.deadline.due_at) if clock else "",
        ]
