"""Settlement and hand-over after the end, and the archive."""

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from contracts.domain.life import settlement
from contracts.models.settlement import Line
from contracts.web.contract_page import contract_in_reach
from contracts.web.life.forms import TickForm
from foundation.refusals import Refused
from parties.web.access import ScopedRequest, route


@route(POST="contracts.settle")
def settle(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """Tick a line, with how it was done."""
    contract = contract_in_reach(request, contract_id, verb="contracts.settle")
    form = TickForm(request.POST)
    if form.is_valid() and form.cleaned_data["line"] in Line.values:
        try:
            line, note = form.cleaned_data["line"], form.cleaned_data["note"]
            settlement.tick_line(contract.pk, line, note=note, by=request.scope, at=timezone.now())
        except Refused as refused:
            toasts.error(request, refused.message)
    return redirect(f"{reverse('contracts:detail', args=[contract.pk])}#settlement")


@route(POST="contracts.settle")
def archive(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """Close the file."""
    contract = contract_in_reach(request, contract_id, verb="contracts.settle")
    try:
        settlement.archive(contract.pk, by=request.scope)
        toasts.success(request, _("Archived. Everything stays readable here."))
    except Refused as refused:
        toasts.error(request, refused.message)
    return redirect("contracts:detail", contract.pk)
