"""Debts made by the product's own verbs: a clock that ran out, a confirmed breach, damages, an invoice."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from billing.domain.drafting import draft_invoice
from billing.domain.invoicing import issue_invoice
from billing.domain.payments import record_payment
from billing.models import Invoice, Payment
from contracts.domain.liability.breaches import confirm_breach
from contracts.models import Breach, Damages
from deadlines.domain.sweep import sweep_all
from parties.domain.roles import Role
from parties.domain.scope import Scope
from parties.models import User
from tests import factories
from tests.factories import Agreement
from tests.worlds import world

PRINTS = "ignore:Exception ignored in. <_io.FileIO name=.*sRGB2014.icc:pytest.PytestUnraisableExceptionWarning"
"""For tests that print: WeasyPrint leaves its colour profile open."""
SIGNED = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
STARTED = SIGNED + timedelta(days=9)
CONFIRMED = SIGNED + timedelta(days=12)
ISSUED = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
PAID = datetime(2026, 3, 20, 2, 0, tzinfo=UTC)
PAID_DATE = date(2026, 3, 20)
FEE = Decimal("600.00")
"""What one breach costs here: 0.1 % of 600,000."""


@dataclass(frozen=True)
class Desk:
    """A contract that runs, and the finance people of both sides; Party A is the creditor."""

    agreement: Agreement
    finance: User
    their_finance: User

    @property
    def creditor(self) -> Scope:
        return factories.scope(self.finance)

    @property
    def debtor(self) -> Scope:
        return factories.scope(self.their_finance)

    def damages(self, count: int = 1) -> list[Damages]:
        """Let clocks run out, and have the injured party confirm the breaches."""
        owed = self.agreement.owe(count, started_at=STARTED)
        sweep_all(STARTED + timedelta(hours=30))
        owner = factories.scope(self.agreement.owner)
        breaches = Breach.objects.filter(obligation__in=owed).order_by("pk")
        for breach in breaches:
            confirm_breach(breach.pk, by=owner, at=CONFIRMED, text="属实")
        return list(Damages.objects.filter(breach__in=breaches).order_by("pk"))

    def draft(self, count: int = 1) -> Invoice:
        """A draft with ``count`` lines."""
        return draft_invoice([each.pk for each in self.damages(count)], by=self.creditor, at=ISSUED)

    def drafts(self, count: int) -> list[Invoice]:
        """Drafts with one line each."""
        return [draft_invoice([each.pk], by=self.creditor, at=ISSUED) for each in self.damages(count)]

    def invoice(self, count: int = 1) -> Invoice:
        """An issued invoice with ``count`` lines."""
        return issue_invoice(self.draft(count).pk, by=self.creditor, at=ISSUED)


def damages_on(invoice: Invoice, position: int = 1) -> Damages:
    """The damages that a line of the invoice claims."""
    return Damages.objects.get(invoice_lines__invoice=invoice, invoice_lines__position=position)


@world
def desk(*, agreement: Agreement | None = None, **blanks: str) -> Desk:
    agreement = agreement or factories.effective_contract(at=SIGNED, **{"damages_per_breach": "0.1%", **blanks})
    finance, their_finance = (factories.person(party, Role.FINANCE) for party in (agreement.client, agreement.provider))
    return Desk(agreement, finance, their_finance)


def pay(invoice: Invoice, amount: str, *, by: Scope, **changes: Any) -> Payment:
    """Record a payment; ``changes`` replace the usual arguments."""
    given = {"received_date": PAID_DATE, "key": uuid.uuid4(), "reference": "", "at": PAID, **changes}
    return record_payment(invoice.pk, amount=Decimal(amount), by=by, **given)
