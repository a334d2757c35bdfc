"""Force majeure under a contract: claims with their evidence, and the other side's answers."""

from collections.abc import Callable

from django.contrib import messages as toasts
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from contracts.domain.liability import force_majeure as domain
from contracts.domain.liability.hindered import nameable
from contracts.domain.liability.speaking import VERB
from contracts.models import Contract, Obligation
from contracts.web.contract_page import contract_in_reach
from contracts.web.liability.answers import answers
from contracts.web.liability.consequence_forms import ClaimAnswerForm, HindranceForm
from foundation.refusals import Refused
from foundation.web.kept_file import kept_file
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import ScopedRequest, route

ANSWERS: dict[str, Callable[..., object]] = {
    "accept": domain.accept_force_majeure,
    "reject": domain.reject_force_majeure,
    "withdraw": domain.withdraw_force_majeure,
}


@route(GET="breaches.see", POST="breaches.decide")
def claims(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """What was claimed; and claiming."""
    verb = "breaches.decide" if request.method == "POST" else "breaches.see"
    contract = contract_in_reach(request, contract_id, verb=verb)
    form = HindranceForm(request.POST or None, request.FILES or None, duties=_nameable(request, contract))
    if form.is_valid():
        hindrance = domain.Hindrance(**form.cleaned_data)
        try:
            domain.claim_force_majeure(contract.pk, hindrance, by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("Recorded. The other side has been told and answers."))
            return redirect("contracts:force-majeure", contract.pk)
    return _page(request, contract, form, status=INVALID if form.errors else 200)


@route(POST="breaches.decide")
def answer(request: ScopedRequest, contract_id: int, claim_id: int, verb: str) -> HttpResponse:
    """Accept, reject or take back."""
    contract = contract_in_reach(request, contract_id, verb="breaches.decide")
    claim = get_object_or_404(contract.force_majeure.all(), pk=claim_id)
    form = ClaimAnswerForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data if verb == "accept" else {"text": form.cleaned_data["text"]}
        try:
            ANSWERS[verb](claim.pk, **said, by=request.scope, at=timezone.now())
            toasts.success(request, _("Noted. The other side has been told."))
        except Refused as refused:
            toasts.error(request, refused.message)
    else:
        toasts.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("contracts:force-majeure", contract.pk)


@route(GET="breaches.see")
def evidence(request: ScopedRequest, contract_id: int, claim_id: int) -> HttpResponseBase:
    """The file that shows it, always as a download."""
    contract = contract_in_reach(request, contract_id, verb="breaches.see")
    claim = get_object_or_404(contract.force_majeure.select_related("evidence"), pk=claim_id)
    return kept_file(claim.evidence, shown=False)


def _page(request: ScopedRequest, contract: Contract, form: HindranceForm, *, status: int) -> HttpResponse:
    claims = contract.force_majeure.select_related("party", "evidence")
    rows = list(claims.prefetch_related("duties__obligation__deadline", "duties__obligation__term"))
    for row in rows:
        row.contract = contract
    context = {
        "contract": contract,
        "claims": [
            (
                row,
                answers(
                    "contracts:force-majeure-answer", contract.pk, row.pk, verbs=domain.verbs_for(row, by=request.scope)
                ),
            )
            for row in rows
        ],
        "form": form,
        "may_claim": bool(_sides(request, contract)),
    }
    return render(request, "contracts/liability/force_majeure.html", context, status=status)


def _sides(request: ScopedRequest, contract: Contract) -> list[int]:
    """The sides for which the person may claim."""
    return [party for party in (contract.party_a_id, contract.party_b_id) if request.scope.may_for(VERB, party)]


def _nameable(request: ScopedRequest, contract: Contract) -> list[Obligation]:
    duties = nameable(contract.pk, _sides(request, contract))
    return list(duties.select_related("deadline", "term"))
