"""The list of questionnaires."""

from django.db.models import Count, Max
from django.http import HttpResponse
from django.shortcuts import render

from parties.web.access import ScopedRequest, route
from surveys.models import Questionnaire

SEE = "surveys.see"
MOST_SHOWN = 200


@route(GET="surveys.see")
def questionnaires(request: ScopedRequest) -> HttpResponse:
    """Those in use, or those put away."""
    is_archived = request.GET.get("archived") == "1"
    mine = Questionnaire.objects.within(request.scope, verb=SEE)
    rows = (
        mine.filter(is_archived=is_archived)
        .select_related("party")
        .annotate(last=Max("versions__number"), waves=Count("versions__waves", distinct=True))
    )
    context = {"rows": rows[:MOST_SHOWN], "is_archived": is_archived}
    return render(request, "surveys/designing/questionnaires.html", context)
