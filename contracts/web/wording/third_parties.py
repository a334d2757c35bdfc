"""Third parties: engaging one in a draft, and what a third party itself may read of the contract."""

from django.contrib import messages as toasts
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from contracts.domain.wording import engaging
from contracts.domain.wording.preview import readable_clauses
from contracts.models import Obligation, SignatureRequest, SignerQuestion, ThirdParty
from contracts.models.versions import VersionState
from contracts.web.contract_page import latest_file, third_party_context
from contracts.web.contracts import pdf_response
from contracts.web.wording.draft_forms import page_language
from contracts.web.wording.drafts import draft_in_reach, third_party_agreed
from contracts.web.wording.third_party_forms import ThirdPartyForm
from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import ScopedRequest, route

SOONEST = ("deadline__due_at", "pk")


@route(GET="contracts.draft", POST="contracts.draft")
def engage(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """Choose the draft's third party, or look at the one it has."""
    version = draft_in_reach(request, contract_id)
    third = engaging.third_party_of(version)
    form = ThirdPartyForm(version, third, request.scope, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            engaging.engage(version.pk, form.engagement(), by=request.scope)
            toasts.success(request, _("Saved."))
            return redirect("contracts:third-party", contract_id)
        except Refused as refused:
            add_refusal(form, refused)
    context = {
        "contract": version.contract,
        "version": version,
        "form": form,
        "third_agreed": third_party_agreed(request, version),
        **(third_party_context(third) if third else {}),
    }
    return render(request, "contracts/wording/third_party.html", context, status=INVALID if form.errors else 200)


@route(POST="contracts.draft")
def release(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """Engage nobody in this draft."""
    version = draft_in_reach(request, contract_id)
    try:
        engaging.release(version.pk, by=request.scope)
        toasts.success(request, _("The draft engages no third party now."))
    except Refused as refused:
        toasts.error(request, refused.message)
    return redirect("contracts:third-party", contract_id)


@route(GET="contracts.see")
def engagement(request: ScopedRequest, engagement_id: int) -> HttpResponse:
    """What a third party is engaged for, the wording that it signs, and what it owes under it."""
    third = _in_reach(request, engagement_id)
    version = third.version
    own = Obligation.objects.within(request.scope, verb="obligations.see").filter(contract=version.contract)
    mine = SignatureRequest.objects.within(request.scope, verb="contracts.see").filter(version=version)
    asked = SignerQuestion.objects.within(request.scope, verb="contracts.see").filter(request__party=third.party)
    context = {
        "contract": version.contract,
        "version": version,
        "terms": list(version.terms.select_related("clause").order_by("clause__position", "pk")),
        "clauses": readable_clauses(version, page_language()),
        "sealed": latest_file(version),
        "signatures": list(mine.current().order_by("side")),
        "questions": list(asked.filter(request__version=version).select_related("request", "answer")),
        "obligations": list(own.filter(debtor=third.party).select_related("term", "deadline").order_by(*SOONEST)),
        "pdf_at": reverse("contracts:engagement-pdf", args=[third.pk]),
        **third_party_context(third),
    }
    return render(request, "contracts/wording/engagement.html", context)


@route(GET="contracts.see")
def engagement_pdf(request: ScopedRequest, engagement_id: int) -> FileResponse:
    """The file that the third party signs, or has signed."""
    sealed = latest_file(_in_reach(request, engagement_id).version)
    if sealed is None:
        raise Http404
    return pdf_response(sealed, inline="inline" in request.GET)


def _in_reach(request: ScopedRequest, engagement_id: int) -> ThirdParty:
    found = ThirdParty.objects.within(request.scope, verb="contracts.see").exclude(version__state=VersionState.DROPPED)
    both = "version__contract__party_a", "version__contract__party_b"
    return get_object_or_404(found.select_related("party", *both), pk=engagement_id)
