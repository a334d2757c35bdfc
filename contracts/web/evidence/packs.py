"""Evidence packs of a contract: asking for one, seeing how far it is, downloading it."""

from typing import Any

from django.contrib import messages as toasts
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from contracts.domain.evidence import asking
from contracts.domain.evidence.making import progress_of
from contracts.models import Breach, Contract, EvidencePack
from contracts.web.contract_page import contract_in_reach
from contracts.web.evidence.forms import PackForm
from foundation.refusals import Refused
from foundation.typed_ids import typed_id
from foundation.web.kept_file import kept_file
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import ScopedRequest, route

MOST_OFFERED = 300
"""Breaches to choose from one by one; of more, a period is the way."""
MOST_SHOWN = 50


@route(GET="evidence.make", POST="evidence.make")
def evidence(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """The form, and the packs made so far. ``?breach=`` chooses one beforehand."""
    from contracts.documents.pack_signature import ca_fingerprint

    contract = contract_in_reach(request, contract_id, verb="evidence.make")
    form = PackForm(request.POST or None, breaches=_offered(request, contract), initial=_chosen(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            asking.ask_for_pack(contract.pk, form.wanted, reason=given["reason"], by=request.scope, at=timezone.now())
            toasts.success(request, _("It is being made. You can leave this page; we tell you when it is finished."))
            return redirect("contracts:evidence", contract.pk)
        except Refused as refused:
            add_refusal(form, refused)
    context = {
        "contract": contract,
        "form": form,
        "has_breaches": bool(form.fields["breaches"].choices),  # type: ignore[attr-defined]
        "packs": [_state(pack) for pack in _packs(request, contract)[:MOST_SHOWN]],
        "fingerprint": ca_fingerprint(),
    }
    return render(request, "contracts/evidence/packs.html", context, status=INVALID if form.errors else 200)


@route(GET="evidence.make")
def evidence_state(request: ScopedRequest, contract_id: int, pack_id: int) -> HttpResponse:
    """How far one pack is: the part of the page that asks for itself again while it is being made."""
    pack = _pack(request, contract_id, pack_id)
    return render(request, "contracts/evidence/_pack.html", {"each": _state(pack), "contract": pack.contract})


@route(GET="evidence.make")
def evidence_file(request: ScopedRequest, contract_id: int, pack_id: int) -> HttpResponseBase:
    """The finished pack, as a download."""
    pack = _pack(request, contract_id, pack_id)
    if pack.file is None:
        raise Http404
    return kept_file(pack.file, shown=False)


def _packs(request: ScopedRequest, contract: Contract) -> Any:
    packs = EvidencePack.objects.within(request.scope, verb="evidence.make").filter(contract=contract)
    return packs.select_related("file", "party").prefetch_related("breaches")


def _pack(request: ScopedRequest, contract_id: int, pack_id: int) -> EvidencePack:
    contract = contract_in_reach(request, contract_id, verb="evidence.make")
    pack: EvidencePack = get_object_or_404(_packs(request, contract), pk=pack_id)
    return pack


def _state(pack: EvidencePack) -> dict[str, Any]:
    done, total = progress_of(pack.pk)
    state = asking.state_of(pack)
    return {
        "pack": pack,
        "state": state,
        "runs": state in (asking.WAITING, asking.MAKING, asking.AGAIN),
        "percent": done * 100 // total,
    }


def _offered(request: ScopedRequest, contract: Contract) -> list[Breach]:
    rows = Breach.objects.within(request.scope, verb="breaches.see").filter(contract=contract)
    loaded = ("kind", "obligation__deadline", "obligation__term", "measurement")
    return list(rows.select_related(*loaded)[:MOST_OFFERED])


def _chosen(request: ScopedRequest) -> dict[str, Any]:
    asked = typed_id(request.GET.get("breach"))
    return {"breaches": [asked]} if asked is not None else {}
