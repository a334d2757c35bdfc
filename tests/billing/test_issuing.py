"""Issuing invoices: number, due date, books, messages, frozen content."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection, transaction
from psycopg2 import extensions

from billing.domain.invoicing import issue_invoice
from billing.domain.printing import print_invoice
from billing.models import Invoice, InvoiceCounter
from foundation import jobs
from foundation.models import AuditEntry, StoredFile
from foundation.refusals import Refused
from ledger.domain.verification import verify
from ledger.models import Journal, JournalLine
from parties.models import Message, Party
from tests.billing.factories import FEE, ISSUED, PRINTS, Desk, desk
from tests.racing import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Desk:
    return desk()


def books_of(party: Party) -> list[tuple[str, Decimal, Decimal, str]]:
    lines = JournalLine.objects.filter(journal__party=party).select_related("account", "counterparty").order_by("pk")
    return [(line.account.code, line.debit, line.credit, str(line.counterparty)) for line in lines]


def test_issued_invoice_has_number_date_and_content(at: Desk) -> None:
    invoice = at.invoice(2)
    us = at.agreement.client
    stored = Invoice.objects.get()
    assert stored.number == invoice.number == f"ZD{us.pk:03d}-2026-00001"
    assert (stored.state, stored.year, stored.sequence, stored.issued_at) == ("issued", 2026, 1, ISSUED)
    assert stored.snapshot is not None
    assert stored.snapshot["capitals"] == "人民币壹仟贰佰元整"
    assert stored.snapshot["issuer"]["name"] == us.name
    assert [line["gross"] for line in stored.snapshot["lines"]] == ["600.00", "600.00"]


def test_due_date_follows_the_term(at: Desk) -> None:
    assert at.invoice().due_date == date(2026, 4, 7)  # 15 working days after 16 March, Qingming between


def test_year_is_that_of_shanghai(at: Desk) -> None:
    first, second = at.drafts(2)
    before = issue_invoice(first.pk, by=at.creditor, at=datetime(2026, 12, 31, 15, 59, tzinfo=UTC))
    after = issue_invoice(second.pk, by=at.creditor, at=datetime(2026, 12, 31, 16, 0, tzinfo=UTC))
    assert [(each.year, each.sequence) for each in (before, after)] == [(2026, 1), (2027, 1)]


def test_each_issuer_counts_for_itself(at: Desk) -> None:
    other = desk()
    numbers = [at.invoice().number, other.invoice().number]
    assert numbers == [f"ZD{each.agreement.client.pk:03d}-2026-00001" for each in (at, other)]


def test_both_parties_books_show_the_claim(at: Desk) -> None:
    at.invoice()
    us, them = at.agreement.client, at.agreement.provider
    zero = Decimal("0.00")
    assert books_of(us) == [("1221", FEE, zero, them.name), ("6301", zero, FEE, them.name)]
    assert books_of(them) == [("6711", FEE, zero, us.name), ("2241", zero, FEE, us.name)]
    assert [finding.name for finding in verify() if finding.problems] == []


def test_debtors_finance_is_told_once(at: Desk) -> None:
    invoice = at.invoice()
    message = Message.objects.get(kind="billing.invoice_issued")
    assert (message.user, message.params) == (at.their_finance, {"invoice": invoice.pk})


def test_issuing_again_is_refused_and_changes_nothing(at: Desk) -> None:
    invoice = at.invoice()
    with pytest.raises(Refused) as refused:
        issue_invoice(invoice.pk, by=at.creditor, at=ISSUED)
    assert refused.value.code == "foundation.not_allowed_now"
    assert InvoiceCounter.objects.get().last == 1
    assert Journal.objects.count() == 2


def test_debtor_does_not_issue(at: Desk) -> None:
    draft = at.draft()
    with pytest.raises(Refused) as refused:
        issue_invoice(draft.pk, by=at.debtor, at=ISSUED)
    assert refused.value.code == "billing.not_issuer"


def test_creditor_without_bank_account_is_asked_for_it(at: Desk) -> None:
    draft = at.draft()
    Party.objects.filter(pk=at.agreement.client.pk).update(bank_account="")
    with pytest.raises(Refused) as refused:
        issue_invoice(draft.pk, by=at.creditor, at=ISSUED)
    assert (refused.value.code, refused.value.params) == ("billing.bank_missing", {"party": at.agreement.client.name})


def test_audit_names_who_issued(at: Desk) -> None:
    invoice = at.invoice()
    entry = AuditEntry.objects.filter(table_name="billing_invoice", row_id=str(invoice.pk), verb="U").latest("pk")
    assert entry.actor == at.finance.audit_label
    assert entry.after is not None
    assert entry.after["number"] == invoice.number


@pytest.mark.filterwarnings(PRINTS)
def test_pdf_is_made_once_by_its_job(at: Desk) -> None:
    invoice = at.invoice()
    jobs.run_due(10)
    invoice.refresh_from_db()
    assert invoice.pdf is not None
    assert (invoice.pdf.content_type, invoice.pdf.name) == ("application/pdf", f"{invoice.number}.pdf")
    assert print_invoice(invoice.pk) == invoice.pdf
    assert StoredFile.objects.filter(name=f"{invoice.number}.pdf").count() == 1


def test_draft_has_no_pdf(at: Desk) -> None:
    draft = at.draft()
    with pytest.raises(Invoice.DoesNotExist):
        print_invoice(draft.pk)


def test_later_change_of_a_party_leaves_the_document_alone(at: Desk) -> None:
    invoice = at.invoice()
    Party.objects.filter(pk=at.agreement.client.pk).update(name="改名公司", bank_account="1")
    stored = Invoice.objects.get(pk=invoice.pk).snapshot
    assert stored is not None
    assert stored["issuer"]["name"] == at.agreement.client.name


class GivenUp(Exception):
    """A transaction that ends without a commit."""


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gap_though_every_fourth_transaction_rolls_back() -> None:
    at = desk()
    drafts, creditor = at.drafts(20), at.creditor

    def issue(number: int) -> int:
        with transaction.atomic():
            invoice = issue_invoice(drafts[number].pk, by=creditor, at=ISSUED)
            if number % 4 == 0:
                raise GivenUp
        assert invoice.sequence is not None
        return invoice.sequence

    outcomes = at_once(20, issue)
    assert sum(isinstance(each, GivenUp) for each in outcomes) == 5
    assert sorted(each for each in outcomes if isinstance(each, int)) == list(range(1, 16))
    assert InvoiceCounter.objects.get().last == 15
    for number in (0, 4, 8, 12, 16):
        issue_invoice(drafts[number].pk, by=creditor, at=ISSUED)
    assert set(Invoice.objects.values_list("sequence", flat=True)) == set(range(1, 21))
    assert [finding.name for finding in verify() if finding.problems] == []


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_numbers_of_a_database_sequence_would_have_gaps(owner_connection: extensions.connection) -> None:
    """The negative control: what the counter row is for."""
    with owner_connection.cursor() as cursor:
        cursor.execute("CREATE SEQUENCE test_numbers")

    def take(number: int) -> int:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT nextval('test_numbers')")
            (taken,) = cursor.fetchone()
            if number % 4 == 0:
                raise GivenUp
        return int(taken)

    try:
        taken = sorted(each for each in at_once(20, take) if isinstance(each, int))
    finally:
        with owner_connection.cursor() as cursor:
            cursor.execute("DROP SEQUENCE test_numbers")
    assert len(taken) == 15
    assert taken != list(range(1, 16))


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_clicks_on_issue_issue_once() -> None:
    at = desk()
    draft, creditor = at.draft(), at.creditor
    outcomes = at_once(2, lambda _: issue_invoice(draft.pk, by=creditor, at=ISSUED).number)
    assert sorted(type(each).__name__ for each in outcomes) == ["Refused", "str"]
    assert (Journal.objects.count(), InvoiceCounter.objects.get().last) == (2, 1)
