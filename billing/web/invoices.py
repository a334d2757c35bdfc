"""Invoices: the list, one invoice, its PDF."""

from django.contrib import messages as toasts
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from billing.domain.ageing import ageing
from billing.domain.drafting import unbilled_damages
from billing.domain.excess import excessive_lines
from billing.domain.fees.issuing import differs_from_plan
from billing.domain.invoicing import differs_from_owed
from billing.domain.printing import print_invoice
from billing.models import Invoice
from billing.web.forms import InvoiceFilter, PaymentForm
from contracts.models.obligations import CAUSE_PATHS
from foundation.money import capitals
from foundation.refusals import Refused
from parties.web.access import ScopedRequest, route

PAGE = 50


@route(GET="billing.see")
def invoice_list(request: ScopedRequest) -> HttpResponse:
    """All invoices in reach, newest first, with what is open and how late."""
    filters = InvoiceFilter(request.GET)
    mine = Invoice.objects.within(request.scope, verb="billing.see")
    rows = filters.apply(mine, request.scope).select_related("contract", "issuer", "debtor")
    to_bill = unbilled_damages(request.scope).count() if request.scope.may("billing.issue") else 0
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "filters": filters,
        "ageing": ageing(filters.apply(mine, request.scope), timezone.localdate()),
        "to_bill": to_bill,
        "own": request.scope.parties_for("billing.see"),
        "today": timezone.localdate(),
    }
    return render(request, "billing/invoice_list.html", context)


@route(GET="billing.see")
def invoice_detail(request: ScopedRequest, invoice_id: int) -> HttpResponse:
    """One invoice: its lines with their causes, its payments, and what can be done with it."""
    invoice = invoice_in_reach(request, invoice_id, verb="billing.see")
    return invoice_page(request, invoice, PaymentForm(initial={"amount": invoice.balance}))


@route(GET="billing.see")
def invoice_pdf(request: ScopedRequest, invoice_id: int) -> HttpResponse | FileResponse:
    """The PDF of an issued invoice; a draft has none."""
    invoice = invoice_in_reach(request, invoice_id, verb="billing.see")
    if invoice.is_draft:
        raise Http404
    try:
        file = print_invoice(invoice.pk)
    except Refused as refused:
        toasts.error(request, refused.message)
        return redirect("billing:detail", invoice.pk)
    return FileResponse(file.open(), filename=f"{invoice.number}.pdf", content_type=file.content_type)


def invoice_in_reach(request: ScopedRequest, invoice_id: int, *, verb: str) -> Invoice:
    """The invoice, or 404 when the person may not do ``verb`` for a side of it."""
    rows = Invoice.objects.within(request.scope, verb=verb).select_related("contract", "issuer", "debtor")
    return get_object_or_404(rows, pk=invoice_id)


def invoice_page(request: ScopedRequest, invoice: Invoice, form: PaymentForm, *, status: int = 200) -> HttpResponse:
    """The page of an invoice; a refused payment form keeps what was typed."""
    of_duty = (f"damages__breach__obligation__{path}" for path in CAUSE_PATHS)
    causes = (*of_duty, "damages__term__clause", "damages__breach__kind__clause", "fee__term__clause__version")
    context = {
        "invoice": invoice,
        "lines": invoice.lines.select_related(*causes),
        "payments": invoice.payments.all(),
        "credit_notes": invoice.credit_notes.select_related("adjustment"),
        "is_stale": differs_from_owed(invoice) or differs_from_plan(invoice, at=timezone.now()),
        "excessive": excessive_lines(invoice) if invoice.is_draft else [],
        "capitals": capitals(invoice.gross),
        "may_issue": invoice.is_draft and request.scope.may_for("billing.issue", invoice.issuer_id),
        "may_pay": invoice.is_payable and request.scope.may_for("billing.pay", invoice.issuer_id),
        "may_trace": request.scope.may("trace.see"),
        "form": form,
    }
    return render(request, "billing/invoice_detail.html", context, status=status)
