"""Breaches: what failed, who says what about it, and what it costs."""

from django.contrib import messages as toasts
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from contracts.domain.liability import breaches as domain
from contracts.domain.liability.causes import causes_of
from contracts.domain.liability.damages import explain
from contracts.models import Breach
from contracts.web.breach_forms import BreachFilter, StatementForm
from foundation.refusals import Refused
from foundation.web.refusals import add_refusal
from parties.web.access import ScopedRequest, route

PAGE = 50
ANSWERS = {
    "accept": domain.accept_breach,
    "contest": domain.contest_breach,
    "confirm": domain.confirm_breach,
    "waive": domain.waive_breach,
}
DETAIL = (
    "contract",
    "kind__clause",
    "kind__damages_term",
    "at_fault",
    "injured",
    "obligation__deadline",
    "obligation__term__clause",
    "obligation__occurrence",
    "measurement__term__clause",
    "damages",
)


@route(GET="breaches.see")
def breach_list(request: ScopedRequest) -> HttpResponse:
    """All breaches in reach, undecided ones first."""
    filters = BreachFilter(request.GET or None)
    rows = filters.apply(Breach.objects.within(request.scope, verb="breaches.see")).select_related(*DETAIL)
    rows = rows.prefetch_related("damages__adjustments")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(
        request, "contracts/breach_list.html", {"page": page, "filters": filters, "state": filters.chosen_state}
    )


@route(GET="breaches.see")
def breach_detail(request: ScopedRequest, breach_id: int) -> HttpResponse:
    """One breach: the failure, the clause, both sides' words, the workings of the damages."""
    return _page(request, _breach(request, breach_id, verb="breaches.see"), StatementForm())


@route(POST="breaches.decide")
def breach_answer(request: ScopedRequest, breach_id: int, verb: str) -> HttpResponse:
    """Accept, contest, confirm or waive."""
    breach = _breach(request, breach_id, verb="breaches.decide")
    form = StatementForm(request.POST)
    if form.is_valid():
        try:
            ANSWERS[verb](breach.pk, by=request.scope, at=timezone.now(), text=form.cleaned_data["text"])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("Noted. The other side has been told."))
            return redirect("contracts:breach", breach.pk)
    return _page(request, breach, form, status=422)


def _breach(request: ScopedRequest, breach_id: int, *, verb: str) -> Breach:
    return get_object_or_404(Breach.objects.within(request.scope, verb=verb).select_related(*DETAIL), pk=breach_id)


def _page(request: ScopedRequest, breach: Breach, form: StatementForm, *, status: int = 200) -> HttpResponse:
    damages = getattr(breach, "damages", None)
    context = {
        "breach": breach,
        "form": form,
        "damages": damages,
        "workings": explain(damages.workings) if damages else [],
        "verbs": domain.verbs_for(breach, by=request.scope),
        "causes": causes_of(breach.obligation),
        "statements": breach.statements.select_related("party"),
    }
    return render(request, "contracts/breach_detail.html", context, status=status)
