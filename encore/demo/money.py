"""The demo's money: a breach confirmed, billed and paid, with one more waiting for a decision."""

import uuid
from datetime import timedelta

from django.utils import timezone

from billing.domain.drafting import draft_invoice
from billing.domain.invoicing import issue_invoice
from billing.domain.payments import record_payment
from billing.models import Invoice
from complaints.models import Complaint
from contracts.domain.liability.breaches import accept_breach, confirm_breach
from contracts.models import Breach
from encore.demo.people import Cast


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
    at += timedelta(days=3)
    record_payment(
        invoice.pk,
        amount=invoice.gross,
        received_date=timezone.localdate(at),
        key=uuid.uuid4(),
        reference="演示回单 0001",
        by=finance,
        at=at,
    )
    return invoice
