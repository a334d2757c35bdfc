"""Who is writing, and what of it stays."""

from contextlib import suppress

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from foundation import audit
from foundation.audit import history_of, writing
from foundation.models import AuditEntry, StoredFile

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


def add_file(name: str) -> StoredFile:
    return StoredFile.objects.create(sha256="0" * 64, size=1, content_type="image/png", name=name, storage_key=name)


def add_files(*names: str) -> None:
    for name in names:
        add_file(name)


def told() -> list[tuple[str, str]]:
    return list(AuditEntry.objects.order_by("id").values_list("actor", "source"))


@pytest.fixture(autouse=True)
def nobody_by_default() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('encore.actor', '', false)")


def test_everything_inside_has_the_actor_and_commits_together() -> None:
    with writing("lin", "web"):
        add_file("a")
        add_file("b")
    assert told() == [("lin", "web"), ("lin", "web")]


def test_exception_undoes_all() -> None:
    with pytest.raises(IntegrityError), writing("lin"):
        add_files("a", "a")
    assert StoredFile.objects.count() == AuditEntry.objects.count() == 0


def test_actor_ends_with_its_transaction() -> None:
    with writing("lin"):
        add_file("a")
    with pytest.raises(IntegrityError):
        add_file("b")
    assert told() == [("lin", "")]


def test_inner_block_of_the_same_actor_asks_the_database_nothing() -> None:
    with writing("lin", "web"):
        with CaptureQueriesContext(connection) as asked, writing("lin"):
            pass
        add_file("a")
    assert asked.captured_queries == []
    assert told() == [("lin", "web")]


def test_inner_actor_counts_inside_and_the_outer_one_again_after_it() -> None:
    with writing("lin", "web"):
        add_file("a")
        with writing("system", "job"):
            add_file("b")
        add_file("c")
    assert told() == [("lin", "web"), ("system", "job"), ("lin", "web")]


def test_exception_caught_between_the_blocks_undoes_both() -> None:
    with writing("lin"):
        add_file("a")
        with suppress(ZeroDivisionError), writing("lin"):
            raise ZeroDivisionError
        with pytest.raises(transaction.TransactionManagementError):
            add_file("b")
    assert StoredFile.objects.count() == 0


def test_actor_does_not_reach_what_follows_in_a_foreign_transaction() -> None:
    with transaction.atomic():
        with writing("lin"):
            add_file("a")
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('encore.actor')")
            assert cursor.fetchone() == ("",)


def test_change_needs_a_named_actor() -> None:
    with pytest.raises(ValueError, match="actor"), writing(""):
        add_file("a")


def test_history_comes_newest_first_and_of_this_row_only() -> None:
    with writing("lin"):
        first = add_file("a")
        add_file("b")
    (entry,) = history_of(first)
    assert (entry.verb, entry.row_id, entry.after and entry.after["name"]) == ("I", str(first.pk), "a")


def test_every_business_table_is_audited() -> None:
    assert audit.untracked_tables() == []


def test_table_without_triggers_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(audit.UNTRACKED, "foundation_job")
    monkeypatch.setattr(audit, "tracked_tables", set)
    assert {"foundation_job", "foundation_storedfile"} <= set(audit.untracked_tables())


def test_upper_floors_give_a_reason_for_what_they_leave_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "UNTRACKED", dict(audit.UNTRACKED))
    audit.leave_untracked("foundation_storedfile", "a reason")
    assert audit.UNTRACKED["foundation_storedfile"] == "a reason"
