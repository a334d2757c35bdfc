"""What the database itself refuses about invoices, whoever writes: raw SQL as the app's own login."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction

from billing.models import Invoice
from parties.domain.scope import SYSTEM, writing
from tests.billing.factories import Desk, desk, pay

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]

ISSUE = """
UPDATE billing_invoice SET state = 'issued', issued_at = '2026-03-16 02:00+00', due_date = '2026-04-01',
    snapshot = '{{}}', year = {year}, sequence = {sequence}, number = {number} WHERE id = {id}
"""
SECOND_LINE = """
INSERT INTO billing_invoiceline (invoice_id, position, damages_id, text_zh, text_en, tax_rate, net, tax, gross)
SELECT invoice_id, 2, damages_id, '', '', 0, 1, 0, 1 FROM billing_invoiceline
"""
PAYMENT = """
INSERT INTO billing_payment (key, invoice_id, payer_id, payee_id, received_date, amount, allocated, advance, reference,
    recorded_at) VALUES (gen_random_uuid(), %s, %s, %s, '2026-03-20', 5, 5, 0, '', now())
"""


@pytest.fixture
def at() -> Desk:
    return desk()


@contextmanager
def refused_by_the_database(words: str) -> Iterator[None]:
    with pytest.raises(DatabaseError, match=words), writing(SYSTEM), transaction.atomic():
        yield


def execute(statement: str, *values: int | str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize(
    "change",
    [
        "gross = gross + 1, net = net + 1",
        "number = 'ZD999-2026-00001'",
        "sequence = 7",
        "due_date = due_date + 30",
        "debtor_id = issuer_id",
        "contract_id = contract_id + 1",
        "snapshot = '{}'",
        "issued_at = now()",
        "state = 'draft', paid = 0",
    ],
)
def test_issued_invoice_is_frozen(at: Desk, change: str) -> None:
    at.invoice()
    with refused_by_the_database("is frozen|invoice_issued_is_complete"):
        execute(f"UPDATE billing_invoice SET {change}")


def test_issued_invoice_is_not_removed(at: Desk) -> None:
    at.invoice()
    with refused_by_the_database("never removed"):
        execute("DELETE FROM billing_invoice")


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE billing_invoiceline SET text_zh = 'x'",
        "UPDATE billing_invoiceline SET net = 1, gross = 1",
        "DELETE FROM billing_invoiceline",
        SECOND_LINE,
    ],
)
def test_lines_of_an_issued_invoice_are_frozen(at: Desk, attack: str) -> None:
    at.invoice()
    with refused_by_the_database("are frozen"):
        execute(attack)


def test_line_claims_what_the_damages_come_to(at: Desk) -> None:
    at.draft()
    with refused_by_the_database("do not belong"):
        execute("UPDATE billing_invoiceline SET net = 1, gross = 1")


def test_line_claims_damages_of_the_invoices_own_parties(at: Desk) -> None:
    invoice = at.draft()
    (foreign,) = desk().damages()
    with refused_by_the_database("do not belong"):
        execute("UPDATE billing_invoiceline SET damages_id = %s WHERE invoice_id = %s", foreign.pk, invoice.pk)


def test_invoice_begins_as_a_draft(at: Desk) -> None:
    invoice = at.invoice()
    with refused_by_the_database("begins as a draft"):
        execute(
            "INSERT INTO billing_invoice SELECT (jsonb_populate_record(i, '{\"id\": 999999}')).* FROM billing_invoice i"
            " WHERE id = %s",
            invoice.pk,
        )


@pytest.mark.parametrize(("year", "sequence"), [(2026, 3), (2026, 1), (2026, 0), (2027, 1)])
def test_number_is_the_next_one_of_its_issuer_and_year(at: Desk, year: int, sequence: int) -> None:
    at.invoice()
    draft = at.draft()
    number = f"'ZD{draft.issuer_id:03d}-{year}-{sequence:05d}'"
    with refused_by_the_database("has the number"):
        execute(ISSUE.format(id=draft.pk, year=year, sequence=sequence, number=number))


def test_printed_number_follows_from_the_counted_one(at: Desk) -> None:
    draft = at.draft()
    with refused_by_the_database("has the number"):
        execute(ISSUE.format(id=draft.pk, year=2026, sequence=1, number="'ZD-1'"))


def test_draft_does_not_jump_to_paid(at: Desk) -> None:
    draft = at.draft()
    number = f"'ZD{draft.issuer_id:03d}-2026-00001'"
    statement = ISSUE.format(id=draft.pk, year=2026, sequence=1, number=number)
    with refused_by_the_database("has the number"):
        execute(statement.replace("'issued'", "'paid', paid = gross", 1))


def test_invoice_that_differs_from_its_lines_is_not_issued(at: Desk) -> None:
    draft = at.draft()
    number = f"'ZD{draft.issuer_id:03d}-2026-00001'"
    with refused_by_the_database("differ from its lines"):
        execute("UPDATE billing_invoice SET net = net + 1, gross = gross + 1")
        execute(ISSUE.format(id=draft.pk, year=2026, sequence=1, number=number))
    assert Invoice.objects.get().is_draft


def test_paid_is_what_the_payments_settled(at: Desk) -> None:
    at.invoice()
    with refused_by_the_database("differ from its lines"):
        execute("UPDATE billing_invoice SET paid = gross, state = 'paid'")


def test_payment_without_its_invoice_knowing_is_refused(at: Desk) -> None:
    invoice = at.invoice()
    with refused_by_the_database("differ from its lines"):
        execute(PAYMENT, invoice.pk, invoice.debtor_id, invoice.issuer_id)


def test_paid_never_falls(at: Desk) -> None:
    invoice = at.invoice()
    pay(invoice, "100", by=at.creditor)
    with refused_by_the_database("is frozen"):
        execute("UPDATE billing_invoice SET paid = 50")


@pytest.mark.parametrize("attack", ["UPDATE billing_payment SET amount = 1", "DELETE FROM billing_payment"])
def test_payments_are_append_only(at: Desk, attack: str) -> None:
    pay(at.invoice(), "100", by=at.creditor)
    with refused_by_the_database("permission denied"):
        execute(attack)


def test_printed_document_is_not_exchanged(at: Desk) -> None:
    invoice = at.invoice()
    with refused_by_the_database("is frozen"):
        execute(
            "INSERT INTO foundation_storedfile (sha256, size, content_type, name, storage_key, created_at)"
            " VALUES (repeat('0', 64), 1, 'application/pdf', 'a', 'a', now()),"
            " (repeat('1', 64), 1, 'application/pdf', 'b', 'b', now())"
        )
        execute(
            "UPDATE billing_invoice SET pdf_id = (SELECT id FROM foundation_storedfile WHERE storage_key = 'a')"
            " WHERE id = %s",
            invoice.pk,
        )
        execute(
            "UPDATE billing_invoice SET pdf_id = (SELECT id FROM foundation_storedfile WHERE storage_key = 'b')"
            " WHERE id = %s",
            invoice.pk,
        )
