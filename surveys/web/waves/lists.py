"""The waves of surveys: to come, running, over."""

from datetime import datetime
from typing import Final

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from contracts.models import Contract
from foundation.keyset import Order, page_of
from foundation.typed_ids import typed_id
from parties.web.access import ScopedRequest, route
from surveys.domain.waves.counts import counts_by_wave
from surveys.models import Wave, WaveState

SEE: Final = "surveys.see"
PAGE: Final = 30
ORDERS: Final = {
    "coming": Order("opens_at"),
    "running": Order("closes_at"),
    "past": Order("closes_at", falling=True),
}
TO_COME: Final = (WaveState.PLANNED, WaveState.DRAWN)


@route(GET="surveys.see")
def waves(request: ScopedRequest) -> HttpResponse:
    """One of the three lists, of all contracts or of one."""
    mine = Wave.objects.within(request.scope, verb=SEE)
    contract_id, contract = typed_id(request.GET.get("contract")), None
    if contract_id is not None:
        contract = get_object_or_404(Contract.objects.within(request.scope, verb=SEE), pk=contract_id)
        mine = mine.filter(contract=contract)
    conditions = conditions_at(timezone.now())
    counts = {which: mine.filter(condition).count() for which, condition in conditions.items()}
    which = request.GET.get("show", "")
    if which not in conditions:
        which = next((each for each in ("running", "coming", "past") if counts[each]), "coming")
    rows = mine.filter(conditions[which]).select_related("contract", "party")
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    page = page_of(rows, ORDERS[which], before=before, after=after, size=PAGE)
    asked = counts_by_wave([wave.pk for wave in page.rows])
    context = {
        "page": page,
        "rows": [(wave, asked[wave.pk]) for wave in page.rows],
        "counts": counts,
        "which": which,
        "contract": contract,
    }
    return render(request, "surveys/waves/waves.html", context)


def conditions_at(at: datetime) -> dict[str, Q]:
    """Which waves stand in which list; one that was never held is over with its window."""
    return {
        "running": Q(state=WaveState.OPEN),
        "coming": Q(state__in=TO_COME, closes_at__gt=at),
        "past": Q(state__in=(WaveState.CLOSED, WaveState.COUNTED, WaveState.CANCELLED))
        | Q(state__in=TO_COME, closes_at__lte=at),
    }
