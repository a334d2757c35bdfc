"""`manage.py ledger_verify`, against books that somebody with the owner's rights has altered."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from psycopg2 import extensions

from ledger.domain.verification import verify
from ledger.models import Journal
from tests.factories import party
from tests.ledger.books import post_claim
from tests.sealed import seal

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]

TAMPERED = {
    "journals balance": [
        "UPDATE ledger_journalline SET debit = debit + 0.01 WHERE debit > 0",
        "DELETE FROM ledger_journalline WHERE credit > 0",
        "UPDATE ledger_journal SET total = total * 2",
    ],
    "journals lie in their periods": [
        "UPDATE ledger_journal SET date = date + 31",
        "UPDATE ledger_period SET closed_at = '2026-11-01 00:00+08'",
        "UPDATE ledger_journal SET party_id = {other}",
    ],
    "accounts are the party's own": ["UPDATE ledger_account SET party_id = {other}"],
    "ledger_journal is as it was sealed": ["UPDATE ledger_journal SET by = 'nobody'"],
    "ledger_journalline is as it was sealed": ["UPDATE ledger_journalline SET counterparty_id = {other}"],
}


@pytest.fixture(autouse=True)
def _without_the_floors_above(monkeypatch: pytest.MonkeyPatch) -> None:
    """These journals have no invoice behind them, which the checks of the floors above would rightly tell."""
    monkeypatch.setattr("ledger.domain.verification._checks", {})


@pytest.fixture
def journal() -> Journal:
    """A journal in sealed books."""
    journal = post_claim(party().pk)
    for table in ("ledger_journal", "ledger_journalline"):
        seal(table)
    return journal


def tamper(owner: extensions.connection, change: str) -> None:
    tables = ("ledger_journal", "ledger_journalline", "ledger_account", "ledger_period")
    with owner.cursor() as cursor:
        cursor.execute(
            "BEGIN; SET LOCAL encore.actor = 'attacker';"
            + "".join(f"ALTER TABLE {table} DISABLE TRIGGER USER;" for table in tables)
            + change
            + "; SET CONSTRAINTS ALL IMMEDIATE;"
            + "".join(f"ALTER TABLE {table} ENABLE TRIGGER USER;" for table in tables)
            + "COMMIT"
        )


def failed() -> set[str]:
    return {finding.name for finding in verify() if finding.problems}


def test_untouched_books_verify(journal: Journal) -> None:
    out = StringIO()
    call_command("ledger_verify", stdout=out)
    assert failed() == set()
    assert "ok     journals balance\n" in out.getvalue()


@pytest.mark.parametrize(("check", "change"), [(check, change) for check, all_ in TAMPERED.items() for change in all_])
def test_altered_books_do_not_verify(
    journal: Journal, owner_connection: extensions.connection, check: str, change: str
) -> None:
    tamper(owner_connection, change.format(other=party().pk))
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("ledger_verify", stdout=out)
    assert error.value.returncode == 1
    assert check in failed()
    assert f"FAILED {check}\n" in out.getvalue()


def test_check_added_by_a_floor_above_is_run(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.domain.verification._checks", {"moon is full": lambda: iter(["it is not"])})
    assert failed() == {"moon is full"}
