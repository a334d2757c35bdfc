"""The trace as a page: where a figure on an invoice comes from."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from billing.domain.trace import trace_invoice
from billing.web.invoices import invoice_in_reach
from billing.web.trace_steps import steps_of
from parties.web.access import ScopedRequest, route


@route(GET="trace.see")
def trace(request: ScopedRequest, invoice_id: int) -> HttpResponse:
    """The chain of one line (``?line=2``), the first when none is named."""
    invoice = invoice_in_reach(request, invoice_id, verb="trace.see")
    traces = trace_invoice(invoice, at=timezone.now())
    wanted = request.GET.get("line", "1")
    shown = next((each for each in traces if str(each.position) == wanted), None)
    if shown is None:
        raise Http404
    context = {
        "invoice": invoice,
        "traces": traces,
        "trace": shown,
        "steps": steps_of(shown, invoice=invoice, scope=request.scope),
    }
    return render(request, "billing/trace.html", context)
