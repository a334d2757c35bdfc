"""From damages that were confirmed to an invoice: what waits, the draft, the issue."""

from itertools import groupby

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.domain.drafting import discard_draft, draft_invoice, unbilled_damages
from billing.domain.invoicing import issue_invoice
from billing.web.forms import DamagesChoice
from billing.web.invoices import invoice_in_reach
from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import ScopedRequest, route


@route(GET="billing.issue", POST="billing.issue")
def to_bill(request: ScopedRequest) -> HttpResponse:
    """Damages that are confirmed and not billed yet, by contract and debtor; those picked go on one draft."""
    waiting = list(unbilled_damages(request.scope))
    sent = request.POST if request.method == "POST" else None
    form = DamagesChoice(sent, offered=[damages.pk for damages in waiting])
    if form.is_valid():
        try:
            invoice = draft_invoice(form.cleaned_data["damages"], by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("The draft is ready. Check it, then issue it."))
            return redirect("billing:detail", invoice.pk)
    waiting.sort(key=lambda damages: (damages.breach.contract_id, damages.breach.at_fault_id))
    groups = [
        {"first": rows[0], "rows": rows, "total": sum(row.unbilled for row in rows)}
        for _key, rows in (
            (key, list(rows)) for key, rows in groupby(waiting, lambda d: (d.breach.contract_id, d.breach.at_fault_id))
        )
    ]
    picked = set(sent.getlist("damages")) if sent is not None else None
    context = {"groups": groups, "form": form, "picked": picked}
    return render(request, "billing/to_bill.html", context, status=INVALID if form.errors else 200)


@route(POST="billing.issue")
def issue(request: ScopedRequest, invoice_id: int) -> HttpResponse:
    """Issue a draft."""
    invoice = invoice_in_reach(request, invoice_id, verb="billing.issue")
    try:
        invoice = issue_invoice(invoice.pk, by=request.scope, at=timezone.now())
    except Refused as refused:
        toasts.error(request, refused.message)
    else:
        toasts.success(
            request, _("Invoice %(number)s is issued. The debtor has been told.") % {"number": invoice.number}
        )
    return redirect("billing:detail", invoice_id)


@route(POST="billing.issue")
def discard(request: ScopedRequest, invoice_id: int) -> HttpResponse:
    """Throw a draft away."""
    invoice = invoice_in_reach(request, invoice_id, verb="billing.issue")
    try:
        discard_draft(invoice.pk, by=request.scope)
    except Refused as refused:
        toasts.error(request, refused.message)
        return redirect("billing:detail", invoice_id)
    if invoice.is_for_fee:
        toasts.success(request, _("The draft is discarded. Its payments can be invoiced anew."))
        return redirect("billing:fee_plan", invoice.contract_id)
    toasts.success(request, _("The draft is discarded. Its damages can be billed anew."))
    return redirect("billing:to_bill")
