"""The board: what is open in columns, each read on by itself; a card's button takes its next step."""

from collections.abc import Iterable
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render

from complaints.domain.people import may_at
from complaints.domain.stages.board import Lane, board, more_cards
from complaints.domain.stages.transitions import LABELS, MAY_DO, NEEDS_NOTE, NEXT
from complaints.models import LANES
from complaints.web.cases.queue import filters_of, narrowed
from parties.domain.scope import Scope
from parties.web.access import ScopedRequest, route

WITH_MORE: Final = NEEDS_NOTE | {"classify"}
"""Steps for which something must be said or chosen: their button leads to the complaint's page."""


@route(GET="complaints.see")
def complaint_board(request: ScopedRequest) -> HttpResponse:
    """Every column from its beginning, narrowed as the list is."""
    filters = filters_of(request)
    lanes = board(narrowed(request, filters.wanted("open")))
    context = {
        "lanes": lanes,
        "buttons": _buttons(request.scope, lanes),
        "filters": filters,
        "may_log": request.scope.may("complaints.log"),
    }
    return render(request, "complaints/board/board.html", context)


@route(GET="complaints.see")
def board_lane(request: ScopedRequest, lane: str) -> HttpResponse:
    """More cards of one column: for htmx the cards alone, else a page with this column."""
    if lane not in LANES:
        raise Http404
    wanted = filters_of(request).wanted("open")
    more = more_cards(narrowed(request, wanted), lane, after=request.GET.get("after", ""))
    template = "complaints/board/_cards.html" if request.headers.get("HX-Request") else "complaints/board/lane.html"
    return render(request, template, {"lane": more, "buttons": _buttons(request.scope, [more])})


def _buttons(scope: Scope, lanes: Iterable[Lane]) -> dict[str, dict[str, object]]:
    """The next step of each card that this person may take, by the complaint's id; asked once for each venue."""
    known: dict[tuple[str, int], bool] = {}
    buttons: dict[str, dict[str, object]] = {}
    for complaint in (card for lane in lanes for card in lane.cards):
        verb = NEXT[complaint.state]
        place = (MAY_DO[verb], complaint.venue_id)
        if place not in known:
            known[place] = may_at(scope, *place)
        if known[place]:
            buttons[str(complaint.pk)] = {"verb": verb, "label": LABELS[verb], "is_plain": verb not in WITH_MORE}
    return buttons
