"""The database itself keeps what was sent and what is proof: raw SQL cannot change it either."""

import pytest
from django.db import DatabaseError, connection, transaction
from psycopg2 import extensions

from contracts.models import HeavyReading, SealedFile, Term
from tests.contracts import drafts
from tests.contracts.drafts import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.database]

PARTS = {
    "clause": "heading_zh = 'x'",
    "term": "stored = NULL",
    "annex": "title_zh = 'x'",
    "breachkind": "text_zh = 'x'",
}


@pytest.fixture
def desk() -> Desk:
    """A contract that is out for signature, signed by A."""
    return drafts.signed("A")


def refused(statement: str, *params: int) -> str:
    """The error with which the database refuses a statement."""
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)
    return str(error.value)


def test_nothing_of_a_frozen_version_changes(desk: Desk) -> None:
    version = desk.version
    for part, change in PARTS.items():
        for statement in (
            f"UPDATE contracts_{part} SET {change} WHERE version_id = %s",
            f"DELETE FROM contracts_{part} WHERE version_id = %s",
        ):
            assert f"contract version {version.pk} is frozen" in refused(statement, version.pk)
    clause = version.clauses.earliest("position")
    added = "INSERT INTO contracts_term (version_id, clause_id, name, is_required) VALUES (%s, %s, 'x', false)"
    assert "is frozen" in refused(added, version.pk, clause.pk)


def test_a_term_is_not_moved_into_or_out_of_a_frozen_version(desk: Desk) -> None:
    other = drafts.draft()
    own, foreign = desk.version.terms.earliest("pk"), other.version.terms.earliest("pk")
    move = "UPDATE contracts_term SET version_id = %s, name = 'moved' WHERE id = %s"
    assert "is frozen" in refused(move, other.version.pk, own.pk)
    assert "is frozen" in refused(move, desk.version.pk, foreign.pk)


def test_a_version_is_neither_thawed_nor_renumbered_nor_removed(desk: Desk) -> None:
    for change in ("frozen_at = NULL", "frozen_at = now()", "number = 9", "edits = 99"):
        assert "is frozen" in refused(f"UPDATE contracts_contractversion SET {change} WHERE id = %s", desk.version.pk)
    assert "is frozen" in refused("DELETE FROM contracts_contractversion WHERE id = %s", desk.version.pk)


def test_what_is_printed_of_a_contract_stays_once_it_is_sent(desk: Desk) -> None:
    for change in ("title = 'x'", "number = 'x'", "party_a_id = party_b_id", "form_version = 9"):
        assert "was sent" in refused(f"UPDATE contracts_contract SET {change} WHERE id = %s", desk.contract.pk)
    assert "was sent" in refused("DELETE FROM contracts_contract_venues WHERE contract_id = %s", desk.contract.pk)
    assert "was sent" in refused("DELETE FROM contracts_contract WHERE id = %s", desk.contract.pk)


def test_a_given_signature_is_never_taken_back(desk: Desk) -> None:
    change = "UPDATE contracts_signaturerequest SET state = 'invited' WHERE id = %s"
    assert "was given" in refused(change, desk.request("A").pk)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE contracts_signaturerequest SET signer_title = 'x' WHERE id = %s", [desk.request("B").pk])
        assert cursor.rowcount == 1


def test_proof_is_only_added_to(desk: Desk) -> None:
    for model in (SealedFile, HeavyReading):
        table = model._meta.db_table
        assert model._default_manager.exists()
        for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
            assert "permission denied" in refused(statement)


@pytest.mark.django_db(transaction=True)
def test_not_even_the_owner_of_the_tables_rewrites_proof(owner_connection: extensions.connection) -> None:
    drafts.sent()
    with pytest.raises(Exception, match="never changed or removed"), owner_connection.cursor() as cursor:
        cursor.execute("UPDATE contracts_sealedfile SET revision = 7")


def test_a_draft_may_be_changed() -> None:
    """The negative control: the guards stop what is frozen, not everything."""
    version = drafts.draft().version
    with connection.cursor() as cursor:
        cursor.execute("UPDATE contracts_term SET stored = NULL WHERE version_id = %s", [version.pk])
    assert not Term.objects.filter(version=version).exclude(stored=None).exists()


def test_a_wording_that_one_side_has_not_signed_does_not_act(desk: Desk) -> None:
    acts = "UPDATE contracts_contractversion SET state = 'effective', effective_at = frozen_at WHERE id = %s"
    assert "was agreed by nobody" in refused(acts, desk.version.pk)
    draft = drafts.draft().version
    at_once = acts.replace("effective_at = frozen_at", "frozen_at = now(), effective_at = now()")
    assert "was agreed by nobody" in refused(at_once, draft.pk)
