"""Recording payments."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from billing.models import Invoice, Payment
from foundation.refusals import Refused
from ledger.domain.periods import close_period
from ledger.domain.verification import verify
from ledger.models import Journal, JournalLine
from parties.domain.roles import Role
from parties.models import Message
from tests import factories
from tests.billing.factories import PAID, PAID_DATE, Desk, desk, pay
from tests.racing import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Desk:
    return desk()


def refusal(invoice: Invoice, amount: str, at: Desk, **changes: object) -> Refused:
    with pytest.raises(Refused) as refused:
        pay(invoice, amount, by=at.creditor, **changes)
    assert Payment.objects.count() == 0
    return refused.value


def state_of(invoice: Invoice) -> tuple[str, Decimal]:
    invoice.refresh_from_db()
    return invoice.state, invoice.paid


def bank_lines(payment: Payment) -> list[tuple[int, str, Decimal, Decimal]]:
    lines = JournalLine.objects.filter(journal__source=f"payment:{payment.pk}").select_related("journal", "account")
    return [(line.journal.party_id, line.account.code, line.debit, line.credit) for line in lines.order_by("pk")]


def test_part_and_rest_settle_the_invoice(at: Desk) -> None:
    invoice = at.invoice()
    pay(invoice, "250.50", by=at.creditor)
    assert state_of(invoice) == ("part_paid", Decimal("250.50"))
    pay(invoice, "349.50", by=at.creditor)
    assert state_of(invoice) == ("paid", Decimal("600.00"))
    assert [finding.name for finding in verify() if finding.problems] == []


def test_payment_is_posted_in_both_parties_books(at: Desk) -> None:
    us, them, zero = at.agreement.client.pk, at.agreement.provider.pk, Decimal("0.00")
    payment = pay(at.invoice(), "600", by=at.creditor)
    amount = Decimal("600.00")
    assert sorted(bank_lines(payment)) == sorted(
        [
            (us, "1002", amount, zero),
            (us, "1221", zero, amount),
            (them, "2241", amount, zero),
            (them, "1002", zero, amount),
        ]
    )


def test_overpayment_stays_to_the_payers_credit(at: Desk) -> None:
    us, them, zero = at.agreement.client.pk, at.agreement.provider.pk, Decimal("0.00")
    invoice = at.invoice()
    payment = pay(invoice, "700.01", by=at.creditor)
    assert (payment.allocated, payment.advance) == (Decimal("600.00"), Decimal("100.01"))
    assert state_of(invoice) == ("paid", Decimal("600.00"))
    posted = bank_lines(payment)
    assert (us, "2203", zero, Decimal("100.01")) in posted
    assert (them, "1123", Decimal("100.01"), zero) in posted
    assert [finding.name for finding in verify() if finding.problems] == []


@pytest.mark.parametrize("amount", ["0", "-0.01", "-600", "0.001", "600.005", "1000000000000000", "NaN", "Infinity"])
def test_wrong_amount_is_refused(at: Desk, amount: str) -> None:
    refused = refusal(at.invoice(), amount, at)
    assert (refused.code, refused.field) == ("billing.amount_wrong", "amount")


def test_payment_in_the_future_is_refused(at: Desk) -> None:
    refused = refusal(at.invoice(), "1", at, received_date=PAID_DATE + timedelta(days=1))
    assert (refused.code, refused.field) == ("billing.date_in_future", "received_date")


def test_payment_before_the_invoice_is_refused(at: Desk) -> None:
    invoice = at.invoice()
    refused = refusal(invoice, "1", at, received_date=date(2026, 3, 15))
    assert (refused.code, refused.params) == ("billing.date_before_issue", {"date": "2026-03-16"})
    assert pay(invoice, "1", by=at.creditor, received_date=date(2026, 3, 16)).amount == 1


def test_draft_takes_no_payment(at: Desk) -> None:
    assert refusal(at.draft(), "1", at).code == "billing.draft_not_payable"


def test_paid_invoice_takes_no_payment(at: Desk) -> None:
    invoice = at.invoice()
    pay(invoice, "600", by=at.creditor)
    with pytest.raises(Refused) as refused:
        pay(invoice, "1", by=at.creditor)
    assert refused.value.code == "billing.paid_already"
    assert Payment.objects.count() == 1


def test_debtor_does_not_record_its_own_payment(at: Desk) -> None:
    invoice = at.invoice()
    with pytest.raises(Refused) as refused:
        pay(invoice, "600", by=at.debtor)
    assert refused.value.code == "billing.not_issuer"


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.FINANCE}))
def test_only_finance_records(at: Desk, role: Role) -> None:
    invoice = at.invoice()
    with pytest.raises(Refused) as refused:
        pay(invoice, "600", by=factories.scope(factories.person(at.agreement.client, role)))
    assert refused.value.code == "billing.not_issuer"


def test_same_key_gives_the_first_payment_back(at: Desk) -> None:
    invoice, key = at.invoice(), uuid.uuid4()
    first = pay(invoice, "600", by=at.creditor, key=key)
    assert pay(invoice, "600", by=at.creditor, key=key) == first
    assert (Payment.objects.count(), Journal.objects.count()) == (1, 4)


@pytest.mark.parametrize("change", [{"amount": "599"}, {"received_date": PAID_DATE - timedelta(days=1)}])
def test_same_key_for_another_payment_is_refused(at: Desk, change: dict[str, object]) -> None:
    invoice, key = at.invoice(), uuid.uuid4()
    pay(invoice, "300", by=at.creditor, key=key)
    with pytest.raises(Refused) as refused:
        pay(invoice, str(change.pop("amount", "300")), by=at.creditor, key=key, **change)
    assert refused.value.code == "foundation.key_used_for_other_request"


def test_same_key_on_another_invoice_is_refused(at: Desk) -> None:
    first, second = at.invoice(), at.invoice()
    key = uuid.uuid4()
    pay(first, "300", by=at.creditor, key=key)
    with pytest.raises(Refused) as refused:
        pay(second, "300", by=at.creditor, key=key)
    assert refused.value.code == "foundation.key_used_for_other_request"
    assert state_of(second) == ("issued", Decimal("0.00"))


def test_payment_of_a_closed_month_is_posted_in_the_open_one(at: Desk) -> None:
    invoice = at.invoice()
    late = PAID + timedelta(days=20)
    close_period(at.agreement.client.pk, PAID_DATE, by=at.creditor, at=late)
    payment = pay(invoice, "600", by=at.creditor, at=late)
    dates = dict(Journal.objects.filter(source=f"payment:{payment.pk}").values_list("party", "date"))
    assert payment.received_date == PAID_DATE
    assert dates == {at.agreement.client.pk: date(2026, 4, 9), at.agreement.provider.pk: PAID_DATE}


def test_debtors_finance_hears_of_each_payment(at: Desk) -> None:
    invoice = at.invoice()
    pay(invoice, "100", by=at.creditor)
    pay(invoice, "100", by=at.creditor)
    readers = Message.objects.filter(kind="billing.payment_recorded").values_list("user", flat=True)
    assert list(readers) == [at.their_finance.pk] * 2


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=st.lists(st.integers(1, 50_000), min_size=1, max_size=6))
def test_whatever_is_paid_nothing_is_lost(at: Desk, amounts: list[int]) -> None:
    """Allocated + advance is what was paid, paid never exceeds the invoice, and both books agree."""
    invoice = at.invoice()
    for cents in amounts:
        if invoice.is_paid:
            break
        payment = pay(invoice, str(Decimal(cents).scaleb(-2)), by=at.creditor)
        assert payment.allocated + payment.advance == payment.amount == Decimal(cents).scaleb(-2)
        invoice.refresh_from_db()
    received = sum((each.amount for each in invoice.payments.all()), Decimal(0))
    assert invoice.paid == min(received, invoice.gross)
    assert [finding.problems for finding in verify() if finding.problems] == []


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_fifty_calls_with_one_key_record_one_payment() -> None:
    at = desk()
    invoice, creditor, key = at.invoice(), at.creditor, uuid.uuid4()
    payments = at_once(50, lambda _: pay(invoice, "200", by=creditor, key=key).pk)
    assert len(set(payments)) == Payment.objects.count() == 1
    assert state_of(invoice) == ("part_paid", Decimal("200.00"))
    assert Journal.objects.count() == 4


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_payments_at_once_never_pay_more_than_the_invoice() -> None:
    at = desk()
    invoice, creditor = at.invoice(), at.creditor
    at_once(10, lambda _: pay(invoice, "100", by=creditor).pk)
    assert state_of(invoice) == ("paid", Decimal("600.00"))
    assert Payment.objects.count() == 6
    assert [finding.problems for finding in verify() if finding.problems] == []
