"""The trial balance of a month."""

from datetime import date
from decimal import Decimal

import pytest

from ledger.domain import chart
from ledger.domain.posting import Entry
from ledger.domain.trial_balance import trial_balance
from tests.factories import party
from tests.ledger.books import claim, post_claim

pytestmark = pytest.mark.django_db


def test_month_opens_with_what_the_months_before_left() -> None:
    us = party()
    post_claim(us.pk, "test:1", day=date(2026, 10, 31), lines=claim("80.00"))
    received = [Entry(chart.BANK, debit=Decimal("30.00")), Entry(chart.OTHER_RECEIVABLE, credit=Decimal("30.00"))]
    post_claim(us.pk, "test:2", day=date(2026, 11, 1), lines=received)
    post_claim(us.pk, "test:3", day=date(2026, 12, 1), lines=claim("9.00"))
    post_claim(party().pk, "test:1")
    balance = trial_balance(party_id=us.pk, month=date(2026, 11, 1))
    rows = [(each.code, each.opening, each.debit, each.credit, each.closing) for each in balance.accounts]
    assert rows == [
        ("1002", Decimal("0.00"), Decimal("30.00"), Decimal("0.00"), Decimal("30.00")),
        ("1221", Decimal("80.00"), Decimal("0.00"), Decimal("30.00"), Decimal("50.00")),
        ("6301", Decimal("80.00"), Decimal("0.00"), Decimal("0.00"), Decimal("80.00")),
    ]
    assert balance.debit == balance.credit == Decimal("30.00")


def test_month_without_books_is_empty() -> None:
    balance = trial_balance(party_id=party().pk, month=date(2026, 11, 1))
    assert (balance.accounts, balance.debit, balance.credit) == ((), Decimal("0.00"), Decimal("0.00"))
