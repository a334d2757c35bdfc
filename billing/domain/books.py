"""Invoices and payments in the double-entry books of both parties.

One installation keeps a set of books for each party, so both sides are posted in one transaction. The provider's
profit by contract needs the damages it pays as much as the client's needs those it receives, and the two sets prove
each other: what the creditor has to receive is at every moment what the debtor has to pay (``ledger_verify`` compares).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils import timezone

from billing.models import CreditNote, Invoice, Payment, Purpose
from ledger.domain import chart
from ledger.domain.periods import posting_date
from ledger.domain.posting import Entry, post
from parties.domain.scope import Scope


@dataclass(frozen=True)
class Cause:
    """Why something is posted, and the day on which it happened."""

    kind: str
    source: str
    day: date


@dataclass(frozen=True)
class Accounts:
    """On which accounts a claim stands: with the creditor a receivable and income, with the debtor a payable and an
    expense."""

    receivable: str
    income: str
    payable: str
    expense: str


OF_PURPOSE: Final[Mapping[str, Accounts]] = {
    # Damages are neither sold nor bought: they stand on 1221 and 2241, not on the accounts of trade.
    Purpose.DAMAGES: Accounts(
        chart.OTHER_RECEIVABLE, chart.NON_OPERATING_INCOME, chart.OTHER_PAYABLE, chart.NON_OPERATING_EXPENSE
    ),
    Purpose.FEE: Accounts(chart.RECEIVABLE, chart.OPERATING_INCOME, chart.PAYABLE, chart.ADMINISTRATIVE_EXPENSE),
}
"""The accounts of an invoice, of its payments and of its credit notes, by what it claims."""


def invoice_source(invoice_id: int) -> str:
    """How journals name an invoice as their cause."""
    return f"invoice:{invoice_id}"


def payment_source(payment_id: int) -> str:
    """How journals name a payment as their cause."""
    return f"payment:{payment_id}"


def credit_note_source(note_id: int) -> str:
    """How journals name a credit note as their cause."""
    return f"credit_note:{note_id}"


def post_invoice(invoice: Invoice, *, by: Scope, at: datetime) -> None:
    """The claim arises: a receivable, income and its tax for the creditor, an expense and a payable for the debtor.

    The debtor's expense includes the tax: this bill is no tax invoice, so that nothing can be deducted by it.
    """
    on = OF_PURPOSE[invoice.purpose]
    claim = [Entry(on.receivable, debit=invoice.gross), Entry(on.income, credit=invoice.net)]
    if invoice.tax:
        claim.append(Entry(chart.TAX_PAYABLE, credit=invoice.tax))
    debt = [Entry(on.expense, debit=invoice.gross), Entry(on.payable, credit=invoice.gross)]
    cause = Cause("invoice", invoice_source(invoice.pk), timezone.localdate(at))
    _post_both(cause, {invoice.issuer_id: claim, invoice.debtor_id: debt}, by=by, at=at)


def post_payment(payment: Payment, *, by: Scope, at: datetime) -> None:
    """Money moved: it settles the claim, and what goes beyond it stays to the payer's credit on both sides."""
    on = OF_PURPOSE[payment.invoice.purpose]
    received = [Entry(chart.BANK, debit=payment.amount), Entry(on.receivable, credit=payment.allocated)]
    paid = [Entry(on.payable, debit=payment.allocated), Entry(chart.BANK, credit=payment.amount)]
    if payment.advance:
        received.append(Entry(chart.ADVANCE_RECEIVED, credit=payment.advance))
        paid.append(Entry(chart.PREPAID, debit=payment.advance))
    cause = Cause("payment", payment_source(payment.pk), payment.received_date)
    _post_both(cause, {payment.payee_id: received, payment.payer_id: paid}, by=by, at=at)


def post_credit_note(note: CreditNote, *, by: Scope, at: datetime) -> None:
    """Damages shrink, and nothing but damages do: the postings of the invoice the other way round.

    What was paid already stays to the debtor's credit on both sides.
    """
    on = OF_PURPOSE[Purpose.DAMAGES]
    claim = [Entry(on.income, debit=note.amount)]
    debt = [Entry(on.expense, credit=note.amount)]
    if note.allocated:
        claim.append(Entry(on.receivable, credit=note.allocated))
        debt.append(Entry(on.payable, debit=note.allocated))
    if note.advance:
        claim.append(Entry(chart.ADVANCE_RECEIVED, credit=note.advance))
        debt.append(Entry(chart.PREPAID, debit=note.advance))
    cause = Cause("credit_note", credit_note_source(note.pk), timezone.localdate(note.issued_at))
    _post_both(cause, {note.issuer_id: claim, note.debtor_id: debt}, by=by, at=at)


def _post_both(cause: Cause, sides: Mapping[int, list[Entry]], *, by: Scope, at: datetime) -> None:
    """Post both parties' sides, each naming the other. In the order of the parties, so that no two wait in a ring."""
    for party_id in sorted(sides):
        (other_id,) = sides.keys() - {party_id}
        post(
            party_id=party_id,
            # Money of a month that was closed meanwhile is posted when it became known.
            date=posting_date(party_id, cause.day, at=at),
            kind=cause.kind,
            source=cause.source,
            lines=[Entry(line.account_code, line.debit, line.credit, other_id) for line in sides[party_id]],
            by=by,
            at=at,
        )
