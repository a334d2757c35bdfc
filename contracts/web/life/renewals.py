"""Wishing to renew a contract."""

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from contracts.domain.life.renewal import wish_renewal
from contracts.domain.targets.performance import performance_of
from contracts.models import Contract
from contracts.web.contract_page import contract_in_reach
from contracts.web.life.forms import WishForm
from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import ScopedRequest, route


@route(GET="contracts.give_notice", POST="contracts.give_notice")
def renew(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """Say in writing that one's side wishes to go on, with the figures of the contract at hand."""
    contract = contract_in_reach(request, contract_id, verb="contracts.give_notice")
    form = WishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            successor = wish_renewal(contract.pk, text=form.cleaned_data["text"], by=request.scope, at=timezone.now())
            toasts.success(request, _("Your wish is kept, and both sides are told."))
            seen = Contract.objects.within(request.scope, verb="contracts.see").filter(pk=successor.pk)
            return redirect("contracts:detail", successor.pk if seen.exists() else contract.pk)
        except Refused as refused:
            add_refusal(form, refused)
    context = {
        "contract": contract,
        "measured": contract,
        "form": form,
        "performance": performance_of(contract, by=request.scope),
    }
    return render(request, "contracts/life/renew.html", context, status=INVALID if form.errors else 200)
