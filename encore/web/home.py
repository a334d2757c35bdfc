from collections.abc import Sequence
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from billing.domain.ageing import Ageing, ageing
from billing.models import Invoice
from complaints.domain.stages import queue
from complaints.models import Complaint
from contracts.models import Breach
from deadlines.domain.handing_back import to_take_back
from deadlines.models import Deadline, Outcome
from encore.web.needs import needs_of
from parties.domain.scope import Scope
from parties.web.access import ScopedRequest, route

LOOK_BACK = timedelta(days=30)
RUNNING = 6


@route(GET="self")
def home(request: ScopedRequest) -> HttpResponse:
    """What needs me, in order of time left."""
    scope = request.scope
    context = {
        "needs": needs_of(scope),
        "handed_on": to_take_back(scope.user_id or 0, day=timezone.localdate()).count(),
        "figures": figures(scope),
        "money": money(scope),
        "running": running(scope),
        "may_log": scope.may("complaints.log"),
        "may_see_breaches": scope.may("breaches.see"),
    }
    return render(request, "encore/home.html", context)


def running(scope: Scope) -> Sequence[Complaint]:
    """The complaints whose clocks end next and lie in other hands: what this person may want to look after."""
    if not scope.may("complaints.see"):
        return []
    seen = Complaint.objects.within(scope, verb="complaints.see")
    others = queue.open_ones(seen).filter(urgent_at__isnull=False).exclude(pk__in=queue.mine(seen, scope).values("pk"))
    return queue.by_time_left(others, size=RUNNING).rows


def money(scope: Scope) -> dict[str, Ageing]:
    """What this person's side has to receive and to pay, for whoever handles its money."""
    if not scope.may("billing.pay"):
        return {}
    own, today = scope.parties_for("billing.pay"), timezone.localdate()
    mine = Invoice.objects.within(scope, verb="billing.pay")
    return {
        "to_receive": ageing(mine.filter(issuer__in=own), today),
        "to_pay": ageing(mine.filter(debtor__in=own), today),
    }


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
