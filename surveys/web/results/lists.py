"""Which surveys are counted, newest first, each with its indices."""

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render

from foundation.keyset import Order, page_of
from parties.web.access import ScopedRequest, route
from surveys.domain.results.reading import Result
from surveys.models import Wave, WaveState
from surveys.web.results.drawing import bar_of
from surveys.web.results.page import SEE

PAGE: Final = 30


@route(GET="surveys.results")
def all_results(request: ScopedRequest) -> HttpResponse:
    """The list."""
    mine = Wave.objects.within(request.scope, verb=SEE).filter(state=WaveState.COUNTED)
    rows = mine.select_related("contract", "party", "result")
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    page = page_of(rows, Order("closes_at", falling=True), before=before, after=after, size=PAGE)
    return render(request, "surveys/results/list.html", {"page": page, "rows": [_row(wave) for wave in page.rows]})


def _row(wave: Wave) -> tuple[Result, object, object]:
    kept = wave.result
    result = Result(wave, kept.sha256, kept.counted_at, kept.figures)
    shares = (result.whole.satisfaction, result.whole.loyalty) if result.whole else (None, None)
    satisfaction, loyalty = (bar_of(share) if share else None for share in shares)
    return result, satisfaction, loyalty
