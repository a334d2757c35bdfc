"""The same step for the chosen complaints, and what became of each."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from complaints.domain.stages import bulk
from complaints.domain.stages.bulk import Result
from complaints.domain.stages.handling import Judgement
from complaints.domain.stages.narrowing import people_in_reach
from complaints.models import Clock, Complaint
from complaints.web.cases.forms import BulkForm
from foundation.refusals import Refused
from foundation.typed_ids import typed_id
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import ScopedRequest, route

VERB = "complaints.see"


@route(POST="complaints.assign")
def complaint_bulk(request: ScopedRequest) -> HttpResponse:
    """Do it with each; what a row was refused for stands beside it."""
    chosen = [pk for text in request.POST.getlist("chosen") if (pk := typed_id(text)) is not None]
    rows = Complaint.objects.within(request.scope, verb=VERB).filter(pk__in=chosen)
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[: bulk.MOST + 1])
    form = BulkForm(request.POST, people=people_in_reach(request.scope))
    results: list[Result] = []
    if form.is_valid() and ids:
        try:
            results = _do(form, ids, request)
        except Refused as refused:
            add_refusal(form, refused)
    return _page(request, form, results)


@route(POST="complaints.assign")
def complaint_hand_back(request: ScopedRequest) -> HttpResponse:
    """Take a handing over back: every clock to whoever answered for it before."""
    pairs = dict(pair for text in request.POST.getlist("before")[: 4 * bulk.MOST] if (pair := _pair(text)))
    seen = Complaint.objects.within(request.scope, verb=VERB)
    mine = Clock.objects.filter(pk__in=pairs, complaint__in=seen).values_list("pk", flat=True)
    before = [(pk, pairs[pk]) for pk in mine]
    if not before:
        return redirect("complaints:list")
    form = BulkForm(initial={}, people=[])
    return _page(request, form, bulk.hand_back(before, by=request.scope, at=timezone.now()))


def _do(form: BulkForm, ids: Sequence[int], request: ScopedRequest) -> list[Result]:
    said, at = form.cleaned_data, timezone.now()
    if said["action"] == "hand_over":
        return bulk.hand_over_many(ids, said["owner"] or 0, by=request.scope, at=at)
    if said["action"] == "link":
        return bulk.link_many(ids, said["kind"], by=request.scope, at=at)
    judgement = Judgement(level=said["level"])
    return bulk.move_many(ids, said["action"], by=request.scope, at=at, note=said["note"], judgement=judgement)


def _page(request: ScopedRequest, form: BulkForm, results: Sequence[Result]) -> HttpResponse:
    done = sum(result.is_done for result in results)
    context = {
        "form": form,
        "results": results,
        "done": done,
        "refused": len(results) - done,
        "before": [pair for result in results for pair in result.before],
    }
    return render(request, "complaints/cases/bulk.html", context, status=INVALID if form.errors else 200)


def _pair(text: str) -> tuple[int, int] | None:
    clock, _, owner = text.partition("~")
    clock_id, owner_id = typed_id(clock), typed_id(owner)
    return (clock_id, owner_id) if clock_id is not None and owner_id is not None else None
