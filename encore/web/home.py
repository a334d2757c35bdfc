from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from complaints.models import Complaint
from contracts.models import Breach
from deadlines.models import Deadline, Outcome
from encore.web.needs import needs_of
from parties.domain.scope import Scope
from parties.web.access import ScopedRequest, route

LOOK_BACK = timedelta(days=30)


@route(GET="self")
def home(request: ScopedRequest) -> HttpResponse:
    """What needs me, in order of time left."""
    scope = request.scope
    context = {
        "needs": needs_of(scope),
        "figures": figures(scope),
        "may_log": scope.may("complaints.log"),
        "may_see_breaches": scope.may("breaches.see"),
    }
    return render(request, "encore/home.html", context)


def figures(scope: Scope) -> dict[str, int]:
    """The few numbers worth a glance, with their denominators, for roles that see complaints or breaches."""
    if not scope.may("complaints.see"):
        return {}
    mine = Complaint.objects.within(scope, verb="complaints.see")
    undecided = Breach.objects.within(scope, verb="breaches.see").filter(decided_at=None)
    verdicts = Deadline.objects.filter(
        clock__complaint__in=mine,
        outcome__in=[Outcome.KEPT, Outcome.MISSED],
        outcome_at__gte=timezone.now() - LOOK_BACK,
    )
    return {
        "open": mine.filter(closed_at=None).count(),
        "kept": verdicts.filter(outcome=Outcome.KEPT).count(),
        "judged": verdicts.count(),
        "undecided": undecided.count() if scope.may("breaches.see") else 0,
    }
