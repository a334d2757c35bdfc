"""Written notices under a contract: giving one, proving that it arrived, answering it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages as toasts
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from contracts.domain.life import notices, termination
from contracts.domain.life.rescission import grounds_for
from contracts.domain.sides import speaks_for
from contracts.models import Contract, Notice
from contracts.models.notices import NoticeKind
from contracts.web.contract_page import contract_in_reach
from contracts.web.life.forms import AnswerForm, DeliveryForm, TerminationForm
from foundation.refusals import Refused
from foundation.web.kept_file import kept_file
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import ScopedRequest, route

FORMS: dict[str, type[TerminationForm]] = {
    NoticeKind.TERMINATION.value: TerminationForm,
}


@route(GET="contracts.give_notice", POST="contracts.give_notice")
def notice_new(request: ScopedRequest, contract_id: int, kind: str) -> HttpResponse:
    """Write a notice and note how it was sent."""
    contract = contract_in_reach(request, contract_id, verb="contracts.give_notice")
    if kind not in FORMS:
        raise Http404
    form = FORMS[kind](request.POST or None)
    if isinstance(form, TerminationForm):
        own = speaks_for(contract, "contracts.give_notice", by=request.scope)
        form.offer(grounds_for(contract.pk, own.pk, at=timezone.now()), request.GET.get("breach", ""))
    if request.method == "POST" and form.is_valid():
        try:
            notice = _give(request, contract, form)
            toasts.success(request, _("Recorded, and both sides are told. Its period runs once delivery is proven."))
            return redirect("contracts:notice", contract.pk, notice.pk)
        except Refused as refused:
            add_refusal(form, refused)
    context = {"contract": contract, "form": form, "kind": NoticeKind(kind)}
    return render(request, "contracts/life/notice_new.html", context, status=INVALID if form.errors else 200)


@route(GET="contracts.see")
def notice(request: ScopedRequest, contract_id: int, notice_id: int) -> HttpResponse:
    """One notice: what it says, whether it arrived, what the other side says."""
    found = _notice(request, contract_id, notice_id, verb="contracts.see")
    return _page(request, found, DeliveryForm(), AnswerForm())


@route(GET="contracts.see")
def notice_proof(request: ScopedRequest, contract_id: int, notice_id: int) -> FileResponse:
    """The paper that proves delivery."""
    found = _notice(request, contract_id, notice_id, verb="contracts.see")
    if found.proof is None:
        raise Http404
    return kept_file(found.proof)


@route(POST="contracts.give_notice")
def notice_delivered(request: ScopedRequest, contract_id: int, notice_id: int) -> HttpResponse:
    """Prove that it arrived."""
    found = _notice(request, contract_id, notice_id, verb="contracts.give_notice")
    form = DeliveryForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            termination.prove_arrival(found.pk, form.delivery(), by=request.scope, at=timezone.now())
            toasts.success(request, _("The proof is kept. What depends on the delivery runs from that day."))
            return redirect("contracts:notice", contract_id, notice_id)
        except Refused as refused:
            add_refusal(form, refused)
    return _page(request, found, form, AnswerForm(), status=INVALID)


@route(POST="contracts.give_notice")
def notice_answer(request: ScopedRequest, contract_id: int, notice_id: int, verb: str) -> HttpResponse:
    """Acknowledge, agree, contest or withdraw."""
    found = _notice(request, contract_id, notice_id, verb="contracts.give_notice")
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            _answers(request, found.pk, form.cleaned_data["text"])[verb]()
            toasts.success(request, _("Kept, and the other side is told."))
            return redirect("contracts:notice", contract_id, notice_id)
        except Refused as refused:
            add_refusal(form, refused)
    return _page(request, found, DeliveryForm(), form, status=INVALID)


def _answers(request: ScopedRequest, notice_id: int, text: str) -> dict[str, Callable[[], object]]:
    by, at = request.scope, timezone.now()
    return {
        "acknowledge": lambda: termination.confirm_arrival(notice_id, by=by, at=at),
        "agree": lambda: termination.agree_to_end(notice_id, by=by, at=at),
        "contest": lambda: notices.contest(notice_id, text=text, by=by, at=at),
        "withdraw": lambda: notices.withdraw_notice(notice_id, text=text, by=by, at=at),
    }


def _give(request: ScopedRequest, contract: Contract, form: TerminationForm) -> Notice:
    by, at = request.scope, timezone.now()
    given = termination.give_termination(
        contract.pk,
        form.cleaned_data["ground"],
        form.letter(),
        last_day=form.cleaned_data["last_day"],
        breach_id=form.cleaned_data["breach"],
        by=by,
        at=at,
    )
    return given.notice


def _notice(request: ScopedRequest, contract_id: int, notice_id: int, *, verb: str) -> Notice:
    contract = contract_in_reach(request, contract_id, verb=verb)
    shown = ("party", "proof", "termination__term__clause", "termination__breach__kind", "about_breach", "request")
    found = get_object_or_404(contract.notices.select_related(*shown), pk=notice_id)
    found.contract = contract
    return found


def _page(
    request: ScopedRequest, found: Notice, delivery: DeliveryForm, answer: AnswerForm, status: int = 200
) -> HttpResponse:
    ending = getattr(found, "termination", None)
    addressee = found.contract.party_of(notices.other_side(found))
    asked = getattr(found, "request", None)
    context: dict[str, Any] = {
        "asked": asked,
        "contract": found.contract,
        "notice": found,
        "termination": ending,
        "addressee": addressee,
        "statements": list(found.statements.select_related("party")),
        "gives": request.scope.may_for(notices.VERB, found.party_id),
        "answers": request.scope.may_for(notices.VERB, addressee.pk),
        "needs_agreement": ending is not None and ending.needs_agreement,
        "delivery": delivery,
        "answer": answer,
    }
    return render(request, "contracts/life/notice.html", context, status=status)
