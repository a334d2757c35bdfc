"""Recording a payment."""

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.domain.payments import record_payment
from billing.web.forms import PaymentForm
from billing.web.invoices import invoice_in_reach, invoice_page
from foundation.money import shown
from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import ScopedRequest, route


@route(POST="billing.pay")
def pay(request: ScopedRequest, invoice_id: int) -> HttpResponse:
    """Record money that arrived on an invoice; a second click finds it recorded."""
    invoice = invoice_in_reach(request, invoice_id, verb="billing.pay")
    form = PaymentForm(request.POST)
    if not form.is_valid():
        return invoice_page(request, invoice, form, status=INVALID)
    try:
        payment = record_payment(invoice.pk, **form.cleaned_data, by=request.scope, at=timezone.now())
    except Refused as refused:
        add_refusal(form, refused)
        return invoice_page(request, invoice, form, status=INVALID)
    toasts.success(request, _("The payment is recorded."))
    if payment.advance:
        words = {"advance": shown(payment.advance)}
        toasts.info(request, _("%(advance)s is more than was due. It stays to the payer's credit.") % words)
    return redirect("billing:detail", invoice.pk)
