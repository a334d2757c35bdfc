"""The demo's money: a fee and a breach, each invoiced and paid, with one more breach waiting for a decision."""

import uuid
from datetime import datetime, timedelta

from django.utils import timezone

from billing.domain.drafting import draft_invoice
from billing.domain.fees.claiming import USUAL_RATE, Wanted, draft_fee_invoice
from billing.domain.fees.standing import claimable_parts
from billing.domain.invoicing import issue_invoice
from billing.domain.payments import record_payment
from billing.models import Invoice
from complaints.models import Complaint
from contracts.domain.liability.breaches import accept_breach, confirm_breach
from contracts.models import Breach, Contract
from encore.demo.people import Cast
from parties.domain.scope import Scope


def invoice_fee(cast: Cast, contract: Contract) -> Invoice:
    """The fee of the contract, invoiced by Party B a few days after it took effect, and paid in time."""
    assert contract.effective_at is not None  # noqa: S101  # both sides have signed it
    finance, at = cast.scope("provider-finance"), contract.effective_at + timedelta(days=4)
    open_ones = [Wanted(each.key) for each in claimable_parts(contract, at=at)]
    draft = draft_fee_invoice(contract.pk, open_ones, tax_rate=USUAL_RATE, by=finance, at=at)
    at += timedelta(hours=1)
    issue_invoice(draft.pk, by=finance, at=at)
    draft.refresh_from_db()
    _pay(draft, "演示回单 0101", by=finance, at=at + timedelta(days=9))
    return draft


def bill_and_pay(cast: Cast, complaint: Complaint) -> Invoice:
    """From the proposed breach of a complaint's late step to the paid invoice."""
    breach = Breach.objects.filter(obligation__clock__complaint=complaint).earliest("occurred_at")
    at = breach.occurred_at + timedelta(days=1)
    accept_breach(breach.pk, by=cast.scope("account"), at=at, text="当晚人手不足，属实。")
    at += timedelta(hours=5)
    confirm_breach(breach.pk, by=cast.scope("owner"), at=at, text="按合同处理。")
    finance = cast.scope("client-finance")
    at += timedelta(hours=2)
    breach.refresh_from_db()
    invoice = draft_invoice([breach.damages.pk], by=finance, at=at)
    at += timedelta(hours=1)
    issue_invoice(invoice.pk, by=finance, at=at)
    invoice.refresh_from_db()
    _pay(invoice, "演示回单 0001", by=finance, at=at + timedelta(days=3))
    return invoice


def _pay(invoice: Invoice, reference: str, *, by: Scope, at: datetime) -> None:
    """All of it arrived."""
    record_payment(
        invoice.pk,
        amount=invoice.gross,
        received_date=timezone.localdate(at),
        key=uuid.uuid4(),
        reference=reference,
        by=by,
        at=at,
    )
