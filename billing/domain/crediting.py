"""Credit notes 贷记单: what the creditor takes back when damages that were invoiced are owed no longer (F5).

A decrease needs nobody's further word: the sides agreed, or somebody decided it. So the note is issued along with the
adjustment, in its transaction. A note never goes beyond its line, nor all of them beyond their invoice.
"""

from datetime import datetime
from decimal import Decimal

from django.db.models import Max, Sum
from django.utils import timezone

from billing.domain import books
from billing.domain.news import tell_finance
from billing.domain.transitions import INVOICE
from billing.domain.unbilled import with_unbilled
from billing.models import CreditNote, Invoice, InvoiceCounter, InvoiceLine, InvoiceState
from contracts.models import Adjustment, Damages
from parties.domain.scope import Scope, writing


def follow_adjustment(adjustment: Adjustment, by: Scope, at: datetime) -> None:
    """Take back what the adjustment makes too much of what was issued, the newest line first.

    What is on a draft is left to its finance: a draft that claims another sum than is owed cannot be issued. Locks the
    invoices behind the contract, which the caller holds.
    """
    lines = InvoiceLine.objects.filter(damages=adjustment.damages_id).exclude(invoice__state=InvoiceState.DRAFT)
    drafted = InvoiceLine.objects.filter(damages=adjustment.damages_id, invoice__state=InvoiceState.DRAFT)
    on_drafts = drafted.aggregate(total=Sum("net"))["total"] or Decimal("0.00")
    damages = with_unbilled(Damages.objects.filter(pk=adjustment.damages_id)).get()
    too_much = -(damages.unbilled + on_drafts)
    with writing(by):
        for line in lines.select_related("invoice").order_by("-pk"):
            if too_much <= 0:
                break
            too_much -= _credit(line, adjustment, too_much, by=by, at=at)


def _credit(line: InvoiceLine, adjustment: Adjustment, too_much: Decimal, *, by: Scope, at: datetime) -> Decimal:
    """Issue one note on this line, for as much of it as is left; how much that is."""
    invoice = Invoice.objects.select_for_update(of=("self",)).get(pk=line.invoice_id)
    before = line.credit_notes.aggregate(total=Sum("amount"))["total"] or Decimal("0.00")
    amount = min(too_much, line.gross - before)
    if amount <= 0:
        return Decimal("0.00")
    allocated = min(amount, invoice.balance)
    note = _numbered(invoice, line, adjustment, amount, allocated, at=at)
    credited, set_off = invoice.credited + amount, invoice.set_off + allocated
    INVOICE.move(Invoice, invoice.pk, _verb(invoice, credited, set_off), credited=credited, set_off=set_off)
    books.post_credit_note(note, by=by, at=at)
    tell_finance(invoice, "billing.credit_note_issued", key=f"credit-note:{note.pk}", at=at)
    return amount


def _verb(invoice: Invoice, credited: Decimal, set_off: Decimal) -> str:
    if credited == invoice.gross:
        return "credit_whole"
    return "credit_rest" if invoice.paid + set_off == invoice.gross else "credit_part"


def _numbered(
    invoice: Invoice, line: InvoiceLine, adjustment: Adjustment, amount: Decimal, allocated: Decimal, *, at: datetime
) -> CreditNote:
    """The note with the issuer's next number of the year; the row of its counter is locked until the commit."""
    year = timezone.localdate(at).year
    InvoiceCounter.objects.get_or_create(issuer_id=invoice.issuer_id, year=year)
    InvoiceCounter.objects.select_for_update(of=("self",)).get(issuer_id=invoice.issuer_id, year=year)
    issued = CreditNote.objects.filter(issuer=invoice.issuer_id, year=year)
    sequence = (issued.aggregate(last=Max("sequence"))["last"] or 0) + 1
    return CreditNote.objects.create(
        invoice=invoice,
        line=line,
        adjustment=adjustment,
        issuer_id=invoice.issuer_id,
        debtor_id=invoice.debtor_id,
        year=year,
        sequence=sequence,
        number=f"DJ{invoice.issuer_id:03d}-{year}-{sequence:05d}",
        issued_at=at,
        amount=amount,
        allocated=allocated,
        advance=amount - allocated,
    )
