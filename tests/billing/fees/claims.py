"""Contracts with a fee, and Party B's finance that invoices it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from billing.domain.fees.claiming import USUAL_RATE, Wanted, draft_fee_invoice
from billing.domain.fees.standing import claimable_parts
from billing.domain.invoicing import issue_invoice
from billing.models import Invoice
from parties.domain.roles import Role
from parties.domain.scope import Scope
from parties.models import User
from tests import factories
from tests.factories import Agreement
from tests.worlds import world

BEGAN = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
ISSUED = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
SERVICE = {
    "contract_amount": "100000",
    "fee_interval": "6个月",
    "service_term": "1年",
    "payment_within": "15",
}
FIRST, SECOND = "period:2026-03-02", "period:2026-09-03"


@dataclass(frozen=True)
class FeeDesk:
    """A contract in force and the finance of both sides; Party B is the creditor."""

    agreement: Agreement
    finance: User
    their_finance: User

    @property
    def creditor(self) -> Scope:
        return factories.scope(self.finance)

    def open_keys(self, at: datetime = ISSUED) -> list[str]:
        """What may be invoiced then."""
        return [each.key for each in claimable_parts(self.agreement.contract, at=at)]

    def draft(
        self, *keys: str, at: datetime = ISSUED, rate: Decimal = USUAL_RATE, by: Scope | None = None, **amounts: str
    ) -> Invoice:
        """A draft for these payments; ``amounts`` by the number of the key, ``a0`` for the first."""
        wanted = [
            Wanted(key, Decimal(amounts[f"a{number}"]) if f"a{number}" in amounts else None)
            for number, key in enumerate(keys)
        ]
        return draft_fee_invoice(self.agreement.contract.pk, wanted, tax_rate=rate, by=by or self.creditor, at=at)

    def invoice(self, *keys: str, at: datetime = ISSUED) -> Invoice:
        """An issued invoice for these payments."""
        return issue_invoice(self.draft(*keys, at=at).pk, by=self.creditor, at=at)


@world
def fee_desk(form_id: str = "service", supplements: Sequence[str] = (), **blanks: str) -> FeeDesk:
    """A contract of 100,000 in two periods, or of another form with its own blanks."""
    terms = SERVICE if form_id == "service" else {}
    agreement = factories.effective_contract(at=BEGAN, form_id=form_id, supplements=supplements, **(terms | blanks))
    finance, theirs = (factories.person(party, Role.FINANCE) for party in (agreement.provider, agreement.client))
    return FeeDesk(agreement, finance, theirs)
