"""One obligation: its clause, time and person, what happened to it, the evidence, and what may be done now."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages as toasts
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from contracts.domain.duties import contesting, fulfilling
from contracts.domain.duties.obligation_history import history
from contracts.domain.duties.obligation_lists import state_of
from contracts.domain.kinds.remedy_codes import is_kept_by_hand
from contracts.domain.kinds.schedules import starts_with_acceptance
from contracts.domain.liability.causes import causes_of
from contracts.models import Obligation
from contracts.models.obligations import CAUSE_PATHS
from contracts.web.duties.forms import AnswerForm, ContestForm, DoneForm, EvidenceForm, OwnerForm
from foundation.refusals import Refused
from foundation.web.kept_file import kept_file
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import ScopedRequest, route

LOADED = (
    "contract",
    *CAUSE_PATHS,
    "breach_kind__clause",
    "deadline__owner",
    "debtor",
    "creditor",
    "occurrence",
    "fulfilment",
    "breach",
)


@route(GET="obligations.see")
def detail(request: ScopedRequest, obligation_id: int) -> HttpResponse:
    """One obligation, as both sides see it."""
    return _page(request, _obligation(request, obligation_id, verb="obligations.see"))


@route(POST="obligations.keep")
def done(request: ScopedRequest, obligation_id: int) -> HttpResponse:
    """The debtor records that it was done."""
    form = DoneForm(request.POST, request.FILES)

    def act(given: dict[str, Any]) -> object:
        return fulfilling.keep_obligation(
            obligation_id,
            proof=fulfilling.Proof(given["text"], given["evidence"]),
            done_on=given["done_on"],
            by=request.scope,
            at=timezone.now(),
        )

    return _act(request, obligation_id, form, act, "obligations.keep", _("Recorded. The other side has been told."))


@route(POST="obligations.keep")
def evidence(request: ScopedRequest, obligation_id: int) -> HttpResponse:
    """A side puts something on record."""
    form = EvidenceForm(request.POST, request.FILES)

    def act(given: dict[str, Any]) -> object:
        proof = fulfilling.Proof(given["text"], given["evidence"])
        return fulfilling.add_evidence(obligation_id, proof=proof, by=request.scope, at=timezone.now())

    return _act(request, obligation_id, form, act, "obligations.keep", _("Added to the record."))


@route(POST="obligations.judge")
def contest(request: ScopedRequest, obligation_id: int) -> HttpResponse:
    """The creditor says that it was not done as owed."""
    form = ContestForm(request.POST)

    def act(given: dict[str, Any]) -> object:
        return contesting.contest_fulfilment(obligation_id, text=given["text"], by=request.scope, at=timezone.now())

    return _act(request, obligation_id, form, act, "obligations.judge", _("Kept, and the other side is told."))


@route(POST="obligations.keep")
def answer(request: ScopedRequest, obligation_id: int) -> HttpResponse:
    """The debtor shows more than before."""
    form = AnswerForm(request.POST, request.FILES)

    def act(given: dict[str, Any]) -> object:
        proof = fulfilling.Proof(given["text"], given["evidence"])
        return contesting.answer_contest(obligation_id, proof=proof, by=request.scope, at=timezone.now())

    return _act(request, obligation_id, form, act, "obligations.keep", _("Kept, and the other side is told."))


@route(POST="obligations.judge")
def accept(request: ScopedRequest, obligation_id: int) -> HttpResponse:
    """The creditor says that it was done as owed."""
    obligation = _obligation(request, obligation_id, verb="obligations.judge")
    try:
        contesting.accept_fulfilment(obligation.pk, by=request.scope, at=timezone.now())
        toasts.success(request, _("Accepted. The other side has been told."))
    except Refused as refused:
        toasts.error(request, refused.message)
    return redirect("contracts:obligation", obligation.pk)


@route(POST="obligations.assign")
def owner(request: ScopedRequest, obligation_id: int) -> HttpResponse:
    """Hand it to another person of the debtor."""
    obligation = _obligation(request, obligation_id, verb="obligations.assign")
    form = OwnerForm(request.POST, people=fulfilling.candidates(obligation))

    def act(given: dict[str, Any]) -> object:
        return fulfilling.reassign_obligation(obligation_id, given["owner"], by=request.scope, at=timezone.now())

    return _act(request, obligation_id, form, act, "obligations.assign", _("Handed over. The person has been told."))


@route(GET="obligations.see")
def evidence_file(request: ScopedRequest, obligation_id: int, evidence_id: int) -> HttpResponseBase:
    """One file, always as a download and never as something a browser would run."""
    obligation = _obligation(request, obligation_id, verb="obligations.see")
    shown = get_object_or_404(obligation.evidence.select_related("file"), pk=evidence_id)
    stored = shown.file
    if stored is None:
        raise Http404
    return kept_file(stored, shown=False)


def _act(
    request: ScopedRequest,
    obligation_id: int,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    verb: str,
    praise: str,
) -> HttpResponse:
    """Do it and go back to the page, or show the page again with what was wrong."""
    obligation = _obligation(request, obligation_id, verb=verb)
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, praise)
            return redirect("contracts:obligation", obligation.pk)
    return _page(request, obligation, form, status=INVALID)


def _obligation(request: ScopedRequest, obligation_id: int, *, verb: str) -> Obligation:
    rows = Obligation.objects.within(request.scope, verb=verb).select_related(*LOADED)
    return get_object_or_404(rows, pk=obligation_id)


def _page(
    request: ScopedRequest, obligation: Obligation, bound: forms.Form | None = None, *, status: int = 200
) -> HttpResponse:
    period = getattr(obligation, "occurrence", None)
    is_open = obligation.deadline.is_open
    may_keep = fulfilling.may_keep(obligation, by=request.scope)
    may_show = may_keep or request.scope.may_for(fulfilling.KEEP, obligation.creditor_id)
    by_hand = bool(period) or is_kept_by_hand(obligation.deadline.kind)
    may_finish = by_hand and may_keep and not hasattr(obligation, "fulfilment")
    verbs = contesting.verbs_for(obligation, by=request.scope) if by_hand else []
    may_assign = by_hand and is_open and fulfilling.may_assign(obligation, by=request.scope)
    context = {
        "obligation": obligation,
        "period": period,
        "state": state_of(obligation),
        "history": history(obligation),
        "causes": causes_of(obligation),
        "done_form": _given(bound, DoneForm, initial={"done_on": timezone.localdate()})
        if may_finish and not obligation.deadline.is_cancelled
        else None,
        "evidence_form": _given(bound, EvidenceForm, auto_id="more_%s") if by_hand and may_show else None,
        "contest_form": _given(bound, ContestForm, auto_id="contest_%s") if "contest" in verbs else None,
        "answer_form": _given(bound, AnswerForm, auto_id="answer_%s") if "answer" in verbs else None,
        "may_accept": "accept" in verbs,
        "starts": starts_with_acceptance(period.series) if period else None,
        "owner_form": _given(bound, OwnerForm, people=fulfilling.candidates(obligation)) if may_assign else None,
    }
    return render(request, "contracts/duties/obligation_detail.html", context, status=status)


def _given(bound: forms.Form | None, kind: type[forms.Form], **made: Any) -> forms.Form:
    """The form that was just refused when it is of this kind, else a fresh one."""
    return bound if bound is not None and type(bound) is kind else kind(**made)
