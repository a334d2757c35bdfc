"""What the database itself refuses about payments of a fee, whoever writes: raw SQL as the app's own login."""

import pytest

from billing.models import FeeClaim
from tests.billing.factories import desk
from tests.billing.fees.claims import FIRST, fee_desk
from tests.billing.test_guards import ISSUE, execute, refused_by_the_database

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]

CLAIM = """
INSERT INTO billing_feeclaim (contract_id, term_id, part, first_day, last_day, amount)
SELECT {contract}, {term}, '{part}', '{first}', '{last}', {amount} FROM billing_feeclaim
"""
USUAL = {
    "contract": "contract_id",
    "term": "term_id",
    "part": "period",
    "first": "2026-09-03",
    "last": "2027-03-01",
    "amount": "10",
}
LINE = """
INSERT INTO billing_invoiceline (invoice_id, position, fee_id, damages_id, text_zh, text_en, tax_rate, net, tax, gross)
SELECT invoice_id, 2, {fee}, {damages}, '', '', 0, gross, 0, gross FROM billing_invoiceline WHERE invoice_id = %s
"""


def test_a_claim_on_a_draft_is_the_only_one_of_its_days_and_stands() -> None:
    at = fee_desk()
    at.draft(FIRST)
    for change, words in (
        ({}, "is on no invoice"),
        ({"first": "2026-03-02", "last": "2026-03-03"}, "fee_claimed_once"),
        ({"first": "2026-09-02"}, "fee_once_a_day"),
        ({"first": "2026-09-02", "part": "base"}, "fee_once_a_day"),
        ({"part": "tip"}, "fee_parts"),
        ({"amount": "0"}, "fee_is_positive"),
        ({"amount": "50000.01"}, "would exceed its amount"),
        ({"last": "2026-09-01"}, "fee_days_in_order|range lower bound"),
    ):
        with refused_by_the_database(words):
            execute(CLAIM.format(**(USUAL | change)))
    for attack, words in (
        ("UPDATE billing_feeclaim SET amount = 1", "stands as it was claimed"),
        ("UPDATE billing_feeclaim SET first_day = first_day - 1", "stands as it was claimed"),
        ("DELETE FROM billing_invoiceline", "is on no invoice"),
        ("UPDATE billing_invoiceline SET net = 1, tax = 0, gross = 1", "does not belong"),
        ("UPDATE billing_invoiceline SET fee_id = NULL", "do not belong"),
        ("UPDATE billing_invoice SET purpose = 'damages'", "keeps its purpose"),
    ):
        with refused_by_the_database(words):
            execute(attack)
    assert FeeClaim.objects.get().amount == 50000


def test_a_line_claims_the_fee_of_its_own_contract_owed_by_its_own_parties() -> None:
    at, other = fee_desk(), fee_desk()
    ours, theirs = at.draft(FIRST), other.draft(FIRST)
    (damages,) = desk().damages()
    for line, words in (
        (LINE.format(fee=theirs.lines.get().fee_id, damages="NULL"), "does not belong"),
        (LINE.format(fee="fee_id", damages=damages.pk), "line_has_one_cause|fee_id_key|does not belong"),
        (LINE.format(fee="NULL", damages=damages.pk), "do not belong"),
        (LINE.format(fee="NULL", damages="NULL"), "do not belong"),
    ):
        with refused_by_the_database(words):
            execute(line, ours.pk)
    with refused_by_the_database("sets no fee"):
        execute(
            CLAIM.format(**(USUAL | {"term": theirs.lines.get().term.pk})) + " WHERE contract_id = %s", ours.contract_id
        )
    with refused_by_the_database("line_has_one_cause"):
        execute("UPDATE billing_invoiceline SET damages_id = %s WHERE invoice_id = %s", damages.pk, ours.pk)
    number = f"'ZD{ours.debtor_id:03d}-2026-00001'"
    with refused_by_the_database("other parties than its fee"):
        execute("UPDATE billing_invoice SET issuer_id = debtor_id, debtor_id = issuer_id WHERE id = %s", ours.pk)
        execute(ISSUE.format(id=ours.pk, year=2026, sequence=1, number=number))


def test_what_an_issued_invoice_claims_is_frozen_with_it() -> None:
    at = fee_desk()
    at.invoice(FIRST)
    for attack, words in (
        ("DELETE FROM billing_feeclaim", "foreign key"),
        ("UPDATE billing_feeclaim SET amount = amount + 1", "stands as it was claimed"),
        ("UPDATE billing_invoiceline SET fee_id = NULL", "are frozen"),
        ("UPDATE billing_invoice SET purpose = 'damages'", "keeps its purpose"),
    ):
        with refused_by_the_database(words):
            execute(attack)
