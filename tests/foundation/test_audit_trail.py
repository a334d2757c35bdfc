"""The audit trail as the database writes it."""

from collections.abc import Iterator

import pytest
from psycopg2 import errors, extensions

from foundation.migration_operations import AuditTable
from tests.foundation.birds import act_as, bird_table, execute, fetch

pytestmark = pytest.mark.database


@pytest.fixture(autouse=True)
def birds(owner_connection: extensions.connection) -> Iterator[None]:
    with bird_table(owner_connection, AuditTable("test_bird", columns_left_out=("secret",))):
        yield


@pytest.fixture
def app(app_connection: extensions.connection) -> extensions.connection:
    act_as(app_connection, "lin")
    return app_connection


def entries(session: extensions.connection) -> list[tuple[object, ...]]:
    return fetch(session, "SELECT actor, verb, row_id, before, after FROM foundation_auditentry ORDER BY id")


def test_insert_update_and_delete_are_told_exactly(app: extensions.connection) -> None:
    execute(app, "SELECT set_config('encore.source', 'web', false)")
    execute(app, "INSERT INTO test_bird VALUES (1, '麻雀', 0.10, 'nest', '2026-03-02T09:00:00.123456+08:00')")
    execute(app, "UPDATE test_bird SET weight = 0.25, name = name")
    execute(app, "DELETE FROM test_bird")
    sparrow = {"id": 1, "name": "麻雀", "weight": 0.1, "seen_at": "2026-03-02T01:00:00.123456+00:00"}
    assert entries(app) == [
        ("lin", "I", "1", None, sparrow),
        ("lin", "U", "1", {"weight": 0.1}, {"weight": 0.25}),
        ("lin", "D", "1", sparrow | {"weight": 0.25}, None),
    ]
    assert fetch(app, "SELECT DISTINCT source, table_name FROM foundation_auditentry") == [("web", "test_bird")]


def test_update_that_changes_nothing_writes_nothing(app: extensions.connection) -> None:
    execute(app, "INSERT INTO test_bird (id, name) VALUES (1, 'wren')")
    execute(app, "UPDATE test_bird SET name = 'wren'")
    execute(app, "UPDATE test_bird SET secret = 'moved'")
    execute(app, "UPDATE test_bird SET name = 'robin' WHERE id = 2")
    assert [verb for _, verb, *_ in entries(app)] == ["I"]


def test_change_to_and_from_null_is_a_change(app: extensions.connection) -> None:
    execute(app, "INSERT INTO test_bird (id, name) VALUES (1, 'wren')")
    execute(app, "UPDATE test_bird SET name = NULL")
    execute(app, "UPDATE test_bird SET name = 'wren'")
    assert [entry[3:] for entry in entries(app)[1:]] == [
        ({"name": "wren"}, {"name": None}),
        ({"name": None}, {"name": "wren"}),
    ]


def test_columns_left_out_never_reach_the_trail(app: extensions.connection) -> None:
    execute(app, "INSERT INTO test_bird (id, name, secret) VALUES (1, 'wren', 'hollow oak')")
    execute(app, "UPDATE test_bird SET name = 'robin', secret = 'old shed'")
    execute(app, "DELETE FROM test_bird")
    told = str(fetch(app, "SELECT * FROM foundation_auditentry"))
    assert "secret" not in told
    assert "hollow" not in told
    assert "shed" not in told


def test_bulk_statements_tell_every_row_once(app: extensions.connection) -> None:
    execute(app, "INSERT INTO test_bird (id, name, weight) SELECT n, 'bird ' || n, n FROM generate_series(1, 500) n")
    execute(app, "UPDATE test_bird SET weight = weight + 1 WHERE id % 2 = 0")
    execute(app, "DELETE FROM test_bird WHERE id > 400")
    told = entries(app)
    assert sorted(int(str(e[2])) for e in told if e[1] == "I") == list(range(1, 501))
    changed = sorted((int(str(e[2])), e[3], e[4]) for e in told if e[1] == "U")
    assert changed == [(n, {"weight": n}, {"weight": n + 1}) for n in range(2, 501, 2)]
    assert sorted(int(str(e[2])) for e in told if e[1] == "D") == list(range(401, 501))
    assert len(told) == 500 + 250 + 100


def test_conflicting_insert_tells_what_it_really_did(app: extensions.connection) -> None:
    execute(app, "INSERT INTO test_bird (id, name) VALUES (1, 'wren')")
    execute(
        app,
        "INSERT INTO test_bird (id, name) VALUES (1, 'robin'), (2, 'finch')"
        " ON CONFLICT (id) DO UPDATE SET name = excluded.name",
    )
    assert sorted((str(e[1]), str(e[2])) for e in entries(app)) == [("I", "1"), ("I", "2"), ("U", "1")]


def test_changed_key_shows_as_one_row_gone_and_one_come(app: extensions.connection) -> None:
    execute(app, "INSERT INTO test_bird (id, name) VALUES (1, 'wren')")
    execute(app, "UPDATE test_bird SET id = 7")
    assert sorted((str(e[1]), str(e[2])) for e in entries(app)[1:]) == [("D", "1"), ("I", "7")]


@pytest.mark.parametrize(
    "change",
    ["INSERT INTO test_bird (id) VALUES (2)", "UPDATE test_bird SET name = 'robin'", "DELETE FROM test_bird"],
)
def test_change_without_an_actor_fails(app: extensions.connection, change: str) -> None:
    execute(app, "INSERT INTO test_bird (id, name) VALUES (1, 'wren')")
    act_as(app, "")
    with pytest.raises(errors.NotNullViolation):
        execute(app, change)
    assert fetch(app, "SELECT id, name FROM test_bird") == [(1, "wren")]


def test_rolled_back_change_leaves_no_entry(app: extensions.connection) -> None:
    execute(app, "BEGIN; INSERT INTO test_bird (id) VALUES (1); ROLLBACK")
    assert entries(app) == []


@pytest.mark.parametrize(
    "attack",
    [
        "INSERT INTO foundation_auditentry VALUES (1, now(), 'x', '', 'test_bird', '1', 'I')",
        "UPDATE foundation_auditentry SET actor = 'somebody else'",
        "DELETE FROM foundation_auditentry",
        "TRUNCATE foundation_auditentry",
        "DROP TABLE foundation_auditentry",
        "ALTER TABLE test_bird DISABLE TRIGGER ALL",
        "DROP TRIGGER audit_update ON test_bird",
        "SET session_replication_role = replica",
        "CREATE OR REPLACE FUNCTION foundation_audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    ],
)
def test_app_may_not_touch_the_trail(app: extensions.connection, attack: str) -> None:
    execute(app, "INSERT INTO test_bird (id) VALUES (1)")
    before = entries(app)
    with pytest.raises(errors.InsufficientPrivilege):
        execute(app, attack)
    assert entries(app) == before


def test_app_may_not_forge_entries_through_a_table_of_its_own(app: extensions.connection) -> None:
    execute(app, "CREATE TEMPORARY TABLE invoice (id bigint)")
    with pytest.raises(errors.InsufficientPrivilege):
        execute(
            app,
            "CREATE TRIGGER forge AFTER INSERT ON invoice REFERENCING NEW TABLE AS new_rows"
            " FOR EACH STATEMENT EXECUTE FUNCTION foundation_audit('id')",
        )


def test_objects_of_the_app_do_not_catch_the_trigger(app: extensions.connection) -> None:
    execute(app, "CREATE TEMPORARY TABLE foundation_auditentry (LIKE public.foundation_auditentry)")
    execute(app, "INSERT INTO test_bird (id) VALUES (1)")
    assert fetch(app, "SELECT count(*) FROM public.foundation_auditentry") == [(1,)]


@pytest.mark.parametrize(
    "change", ["UPDATE foundation_auditentry SET actor = 'x'", "DELETE FROM foundation_auditentry"]
)
def test_even_the_owner_is_stopped(
    app: extensions.connection, owner_connection: extensions.connection, change: str
) -> None:
    execute(app, "INSERT INTO test_bird (id) VALUES (1)")
    with pytest.raises(errors.RestrictViolation):
        execute(owner_connection, change)


def test_operation_can_be_reversed(app: extensions.connection, owner_connection: extensions.connection) -> None:
    for statement in AuditTable("test_bird").reverse_sql or ():
        execute(owner_connection, str(statement))
    act_as(app, "")
    execute(app, "INSERT INTO test_bird (id) VALUES (1)")
    assert entries(app) == []
