"""What closed months say of a contract's targets: offered, and recorded by a person."""

from datetime import date

from django.contrib import messages as toasts
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.refusals import Refused
from foundation.typed_ids import typed_id
from members.domain.retention.target_offers import offers, record_offer
from members.web.retention.asking import asked_of
from parties.web.access import ScopedRequest, route


@route(GET="retention.see", POST="targets.record")
def targets_page(request: ScopedRequest) -> HttpResponse:
    """The periods of targets that have ended and that nobody of this side has measured. POST records one."""
    asked = asked_of(request)
    if request.method == "POST":
        _record(request, asked.party.pk)
        return redirect(f"{reverse('members:retention-targets')}?{asked.query}")
    found = offers(asked.party.pk, request.scope, at=timezone.now()) if request.scope.may("targets.record") else []
    return render(request, "members/retention/targets.html", {"asked": asked, "offers": found})


def _record(request: ScopedRequest, party_id: int) -> None:
    contract_id = typed_id(request.POST.get("contract", ""))
    try:
        first_day = date.fromisoformat(request.POST.get("first_day", ""))
    except ValueError:
        raise Http404
    if contract_id is None:
        raise Http404
    asked = contract_id, request.POST.get("target", ""), first_day
    try:
        record_offer(*asked, party_id=party_id, by=request.scope, at=timezone.now())
    except Refused as refused:
        toasts.error(request, refused.message)
    else:
        toasts.success(request, _("The measurement is recorded."))
