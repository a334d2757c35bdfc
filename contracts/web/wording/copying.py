"""A new draft that says what an earlier contract says."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from contracts.domain.wording.drafting import Frame, copy_contract
from contracts.models import Contract
from contracts.web.contract_page import shown_version
from contracts.web.wording.draft_forms import ClientForm, FrameForm
from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import ScopedRequest, route


@route(GET="contracts.draft", POST="contracts.draft")
def contract_copy(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """Copy a contract in two steps, as a draft is started: for which client, then owner and venues of that client."""
    mine = Contract.objects.within(request.scope, verb="contracts.draft").select_related("party_a", "party_b")
    contract = get_object_or_404(mine.filter(party_b__in=request.scope.parties_for("contracts.draft")), pk=contract_id)
    client = ClientForm(request.scope, request.GET if "party_a" in request.GET else None)
    if not client.is_valid():
        client.initial = {"party_a": contract.party_a_id}
        return render(request, "contracts/wording/copy_client.html", {"form": client, "contract": contract})
    party_a = client.cleaned_data["party_a"]
    initial = {"title": contract.title, "party_b": contract.party_b_id, "venues": party_a.venues.all()}
    form = FrameForm(party_a, request.scope, data=request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            frame, at = Frame(party_a=party_a, **form.cleaned_data), timezone.now()
            copy = copy_contract(shown_version(contract, at=at), frame=frame, by=request.scope, at=at)
            return redirect("contracts:draft", copy.pk)
        except Refused as refused:
            add_refusal(form, refused)
    context = {"form": form, "party_a": party_a, "form_title": contract.title}
    return render(request, "contracts/wording/draft_frame.html", context, status=INVALID if form.errors else 200)
