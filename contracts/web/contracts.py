"""Contracts: the list, one contract with its terms, text and signatures, and its file."""

from django import forms
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from contracts.domain.preview import readable
from contracts.models import Breach, Contract, Obligation, SealedFile, SignatureRequest
from contracts.models.contracts import ContractState
from contracts.models.signing import SignatureState
from contracts.web.draft_forms import page_language
from foundation.text import normal_name
from parties.web.access import ScopedRequest, route

PAGE = 50


class ContractFilter(forms.Form):
    """Which contracts to list."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *ContractState.choices])
    q = forms.CharField(label=_("Number, title or party"), required=False, max_length=100)

    def apply(self, rows: QuerySet[Contract]) -> QuerySet[Contract]:
        """Narrow the rows by what was chosen; a wrong choice narrows nothing."""
        wanted = self.cleaned_data if self.is_valid() else {}
        if wanted.get("state"):
            rows = rows.filter(state=wanted["state"])
        if sought := wanted.get("q"):
            party = Q(party_a__name_key__contains=normal_name(sought)) | Q(
                party_b__name_key__contains=normal_name(sought)
            )
            rows = rows.filter(Q(number__icontains=sought) | Q(title__icontains=sought) | party)
        return rows


@route(GET="contracts.see")
def contract_list(request: ScopedRequest) -> HttpResponse:
    """All contracts in reach, newest first."""
    filters = ContractFilter(request.GET)
    mine = Contract.objects.within(request.scope, verb="contracts.see")
    rows = filters.apply(mine).select_related("party_a", "party_b")
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "filters": filters,
        "state": filters.cleaned_data.get("state", ""),
        "sought": filters.cleaned_data.get("q", ""),
        "may_draft": request.scope.may("contracts.draft"),
    }
    return render(request, "contracts/contract_list.html", context)


@route(GET="contracts.see")
def contract_detail(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """One contract as both sides see it."""
    found = Contract.objects.within(request.scope, verb="contracts.see").select_related(
        "party_a", "party_b", "account_manager", "contract_owner"
    )
    contract = get_object_or_404(found, pk=contract_id)
    version = contract.latest_version
    terms = list(version.terms.select_related("clause").order_by("clause__position", "pk"))
    requests = list(version.signature_requests.select_related("party").order_by("side"))
    context = {
        "contract": contract,
        "version": version,
        "venues": list(contract.venues.all()),
        "terms": terms,
        "annexes": list(version.annexes.order_by("position")),
        "clauses": readable(version.clauses.all(), {term.name: term.value for term in terms}, page_language()),
        "signatures": requests,
        "waiting": [signature for signature in requests if signature.is_open],
        "declined": _declined(request, contract) if contract.is_draft else None,
        "sealed": version.sealed_files.select_related("file").order_by("-revision").first(),
        "counts": _counts(request, contract),
        "may_draft": request.scope.may_for("contracts.draft", contract.party_b_id),
        "may_send": request.scope.may_for("contracts.send", contract.party_b_id),
    }
    return render(request, "contracts/contract_detail.html", context)


@route(GET="contracts.see")
def contract_pdf(request: ScopedRequest, contract_id: int) -> HttpResponse | FileResponse:
    """The latest revision of the sealed file."""
    contract = get_object_or_404(Contract.objects.within(request.scope, verb="contracts.see"), pk=contract_id)
    sealed = SealedFile.objects.filter(version__contract=contract).select_related("file")
    latest = sealed.order_by("-version__number", "-revision").first()
    if latest is None:
        raise Http404
    return pdf_response(latest, inline="inline" in request.GET)


def pdf_response(sealed: SealedFile, *, inline: bool) -> FileResponse:
    """The file as it was stored, never kept by a cache on the way."""
    response = FileResponse(
        sealed.file.open(), as_attachment=not inline, filename=sealed.file.name, content_type="application/pdf"
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _declined(request: ScopedRequest, contract: Contract) -> SignatureRequest | None:
    """Why the last version came back, when a side declined it."""
    rows = SignatureRequest.objects.within(request.scope, verb="contracts.see").select_related("party")
    declined = rows.filter(version__contract=contract, state=SignatureState.DECLINED)
    return declined.order_by("-version__number").first()


def _counts(request: ScopedRequest, contract: Contract) -> dict[str, int]:
    obligations = Obligation.objects.within(request.scope, verb="obligations.see").filter(contract=contract)
    breaches = Breach.objects.within(request.scope, verb="breaches.see").filter(contract=contract)
    return {
        **obligations.aggregate(obligations=Count("pk"), open=Count("pk", filter=Q(deadline__outcome=None))),
        **breaches.aggregate(breaches=Count("pk"), undecided=Count("pk", filter=Q(decided_at=None))),
    }
