"""Posting journals."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.refusals import Refused
from ledger.domain import chart
from ledger.domain.posting import Entry
from ledger.models import Account, AccountKind, Journal, Period
from tests.factories import party
from tests.ledger.books import claim, post_claim
from tests.racing import at_once

pytestmark = pytest.mark.django_db


def test_journal_has_its_lines_total_and_month() -> None:
    us = party()
    journal = post_claim(us.pk)
    lines = [(line.account.code, line.debit, line.credit) for line in journal.lines.select_related("account")]
    assert lines == [("1221", Decimal("100.00"), Decimal(0)), ("6301", Decimal(0), Decimal("100.00"))]
    assert (journal.total, journal.period.month, journal.by) == (Decimal("100.00"), date(2026, 11, 1), "system")


def test_accounts_are_opened_with_their_kind_by_the_first_entry() -> None:
    us = party()
    post_claim(us.pk)
    post_claim(us.pk, "test:2")
    assert list(Account.objects.filter(party=us).values_list("code", "kind")) == [
        ("1221", AccountKind.ASSET),
        ("6301", AccountKind.INCOME),
    ]


def test_source_posted_again_gives_the_first_journal_unchanged() -> None:
    us = party()
    first = post_claim(us.pk)
    assert post_claim(us.pk, lines=claim("7.00")) == first
    assert Journal.objects.get(party=us).total == Decimal("100.00")


def test_one_cause_may_stand_in_the_books_of_two_parties() -> None:
    us, them = party(), party()
    assert post_claim(us.pk) != post_claim(them.pk)


@pytest.mark.parametrize("amount", ["0.00", "-5.00", "0.001", "1000000000000.00", "NaN", "Infinity"])
def test_wrong_amount_is_refused(amount: str) -> None:
    with pytest.raises(Refused) as refused:
        post_claim(party().pk, lines=claim(amount))
    assert refused.value.code == "ledger.amount_wrong"


def test_line_on_both_sides_is_refused() -> None:
    lines = [Entry(chart.BANK, debit=Decimal(5), credit=Decimal(5)), Entry(chart.BANK, debit=Decimal(5))]
    with pytest.raises(Refused) as refused:
        post_claim(party().pk, lines=lines)
    assert refused.value.code == "ledger.amount_wrong"


def test_journal_without_lines_is_refused() -> None:
    us = party()
    with pytest.raises(Refused) as refused:
        post_claim(us.pk, lines=[Entry(chart.BANK)])
    assert refused.value.code == "ledger.amount_wrong"


def test_unbalanced_journal_is_refused_with_the_difference() -> None:
    lines = [Entry(chart.BANK, debit=Decimal("10.00")), Entry(chart.OTHER_RECEIVABLE, credit=Decimal("9.99"))]
    with pytest.raises(Refused) as refused:
        post_claim(party().pk, lines=lines)
    assert (refused.value.code, refused.value.params) == ("ledger.unbalanced", {"difference": Decimal("0.01")})
    assert not Period.objects.exists()


@given(st.lists(st.integers(1, 10**14 - 1), min_size=1, max_size=5))
def test_sum_of_any_debits_balances_against_one_credit(cents: list[int]) -> None:
    amounts = [Decimal(each).scaleb(-2) for each in cents]
    us = party()
    lines = [Entry(chart.BANK, debit=each) for each in amounts]
    total = sum(amounts, Decimal(0))
    if total > Decimal("999999999999.99"):
        with pytest.raises(Refused):
            post_claim(us.pk, lines=[*lines, Entry(chart.OTHER_RECEIVABLE, credit=total)])
    else:
        assert post_claim(us.pk, lines=[*lines, Entry(chart.OTHER_RECEIVABLE, credit=total)]).total == total


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_one_cause_is_posted_once_by_twenty_at_once() -> None:
    us = party()
    journals = at_once(20, lambda _: post_claim(us.pk).pk)
    assert len(set(journals)) == 1
    assert Journal.objects.get().lines.count() == 2


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_first_entries_of_a_month_at_once_share_its_period_and_accounts() -> None:
    us = party()
    journals = at_once(20, lambda number: post_claim(us.pk, f"test:{number}").pk)
    assert len(set(journals)) == Journal.objects.count() == 20
    assert (Period.objects.count(), Account.objects.count()) == (1, 2)
