"""Closing months, and what has changed in closed ones since."""

from typing import Any

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.periods import Period, month_at, months_on, period_of
from foundation.refusals import Refused
from members.domain.retention import freezing, tallying
from members.domain.retention.cohorts import MONTHS
from members.domain.retention.formulas import Counts
from members.models import FrozenMonth
from members.web.retention.asking import Asked, asked_of
from parties.web.access import ScopedRequest, route


@route(GET="retention.see", POST="retention.freeze")
def months_page(request: ScopedRequest) -> HttpResponse:
    """The last twelve months that are over: closed, or to be closed. POST closes one."""
    if request.method == "POST":
        return _close(request)
    asked = asked_of(request)
    newest = month_at(timezone.now()).previous.first
    months = [Period(months_on(newest, -back), months_on(newest, 1 - back)) for back in range(MONTHS)]
    frozen = FrozenMonth.objects.within(request.scope, verb="retention.see").select_related("frozen_by")
    found = {row.month: row for row in frozen.filter(party=asked.party, month__in=[each.first for each in months])}
    live = tallying.trend(asked.reach, months)
    context = {
        "asked": asked,
        "rows": [_row(asked, month, found.get(month.first), live.get(month.first)) for month in months],
        "may_freeze": request.scope.may_for("retention.freeze", asked.party.pk),
    }
    return render(request, "members/retention/months.html", context)


def _row(asked: Asked, month: Period, frozen: FrozenMonth | None, counts: Counts | None) -> dict[str, Any]:
    drifts = freezing.drifts(frozen, counts or Counts(), asked.reach) if frozen else []
    return {
        "month": month,
        "frozen": frozen,
        "shown": asked.shown(counts, period=month.code) if counts else [],
        "kept": [drift.frozen for drift in drifts],
        "moved": [drift for drift in drifts if counts and drift.has_moved],
    }


def _close(request: ScopedRequest) -> HttpResponse:
    asked = asked_of(request)
    month = period_of(request.POST.get("month", ""))
    try:
        if month is None or not month.is_month:
            raise Refused("members.month_runs")
        freezing.freeze_month(asked.party.pk, month.first, by=request.scope, at=timezone.now())
    except Refused as refused:
        toasts.error(request, refused.message)
    else:
        toasts.success(request, _("%(month)s is closed: its figures stay as they are.") % {"month": month.label})
    return redirect(f"{reverse('members:retention-months')}?{asked.query}")
