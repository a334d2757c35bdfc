"""Issuing an invoice: its number, its frozen content, the books and the word to the debtor, in one transaction."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone

from billing.domain import books
from billing.domain.drafting import CAUSES, require_issuer
from billing.domain.fees.issuing import TIME_TO_PREPARE, differs_from_plan, fee_due_date
from billing.domain.news import tell_finance
from billing.domain.numbering import invoice_number, next_sequence
from billing.domain.printing import ask_for_pdf
from billing.domain.snapshot import invoice_snapshot
from billing.domain.transitions import INVOICE
from billing.domain.unbilled import with_unbilled
from billing.models import Invoice, InvoiceLine
from contracts.domain.locking import locked_contract
from contracts.domain.terms.values import Period, due_at
from contracts.models import Damages, Term
from foundation.refusals import Refused
from parties.domain.scope import Scope, writing

DUE_TERM: Final = "damages_due_within"
OF_LINES: Final = (
    *(f"damages__{path}" for path in (*CAUSES, "term__clause")),
    "fee__term__clause",
    "fee__term__version",
)


def issue_invoice(invoice_id: int, *, by: Scope, at: datetime) -> Invoice:
    """Issue a draft: give it the issuer's next number, freeze it, post it to both parties' books, tell the debtor.

    The PDF is made from the frozen content right after (see :mod:`billing.domain.printing`), so that the counter,
    for which other invoices of the issuer wait, is not held for the seconds of printing. Issuing again is refused.
    Raises Refused: ``billing.not_issuer``, ``billing.bank_missing``, ``billing.adjusted_meanwhile``,
    ``billing.fee_changed_meanwhile``, ``foundation.not_allowed_now``.
    """
    with writing(by):
        # The contract before the invoice: an adjustment holds it while it takes effect.
        contract_id = Invoice.objects.values_list("contract", flat=True).get(pk=invoice_id)
        locked_contract(contract_id)
        invoice = Invoice.objects.select_for_update(of=("self",)).get(pk=invoice_id)
        require_issuer(invoice, "billing.issue", by=by)
        state = INVOICE.next_state(invoice.state, "issue")
        if not invoice.issuer.bank_account:
            raise Refused("billing.bank_missing", party=invoice.issuer.name)
        if differs_from_owed(invoice):
            raise Refused("billing.adjusted_meanwhile")
        if differs_from_plan(invoice, at=at):
            raise Refused("billing.fee_changed_meanwhile")
        lines = list(invoice.lines.select_related(*OF_LINES))
        invoice.issued_at = at
        invoice.due_date = fee_due_date(invoice, at=at) if invoice.is_for_fee else _due_date(lines, at)
        # The counter last: from here to the commit the issuer's other invoices wait.
        invoice.year = timezone.localdate(at).year
        invoice.sequence = next_sequence(invoice.issuer_id, invoice.year)
        invoice.number = invoice_number(invoice.issuer_id, invoice.year, invoice.sequence)
        invoice.snapshot = invoice_snapshot(invoice, lines)
        INVOICE.move(Invoice, invoice.pk, "issue", **{name: getattr(invoice, name) for name in FIXED_AT_ISSUE})
        invoice.state = state
        books.post_invoice(invoice, by=by, at=at)
        tell_finance(invoice, "billing.invoice_issued", key=f"invoice:{invoice.pk}", at=at)
        ask_for_pdf(invoice)
    return invoice


FIXED_AT_ISSUE: Final = ("issued_at", "due_date", "year", "sequence", "number", "snapshot")


def differs_from_owed(invoice: Invoice) -> bool:
    """Whether damages on this draft were adjusted since: then it claims another sum than is owed."""
    billed: QuerySet[Any, Any] = with_unbilled(Damages.objects.filter(invoice_lines__invoice=invoice))
    return invoice.is_draft and billed.exclude(unbilled=0).exists()


def _due_date(lines: list[InvoiceLine], at: datetime) -> date:
    """The last day on which payment is in time, by the contract's term ``damages_due_within``."""
    term = Term.objects.filter(version=lines[-1].term.version_id, name=DUE_TERM).first()
    within = term.value if term else None
    # The end of a period of days is the first moment after its last day.
    end = due_at(at, within if isinstance(within, Period) else TIME_TO_PREPARE)
    return timezone.localdate(end - timedelta(microseconds=1))
