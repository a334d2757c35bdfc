"""The waves of surveys: to come, running, over."""

from datetime import datetime
from typing import Final

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from contracts.models import Contract
from foundation.keyset import Order, page_of
from foundation.typed_ids import typed_id
from foundation.web.refusals import INVALID
from parties.models import Party
from parties.web.access import ScopedRequest, route
from parties.web.doing import is_done
from surveys.domain.waves.arranging import window_of
from surveys.domain.waves.counts import counts_by_wave
from surveys.domain.waves.own import make_wave
from surveys.domain.waves.reach import RUN
from surveys.models import Wave, WaveState
from surveys.web.waves.forms import NewWaveForm

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
        "rows": [(wave, window_of(wave), asked[wave.pk]) for wave in page.rows],
        "counts": counts,
        "which": which,
        "contract": contract,
        "may_make": request.scope.may(RUN) and contract is None,
    }
    return render(request, "surveys/waves/waves.html", context)


@route(GET="surveys.run", POST="surveys.run")
def new_wave(request: ScopedRequest) -> HttpResponse:
    """Plan one that no contract asks for."""
    parties = Party.objects.filter(pk__in=request.scope.parties_for(RUN)).order_by("name", "pk")
    form = NewWaveForm(request.POST or None, parties=parties.values_list("pk", "name"))
    made: list[Wave] = []
    if request.method == "POST" and is_done(
        request,
        form,
        lambda: made.append(make_wave(form.wave, by=request.scope, at=timezone.now())),
        _("Planned. Now choose what is asked."),
    ):
        return redirect("surveys:wave-settings", made[0].pk)
    status = INVALID if request.method == "POST" else 200
    return render(request, "surveys/waves/new.html", {"form": form}, status=status)


def conditions_at(at: datetime) -> dict[str, Q]:
    """Which waves stand in which list; one that was never held is over with its window."""
    return {
        "running": Q(state=WaveState.OPEN),
        "coming": Q(state__in=TO_COME, closes_at__gt=at),
        "past": Q(state__in=(WaveState.CLOSED, WaveState.COUNTED, WaveState.CANCELLED))
        | Q(state__in=TO_COME, closes_at__lte=at),
    }
