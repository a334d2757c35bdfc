"""Breaches: what failed, who says what about it, and what it costs."""

from typing import Any

from django import forms
from django.contrib import messages as toasts
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from contracts.domain.liability import breaches as domain
from contracts.models import Breach
from contracts.models.obligations import CAUSE_PATHS
from contracts.web.liability.breach_forms import BreachFilter, StatementForm
from contracts.web.liability.breach_page import breach_context
from contracts.web.liability.consequence_forms import DecisionForm
from foundation.models import StoredFile
from foundation.refusals import Refused
from foundation.web.kept_file import kept_file
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import ScopedRequest, route

PAGE = 50
ANSWERS = {
    "accept": domain.accept_breach,
    "contest": domain.contest_breach,
    "waive": domain.waive_breach,
}
DETAIL = (
    "contract",
    "kind__clause",
    "kind__damages_term",
    "kind__version",
    "at_fault",
    "injured",
    "report__party",
    "exempted_by",
    "obligation__deadline",
    *(f"obligation__{path}" for path in CAUSE_PATHS),
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
        request,
        "contracts/liability/breach_list.html",
        {"page": page, "filters": filters, "state": filters.chosen_state},
    )


@route(GET="breaches.see")
def breach_detail(request: ScopedRequest, breach_id: int) -> HttpResponse:
    """One breach: the failure, the clause, both sides' words, the workings of the damages."""
    return breach_page(request, breach_in_reach(request, breach_id, verb="breaches.see"))


@route(POST="breaches.decide")
def breach_answer(request: ScopedRequest, breach_id: int, verb: str) -> HttpResponse:
    """Accept, contest, confirm or waive."""
    breach = breach_in_reach(request, breach_id, verb="breaches.decide")
    form = DecisionForm(request.POST, breach=breach) if verb == "confirm" else StatementForm(request.POST)
    if form.is_valid():
        try:
            _say(request, breach, verb, form)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("Noted. The other side has been told."))
            return redirect("contracts:breach", breach.pk)
    return breach_page(request, breach, form, status=INVALID)


@route(GET="breaches.see")
def breach_paper(request: ScopedRequest, breach_id: int, file_id: int) -> HttpResponseBase:
    """A file that was kept about the breach, always as a download."""
    breach = breach_in_reach(request, breach_id, verb="breaches.see")
    return kept_file(_paper(breach, file_id), shown=False)


def breach_in_reach(request: ScopedRequest, breach_id: int, *, verb: str) -> Breach:
    """The breach with what its page shows, or 404."""
    return get_object_or_404(Breach.objects.within(request.scope, verb=verb).select_related(*DETAIL), pk=breach_id)


def breach_page(
    request: ScopedRequest, breach: Breach, form: forms.Form | None = None, *, status: int = 200
) -> HttpResponse:
    """The page of a breach; a refused form keeps what was typed."""
    context = breach_context(breach, by=request.scope, at=timezone.now())
    if form is None:
        form = DecisionForm(breach=breach) if "confirm" in context["verbs"] else StatementForm()
    elif "confirm" in context["verbs"] and not isinstance(form, DecisionForm):
        form = _with_errors(breach, form)
    return render(request, "contracts/liability/breach_detail.html", context | {"form": form}, status=status)


def _say(request: ScopedRequest, breach: Breach, verb: str, form: forms.Form) -> None:
    said: dict[str, Any] = {"by": request.scope, "at": timezone.now(), "text": form.cleaned_data["text"]}
    if isinstance(form, DecisionForm):
        is_grave = bool(form.cleaned_data.get("is_grave"))
        domain.confirm_breach(breach.pk, chosen=form.choice(), is_grave=is_grave, **said)
    else:
        ANSWERS[verb](breach.pk, **said)


def _with_errors(breach: Breach, refused: forms.Form) -> DecisionForm:
    """The injured party's whole form, with what was wrong with its words."""
    shown = DecisionForm(refused.data, breach=breach)
    shown.errors.clear()
    for field, errors in refused.errors.items():
        shown.add_error(field if field in shown.fields else None, list(errors))
    return shown


def _paper(breach: Breach, file_id: int) -> StoredFile:
    kept = [
        *(each.file for each in breach.evidence.filter(file=file_id).select_related("file")),
        *(each.file for each in breach.losses.filter(file=file_id).select_related("file")),
    ]
    for dispute in breach.disputes.all():
        kept += [step.paper for step in dispute.steps.filter(paper=file_id).select_related("paper")]
        kept += [end.paper for end in dispute.ends.filter(paper=file_id).select_related("paper")]
    if hasattr(breach, "damages"):
        kept += [each.paper for each in breach.damages.adjustments.filter(paper=file_id).select_related("paper")]
    found = next((file for file in kept if file is not None), None)
    if found is None:
        raise Http404
    return found
