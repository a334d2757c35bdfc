"""The queue: what is open, the most urgent first."""

from django.http import HttpResponse
from django.shortcuts import render

from complaints.domain.stages import queue
from complaints.domain.stages.transitions import LABELS, NEXT
from complaints.models import Complaint
from complaints.web.cases.forms import QueueFilter
from parties.models import Venue
from parties.web.access import ScopedRequest, route

SHOW = ("mine", "open", "all")


@route(GET="complaints.see")
def complaint_list(request: ScopedRequest) -> HttpResponse:
    """Mine, open or all; by venue, stage and gravity."""
    show = request.GET.get("show", "")
    show = show if show in SHOW else "open"
    venues = Venue.objects.within(request.scope, verb="complaints.see").values_list("pk", "name")
    filters = QueueFilter(request.GET, venues=venues)
    rows = Complaint.objects.within(request.scope, verb="complaints.see")
    for name, value in (filters.cleaned_data if filters.is_valid() else {}).items():
        if value:
            rows = rows.filter(**{"state" if name == "stage" else name: value})
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    if show == "all":
        page = queue.newest_first(rows, before=before, after=after)
    else:
        chosen = queue.mine(rows, request.scope) if show == "mine" else queue.open_ones(rows)
        page = queue.by_time_left(chosen, before=before, after=after)
    context = {
        "page": page,
        "filters": filters,
        "show": show,
        "next_steps": {stage: LABELS[verb] for stage, verb in NEXT.items()},
        "may_log": request.scope.may("complaints.log"),
    }
    return render(request, "complaints/cases/list.html", context)
