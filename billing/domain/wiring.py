"""What billing tells the floors below at start-up: its messages, its job, its ties to the books."""

from billing.domain import in_evidence, news, ties
from billing.domain.crediting import follow_adjustment
from billing.domain.printing import PRINT_INVOICE, print_invoice
from billing.models import Invoice, InvoiceState
from contracts.domain.evidence import parts
from contracts.domain.liability import adjusting
from contracts.domain.life import settlement
from foundation import jobs
from foundation.audit import leave_untracked
from foundation.models import Job
from ledger.domain import verification
from parties.domain import messages


def connect() -> None:
    """Register with the floors below."""
    messages.renderer("billing.invoice_issued")(news.invoice_issued)
    messages.renderer("billing.payment_recorded")(news.payment_recorded)
    messages.renderer("billing.credit_note_issued")(news.credit_note_issued)
    adjusting.register_follower(follow_adjustment)
    jobs.register(PRINT_INVOICE)(print_job)
    for name, check in ties.CHECKS.items():
        verification.register(name, check)
    parts.register(in_evidence.invoices)
    settlement.register_counter("invoices", open_invoices)
    leave_untracked("billing_invoicecounter", "only counts; the numbers stand on the invoices")


def open_invoices(contract_id: int) -> int:
    """How many invoices under the contract are drafted or not paid yet."""
    return (
        Invoice.objects.filter(contract=contract_id)
        .exclude(state__in=[InvoiceState.PAID, InvoiceState.CREDITED])
        .count()
    )


def print_job(job: Job) -> None:
    """Print the invoice named by the job; once is enough."""
    print_invoice(int(job.payload["invoice"]))
