"""The PDF of an issued invoice: asked for, made from the frozen snapshot, and stored once."""

from typing import Final

from billing.models import Invoice
from foundation import jobs
from foundation.files import store
from foundation.models import StoredFile
from parties.domain.scope import SYSTEM, writing

PRINT_INVOICE: Final = "billing.print_invoice"
LARGEST_PDF: Final = 20 * 1024**2


def ask_for_pdf(invoice: Invoice) -> None:
    """Have the PDF of an issued invoice made, once, after the caller's transaction."""
    jobs.enqueue(PRINT_INVOICE, f"print-invoice:{invoice.pk}", {"invoice": invoice.pk})


def print_invoice(invoice_id: int) -> StoredFile:
    """The PDF of an issued invoice, printed now if nobody has asked for it before.

    Raises Refused ``foundation.glyph_missing``; Invoice.DoesNotExist also for a draft, which has no document.
    """
    from billing.documents.invoice_pdf import render_invoice

    invoice = Invoice.objects.select_related("pdf").get(pk=invoice_id)
    if invoice.pdf is not None:
        return invoice.pdf
    if invoice.snapshot is None:
        raise Invoice.DoesNotExist
    content = render_invoice(invoice.snapshot)
    with writing(SYSTEM):
        # Printed outside the lock; whoever comes second throws the own copy away.
        locked = Invoice.objects.select_for_update(of=("self",)).select_related("pdf").get(pk=invoice_id)
        if locked.pdf is not None:
            return locked.pdf
        locked.pdf = store(content, f"{locked.number}.pdf", kinds={"application/pdf"}, max_bytes=LARGEST_PDF)
        locked.save(update_fields=["pdf"])
        return locked.pdf
