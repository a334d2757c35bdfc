"""Contracts: the list, and one contract with its terms, text and signatures."""

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contracts.domain.wording.reading import engagements_for
from contracts.models import Contract, SealedFile
from contracts.models.contracts import ContractState
from contracts.web.contract_page import contract_context, contract_in_reach
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
        "engagements": engagements_for(by=request.scope, at=timezone.now()),
    }
    return render(request, "contracts/contract_list.html", context)


@route(GET="contracts.see")
def contract_detail(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """One contract as both sides see it."""
    contract = contract_in_reach(request, contract_id, verb="contracts.see")
    return render(request, "contracts/contract_detail.html", contract_context(request, contract, at=timezone.now()))


def pdf_response(sealed: SealedFile, *, inline: bool) -> FileResponse:
    """The file as it was stored, never kept by a cache on the way."""
    response = FileResponse(
        sealed.file.open(), as_attachment=not inline, filename=sealed.file.name, content_type="application/pdf"
    )
    response["Cache-Control"] = "private, no-store"
    return response
