"""Compensation: for one complaint, and all that one's own side gave or has to decide."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from complaints.domain.handling import compensation
from complaints.domain.handling.compensation_rules import table_in_force
from complaints.domain.handling.proposing import ASK, propose
from complaints.domain.handling.sides import side_of
from complaints.domain.people import may_at
from complaints.models import Compensation, CompensationState
from complaints.web.handling.compensation_forms import DecisionForm, PaidForm, ProposalForm
from complaints.web.handling.page import complaint_in_reach, handling_page
from foundation.web.kept_file import kept_file
from parties.domain.scope import Scope
from parties.web.access import ScopedRequest, route
from parties.web.doing import do_beside, is_done

PAGE = 30


@route(GET="compensation.see", POST="compensation.ask")
def compensation_of(request: ScopedRequest, complaint_id: int) -> HttpResponse:
    """What a customer gets for this complaint; asking for it."""
    verb = "compensation.ask" if request.method == "POST" else "compensation.see"
    complaint = complaint_in_reach(request, complaint_id, verb=verb)
    form = ProposalForm(request.POST or None, initial={"key": uuid.uuid4(), "kind": "voucher"})

    def do() -> None:
        propose(complaint.pk, form.proposal(), by=request.scope, at=timezone.now())

    if request.method == "POST" and is_done(request, form, do, _("Noted. Who has to decide is told.")):
        return redirect("complaints:compensation-of", complaint.pk)
    rows = compensation.of_complaint(complaint, request.scope)
    may_ask = may_at(request.scope, ASK, complaint.venue_id)
    table = table_in_force(side_of(complaint, ASK, by=request.scope), at=timezone.now()) if may_ask else None
    context = {"rows": _with_verbs(rows, request.scope), "form": form, "may_ask": may_ask, "table": table}
    return handling_page(request, complaint, "compensation-of", **context)


@route(GET="compensation.see")
def compensation_list(request: ScopedRequest) -> HttpResponse:
    """What waits for this person, and all of their side, the newest first; by state, if they like."""
    scope = request.scope
    state = request.GET.get("state", "")
    rows = compensation.loaded(Compensation.objects.within(scope, verb="compensation.see")).order_by("-pk")
    if state in CompensationState.values:
        rows = rows.filter(state=state)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "waiting": _with_verbs(compensation.waiting_for(scope), scope),
        "page": page,
        "state": state,
        "states": CompensationState.choices,
        "may_rule": scope.may("compensation.rule"),
        "sees_case": scope.may("complaints.see"),
    }
    return render(request, "complaints/handling/compensation_list.html", context)


@route(POST="compensation.see")
def compensation_act(request: ScopedRequest, compensation_id: int, verb: str) -> HttpResponse:
    """Approve, reject, hand out or take back."""
    row = get_object_or_404(Compensation.objects.within(request.scope, verb="compensation.see"), pk=compensation_id)
    form: forms.Form = PaidForm(request.POST, request.FILES) if verb == "pay" else DecisionForm(request.POST)
    by, at = request.scope, timezone.now()
    acts: dict[str, Callable[[], object]] = {
        "pay": lambda: compensation.pay(row.pk, by=by, at=at, receipt=form.cleaned_data["receipt"]),
        "withdraw": lambda: compensation.withdraw(row.pk, by=by, at=at),
    }
    decide: Callable[[], object] = lambda: compensation.decide(  # noqa: E731  # beside its brothers
        row.pk, verb, by=by, at=at, words=form.cleaned_data["words"]
    )
    do_beside(request, form, acts.get(verb, decide), _("Noted."))
    asked = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    return redirect(asked if is_ours else "complaints:compensation-list")


@route(GET="compensation.see")
def compensation_receipt(request: ScopedRequest, compensation_id: int) -> HttpResponseBase:
    """The slip that the customer signed, or the proof of payment."""
    rows = Compensation.objects.within(request.scope, verb="compensation.see").select_related("receipt")
    row = get_object_or_404(rows, pk=compensation_id)
    if row.receipt is None:
        raise Http404
    return kept_file(row.receipt)


def _with_verbs(rows: Any, scope: Scope) -> list[tuple[Compensation, list[str]]]:
    return compensation.with_verbs(rows, by=scope)
