"""What the database itself refuses, whoever writes: raw SQL as the app's own login."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from psycopg2 import extensions

from ledger.domain.periods import close_period
from ledger.models import Account, Journal, JournalLine, Period
from parties.domain.scope import SYSTEM
from tests.factories import party
from tests.ledger.books import AFTER, DAY, post_claim
from tests.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]

JOURNAL = """
INSERT INTO ledger_journal (party_id, period_id, date, kind, source, total, posted_at, by)
VALUES (%s, %s, %s, 'test', 'raw', %s, now(), 'raw') RETURNING id
"""
LINE = "INSERT INTO ledger_journalline (journal_id, account_id, debit, credit) VALUES (%s, %s, %s, %s)"


@contextmanager
def refused_by_the_database(words: str) -> Iterator[None]:
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        yield


def execute(statement: str, *values: int | str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def write_journal(journal: Journal, *lines: tuple[str, str], total: str = "5.00", day: date = DAY) -> None:
    """Write a journal into the same books by hand, its lines on the first account."""
    account = Account.objects.filter(party=journal.party_id).first()
    assert account is not None
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(JOURNAL, [journal.party_id, journal.period_id, day, total])
        (pk,) = cursor.fetchone()
        for debit, credit in lines:
            cursor.execute(LINE, [pk, account.pk, debit, credit])


def test_balanced_journal_written_by_hand_is_taken() -> None:
    write_journal(post_claim(party().pk), ("5.00", "0"), ("0", "5.00"))
    assert Journal.objects.count() == 2


@pytest.mark.parametrize(
    ("lines", "total"),
    [
        ([("5.00", "0"), ("0", "4.99")], "5.00"),
        ([("5.00", "0"), ("0", "5.00")], "6.00"),
        ([("5.00", "0")], "5.00"),
        ([], "5.00"),
    ],
)
def test_journal_that_does_not_balance_is_not_committed(lines: list[tuple[str, str]], total: str) -> None:
    journal = post_claim(party().pk)
    with pytest.raises(IntegrityError, match="does not balance"):
        write_journal(journal, *lines, total=total)
    assert Journal.objects.count() == 1


@pytest.mark.parametrize("line", [("0", "0"), ("-5.00", "0"), ("5.00", "5.00")])
def test_line_is_one_positive_amount(line: tuple[str, str]) -> None:
    journal = post_claim(party().pk)
    with pytest.raises(IntegrityError, match="line_on_one_side"):
        write_journal(journal, line, ("0", "5.00"))


def test_balanced_pair_slipped_into_an_old_journal_is_refused() -> None:
    journal = post_claim(party().pk)
    account = Account.objects.first()
    assert account is not None
    with refused_by_the_database("does not balance"):
        execute(LINE, journal.pk, account.pk, "5.00", "0")
        execute(LINE, journal.pk, account.pk, "0", "5.00")
    assert JournalLine.objects.count() == 2


def test_journal_outside_its_period_is_refused() -> None:
    journal = post_claim(party().pk)
    with pytest.raises(IntegrityError, match="outside its period"):
        write_journal(journal, ("5.00", "0"), ("0", "5.00"), day=date(2026, 12, 1))


def test_journal_in_another_partys_period_is_refused() -> None:
    ours, theirs = post_claim(party().pk), post_claim(party().pk)
    ours.period_id = theirs.period_id
    with pytest.raises(IntegrityError, match="outside its period"):
        write_journal(ours, ("5.00", "0"), ("0", "5.00"))


def test_journal_in_a_closed_period_is_refused() -> None:
    journal = post_claim(party().pk)
    close_period(journal.party_id, DAY, by=SYSTEM, at=AFTER)
    with pytest.raises(IntegrityError, match="is closed"):
        write_journal(journal, ("5.00", "0"), ("0", "5.00"))


def test_line_on_another_partys_account_is_refused() -> None:
    ours, theirs = post_claim(party().pk), post_claim(party().pk)
    account = Account.objects.filter(party=theirs.party_id).first()
    assert account is not None
    with refused_by_the_database("not of one party"):
        execute(LINE, ours.pk, account.pk, "5.00", "0")


@pytest.mark.parametrize("table", ["ledger_journal", "ledger_journalline", "ledger_account"])
@pytest.mark.parametrize("attack", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_books_are_append_only(table: str, attack: str) -> None:
    post_claim(party().pk)
    with refused_by_the_database("permission denied"):
        execute(attack.format(table))


@pytest.mark.parametrize(
    ("attack", "words"),
    [
        ("UPDATE ledger_period SET closed_at = NULL", "closed once"),
        ("UPDATE ledger_period SET month = '2026-12-01'", "closed once"),
        ("DELETE FROM ledger_period", "never removed"),
    ],
)
def test_closed_period_stays_closed(attack: str, words: str) -> None:
    journal = post_claim(party().pk)
    close_period(journal.party_id, DAY, by=SYSTEM, at=AFTER)
    with refused_by_the_database(words):
        execute(attack)
    assert Period.objects.get().closed_at == AFTER


def test_period_is_not_closed_before_its_end() -> None:
    post_claim(party().pk)
    with refused_by_the_database("is not over"):
        execute("UPDATE ledger_period SET closed_at = '2026-11-30 15:59:59+00'")


@pytest.mark.race
def test_closing_waits_for_a_journal_that_is_under_way(app_connection: extensions.connection) -> None:
    journal = post_claim(party().pk)
    account = Account.objects.filter(party=journal.party_id).first()
    assert account is not None
    app_connection.autocommit = False
    with app_connection.cursor() as cursor:
        cursor.execute(JOURNAL, [journal.party_id, journal.period_id, DAY, "5.00"])
        (pk,) = cursor.fetchone()
        cursor.execute(LINE, [pk, account.pk, "5.00", "0"])
        cursor.execute(LINE, [pk, account.pk, "0", "5.00"])

    def close(_: int) -> object:
        return close_period(journal.party_id, DAY, by=SYSTEM, at=AFTER)

    closing = threading.Thread(target=at_once, args=(1, close))
    closing.start()
    closing.join(timeout=0.5)
    assert closing.is_alive()
    assert not Period.objects.get().is_closed
    app_connection.commit()
    closing.join()
    assert Period.objects.get().is_closed
    assert Journal.objects.count() == 2
