"""Entering a contract that was signed on paper, and its scan."""

from django.contrib import messages as toasts
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from contracts.domain.signature.paper import confirm_paper, enter_paper, reject_paper
from contracts.domain.wording.readiness import gaps
from contracts.domain.wording.reading import versions_for
from contracts.models import PaperSigning
from contracts.web.contract_page import contract_in_reach
from contracts.web.signature.paper_forms import REJECT, PaperAnswerForm, PaperForm
from contracts.web.wording.draft_forms import page_language
from contracts.web.wording.drafts import draft_in_reach
from foundation.refusals import Refused
from foundation.web.kept_file import kept_file
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import ScopedRequest, route


@route(GET="contracts.send", POST="contracts.send")
def paper(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """Say when and by whom the draft was signed on paper, and keep the scan."""
    version = draft_in_reach(request, contract_id)
    form = PaperForm(version.contract, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            enter_paper(
                contract_id,
                signed_date=form.cleaned_data["signed_date"],
                signers=form.signers(),
                scan=form.kept_scan(),
                by=request.scope,
                at=timezone.now(),
            )
            toasts.success(request, _("Entered. It acts once the client has confirmed that this is what was signed."))
            return redirect("contracts:detail", contract_id)
        except Refused as refused:
            add_refusal(form, refused)
    context = {
        "contract": version.contract,
        "version": version,
        "form": form,
        "gaps": gaps(version, page_language()),
    }
    return render(request, "contracts/signature/paper.html", context, status=INVALID if form.errors else 200)


@route(POST="contracts.confirm_paper")
def paper_answer(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """The client's word: this is what was signed, or (with a reason) it is not."""
    contract = contract_in_reach(request, contract_id, verb="contracts.confirm_paper")
    form = PaperAnswerForm(request.POST)
    if not form.is_valid():
        toasts.error(request, _("Nothing was kept: say whether this is what was signed."))
        return redirect("contracts:detail", contract_id)
    given = form.cleaned_data
    try:
        if given["answer"] == REJECT:
            reject_paper(contract.pk, given["paper"], reason=given["reason"], by=request.scope, at=timezone.now())
            toasts.success(request, _("Kept, and the other side is told."))
        else:
            confirm_paper(contract.pk, given["paper"], by=request.scope, at=timezone.now())
            toasts.success(request, _("Confirmed. Its terms act from the day of signing."))
    except Refused as refused:
        toasts.error(request, refused.message)
    return redirect("contracts:detail", contract_id)


@route(GET="contracts.see")
def scan(request: ScopedRequest, contract_id: int, number: int) -> FileResponse:
    """The scan of a version that was signed on paper."""
    contract = contract_in_reach(request, contract_id, verb="contracts.see")
    mine = versions_for(contract, by=request.scope).filter(number=number)
    signing: PaperSigning | None = getattr(mine.select_related("paper_signing__scan").first(), "paper_signing", None)
    if signing is None:
        raise Http404
    return kept_file(signing.scan)
