"""Months of costs: what each holds, locking one for good, and correcting what a locked one settled."""

from datetime import date

from django.contrib import messages as toasts
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.domain.costs import sources
from complaints.domain.costs.adjusting import SOURCE, adjust_cost, stands_at
from complaints.domain.costs.months import last_locked, lock_month
from complaints.models import CostMonth, SettledCost
from complaints.web.costs.forms import AdjustForm, LockForm
from complaints.web.costs.month_page import MonthPage
from complaints.web.costs.whose import chosen_party, own_parties
from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from ledger.domain.periods import month_of, next_month
from parties.models import Party
from parties.web.access import ScopedRequest, route


@route(GET="costs.see")
def months(request: ScopedRequest) -> HttpResponse:
    """The months of a party, the last one first, and which can be locked now."""
    own = own_parties(request, "costs.see", whole=True)
    party = chosen_party(request, own)
    rows = list(CostMonth.objects.within(request.scope, verb="costs.see").filter(party=party).order_by("-month"))
    today = month_of(timezone.localdate())
    pending = sources.unsettled(party.pk, before=next_month(today))
    context = {
        "own": own,
        "party": party,
        "rows": rows,
        "this_month": today,
        "pending": sum(cost.amount for cost in pending),
        "pending_count": len(pending),
        "next_to_lock": _next_to_lock(party, rows) if request.scope.may_for("costs.lock", party.pk) else None,
        "may_see": True,
    }
    return render(request, "complaints/costs/months.html", context)


@route(GET="costs.see")
def month(request: ScopedRequest, year: int, month: int) -> HttpResponse:
    """One month: what was settled in it, or what will be."""
    own = own_parties(request, "costs.see", whole=True)
    party, first = chosen_party(request, own), _first(year, month)
    context = {"page": MonthPage(party, first, request.scope), "party": party, "month": first, "may_see": True}
    return render(request, "complaints/costs/month.html", context)


@route(GET="costs.lock", POST="costs.lock")
def month_lock(request: ScopedRequest, year: int, month: int) -> HttpResponse:
    """What locking a month means, and locking it."""
    own = own_parties(request, "costs.lock", whole=True)
    party, first = chosen_party(request, own), _first(year, month)
    form = LockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            lock_month(party.pk, first, by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("%(month)s is locked and booked.") % {"month": f"{first:%Y-%m}"})
            return redirect(f"{reverse('complaints:cost-month', args=[year, month])}?party={party.pk}")
    context = {"page": MonthPage(party, first, request.scope), "party": party, "month": first, "form": form}
    status = INVALID if request.method == "POST" else 200
    return render(request, "complaints/costs/lock.html", context | {"may_see": True}, status=status)


@route(GET="costs.lock", POST="costs.lock")
def cost_adjust(request: ScopedRequest, cost_id: int) -> HttpResponse:
    """Say what a settled cost should have been."""
    mine = SettledCost.objects.within(request.scope, verb="costs.lock").exclude(source=SOURCE)
    cost = get_object_or_404(mine.select_related("month__party"), pk=cost_id)
    form = AdjustForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = adjust_cost(
                cost.pk, right_amount=said["amount"], reason=said["reason"], by=request.scope, at=timezone.now()
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("The difference counts in %(month)s.") % {"month": made.month})
            was = cost.month
            address = reverse("complaints:cost-month", args=[was.month.year, was.month.month])
            return redirect(f"{address}?party={was.party_id}")
    context = {"cost": cost, "stands_at": stands_at(cost), "form": form, "may_see": True}
    status = INVALID if request.method == "POST" else 200
    return render(request, "complaints/costs/adjust.html", context, status=status)


def _first(year: int, month: int) -> date:
    if not (1990 <= year <= 2198 and 1 <= month <= 12):
        raise Http404
    return date(year, month, 1)


def _next_to_lock(party: Party, rows: list[CostMonth]) -> date | None:
    """The month that is locked next, once it is over: the first open one, or the one after the last locked."""
    last = last_locked(party.pk)
    open_ones = [row.month for row in rows if not row.is_locked]
    wanted = min(open_ones, default=next_month(last) if last else None)
    return wanted if wanted and next_month(wanted) <= timezone.localdate() else None
