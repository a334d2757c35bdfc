"""Recording money that arrived 收款: each payment once, never lost, never more than what it is."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from billing.domain import books
from billing.domain.drafting import require_issuer
from billing.domain.news import tell_finance
from billing.domain.transitions import INVOICE
from billing.models import Invoice, Payment
from foundation.money import LARGEST, round_fen
from foundation.refusals import Refused
from foundation.text import clean_line
from parties.domain.scope import Scope, writing


def record_payment(
    invoice_id: int,
    *,
    amount: Decimal,
    received_date: date,
    key: UUID,
    reference: str,
    by: Scope,
    at: datetime,
) -> Payment:
    """Record what the issuer received on an invoice, in yuan, and post it to both parties' books.

    What goes beyond the invoice is kept as the payer's advance. The same ``key`` again gives the first payment back.
    Raises Refused: ``billing.not_issuer``, ``billing.amount_wrong``, ``billing.date_in_future``,
    ``billing.date_before_issue``, ``billing.draft_not_payable``, ``billing.paid_already``,
    ``foundation.key_used_for_other_request``.
    """
    _refuse_wrong_amount(amount)
    if received_date > timezone.localdate(at):
        raise Refused("billing.date_in_future", "received_date")
    reference = clean_line(reference, 80, "reference")
    with writing(by):
        # The lock first: a second call with the same key waits here until the first one's payment can be seen.
        invoice = Invoice.objects.select_for_update(of=("self",)).select_related("issuer").get(pk=invoice_id)
        require_issuer(invoice, "billing.pay", by=by)
        earlier = Payment.objects.filter(key=key).first()
        if earlier is not None:
            return _same(earlier, invoice_id, amount, received_date)
        _refuse_unpayable(invoice, received_date)
        payment = _allocate(invoice, amount, received_date=received_date, key=key, reference=reference, at=at)
        books.post_payment(payment, by=by, at=at)
        tell_finance(invoice, "billing.payment_recorded", key=f"payment:{payment.pk}", at=at)
    return payment


def _allocate(
    invoice: Invoice, amount: Decimal, *, received_date: date, key: UUID, reference: str, at: datetime
) -> Payment:
    """Settle as much of the invoice as the money covers; the rest is an advance."""
    allocated = min(amount, invoice.balance)
    verb = "pay_rest" if allocated == invoice.balance else "pay_part"
    INVOICE.move(Invoice, invoice.pk, verb, paid=invoice.paid + allocated)
    try:
        with transaction.atomic():
            return Payment.objects.create(
                key=key,
                invoice=invoice,
                payer_id=invoice.debtor_id,
                payee_id=invoice.issuer_id,
                received_date=received_date,
                amount=amount,
                allocated=allocated,
                advance=amount - allocated,
                reference=reference,
                recorded_at=at,
            )
    except IntegrityError:
        # Only the key can clash here: it was used at this very moment for another invoice.
        raise Refused("foundation.key_used_for_other_request")


def _same(earlier: Payment, invoice_id: int, amount: Decimal, received_date: date) -> Payment:
    """The payment recorded before under this key, if it is the same one."""
    if (earlier.invoice_id, earlier.amount, earlier.received_date) != (invoice_id, amount, received_date):
        raise Refused("foundation.key_used_for_other_request")
    return earlier


def _refuse_wrong_amount(amount: Decimal) -> None:
    if not (amount.is_finite() and 0 < amount <= LARGEST and amount == round_fen(amount)):
        raise Refused("billing.amount_wrong", "amount")


def _refuse_unpayable(invoice: Invoice, received_date: date) -> None:
    if invoice.is_draft:
        raise Refused("billing.draft_not_payable")
    if invoice.is_paid:
        raise Refused("billing.paid_already")
    issued_date = timezone.localdate(invoice.issued_at)
    if received_date < issued_date:
        raise Refused("billing.date_before_issue", "received_date", date=f"{issued_date:%Y-%m-%d}")
