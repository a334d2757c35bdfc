"""The lines and receipts of a draft: added, taken out, and looked at."""

from collections.abc import Callable

from django.contrib import messages as toasts
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.domain.costs.claims import Spent, add_line, add_receipts, remove_line, remove_receipt
from complaints.models import ExpenseClaim
from complaints.web.costs.claims import claim_page, find_claim
from complaints.web.costs.forms import LineForm, ReceiptsForm
from foundation.refusals import Refused
from foundation.web.kept_file import kept_file
from foundation.web.refusals import add_refusal
from parties.web.access import ScopedRequest, route


@route(POST="costs.claim")
def line_add(request: ScopedRequest, claim_id: int) -> HttpResponse:
    """One more thing that was paid."""
    claim = _own(request, claim_id)
    form = LineForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            spent = Spent(said["spent_date"], said["text"], said["amount"])
            add_line(claim.pk, spent, by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("complaints:claim", claim.pk)
    return claim_page(request, claim, line_form=form)


@route(POST="costs.claim")
def receipts_add(request: ScopedRequest, claim_id: int) -> HttpResponse:
    """More papers."""
    claim = _own(request, claim_id)
    form = ReceiptsForm(request.POST, request.FILES)
    if form.is_valid() and form.cleaned_data["receipts"]:
        try:
            add_receipts(claim.pk, form.cleaned_data["receipts"], by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("Added."))
            return redirect("complaints:claim", claim.pk)
    return claim_page(request, claim, receipts_form=form)


@route(POST="costs.claim")
def line_remove(request: ScopedRequest, claim_id: int, line_id: int) -> HttpResponse:
    """Take a line out."""
    claim = _own(request, claim_id)
    return _taken_out(request, claim, lambda: remove_line(claim.pk, line_id, by=request.scope))


@route(POST="costs.claim")
def receipt_remove(request: ScopedRequest, claim_id: int, receipt_id: int) -> HttpResponse:
    """Take a paper out."""
    claim = _own(request, claim_id)
    return _taken_out(request, claim, lambda: remove_receipt(claim.pk, receipt_id, by=request.scope))


@route(GET="costs.read")
def receipt_file(request: ScopedRequest, claim_id: int, receipt_id: int) -> HttpResponseBase:
    """One paper: pictures in the page, everything else as a download."""
    receipts = find_claim(request, claim_id).receipts.select_related("file")
    return kept_file(get_object_or_404(receipts, pk=receipt_id).file)


def _own(request: ScopedRequest, claim_id: int) -> ExpenseClaim:
    claim = find_claim(request, claim_id)
    if claim.asked_by_id != request.scope.user_id:
        raise Http404
    return claim


def _taken_out(request: ScopedRequest, claim: ExpenseClaim, take: Callable[[], None]) -> HttpResponse:
    try:
        take()
    except ObjectDoesNotExist:
        raise Http404
    except Refused as refused:
        toasts.error(request, refused.message)
    return redirect("complaints:claim", claim.pk)
