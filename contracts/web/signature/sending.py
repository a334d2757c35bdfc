"""Sending a draft for signing; reminding and taking back."""

from django.contrib import messages as toasts
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from contracts.domain.signature import sending
from contracts.domain.signature.signing_place import signing_parties
from contracts.domain.wording.readiness import gaps
from contracts.models import Contract
from contracts.web.signature.send_forms import SignersForm
from contracts.web.wording.draft_forms import page_language
from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import ScopedRequest, route


@route(GET="contracts.send", POST="contracts.send")
def send(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """Name the signers; the contract is printed, frozen and sent."""
    contract = get_object_or_404(_mine(request), pk=contract_id)
    version = contract.working_version
    if version is None or not version.is_editable:
        return redirect("contracts:detail", contract_id)
    version.contract = contract
    form = SignersForm(signing_parties(version), request.POST or None, reading=version.reading_language)
    if request.method == "POST" and form.is_valid():
        try:
            signers, order = form.signers(), form.chosen_order()
            reading = form.cleaned_data["reading"]
            sending.send_for_signing(
                contract_id, signers, order=order, reading=reading, by=request.scope, at=timezone.now()
            )
            toasts.success(request, _("Sent. Each signer gets a link by mail."))
            return redirect("contracts:detail", contract_id)
        except Refused as refused:
            add_refusal(form, refused)
    context = {"contract": contract, "version": version, "form": form, "gaps": gaps(version, page_language())}
    return render(request, "contracts/signature/send.html", context, status=INVALID if form.errors else 200)


@route(POST="contracts.send")
def remind(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """Mail fresh links to those who have not signed."""
    contract = get_object_or_404(_mine(request), pk=contract_id)
    try:
        count = sending.remind(contract.pk, by=request.scope, at=timezone.now())
        toasts.success(request, _("Reminded: %(count)s.") % {"count": count})
    except Refused as refused:
        toasts.error(request, refused.message)
    return redirect("contracts:detail", contract_id)


@route(POST="contracts.send")
def withdraw(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """Take the contract back."""
    contract = get_object_or_404(_mine(request), pk=contract_id)
    try:
        sending.withdraw(contract.pk, by=request.scope, at=timezone.now())
        toasts.success(request, _("Withdrawn. The links no longer work; you can change the draft."))
    except Refused as refused:
        toasts.error(request, refused.message)
    return redirect("contracts:detail", contract_id)


def _mine(request: ScopedRequest) -> QuerySet[Contract]:
    return Contract.objects.within(request.scope, verb="contracts.send").select_related("party_a", "party_b")
