"""Append-only tables."""

from collections.abc import Iterator

import pytest
from psycopg2 import errors, extensions

from foundation.migration_operations import AppendOnly, AuditTable, SealTable, TableRule
from tests.foundation.birds import bird_table, execute, fetch

pytestmark = pytest.mark.database

ATTACKS = ["UPDATE test_bird SET name = 'robin'", "DELETE FROM test_bird", "TRUNCATE test_bird"]


@pytest.fixture(autouse=True)
def birds(owner_connection: extensions.connection) -> Iterator[None]:
    with bird_table(owner_connection, AppendOnly("test_bird")):
        yield


@pytest.mark.parametrize("attack", ATTACKS)
def test_app_adds_rows_and_changes_none(app_connection: extensions.connection, attack: str) -> None:
    execute(app_connection, "INSERT INTO test_bird (id, name) VALUES (1, 'wren')")
    with pytest.raises(errors.InsufficientPrivilege):
        execute(app_connection, attack)
    assert fetch(app_connection, "SELECT id, name FROM test_bird") == [(1, "wren")]


@pytest.mark.parametrize("attack", ATTACKS[:2])
def test_owner_is_stopped_by_the_trigger(owner_connection: extensions.connection, attack: str) -> None:
    execute(owner_connection, "INSERT INTO test_bird (id, name) VALUES (1, 'wren')")
    with pytest.raises(errors.RestrictViolation):
        execute(owner_connection, attack)


def test_reversing_gives_the_rights_back(
    app_connection: extensions.connection, owner_connection: extensions.connection
) -> None:
    for statement in AppendOnly("test_bird").reverse_sql or ():
        execute(owner_connection, str(statement))
    execute(app_connection, "INSERT INTO test_bird (id, name) VALUES (1, 'wren')")
    execute(app_connection, ATTACKS[0])
    execute(app_connection, ATTACKS[1])
    assert fetch(owner_connection, "SELECT count(*) FROM test_bird") == [(0,)]


def test_closed_table_takes_no_rows_from_the_app(
    app_connection: extensions.connection, owner_connection: extensions.connection
) -> None:
    for statement in (*(AppendOnly("test_bird").reverse_sql or ()), *AppendOnly("test_bird", closed=True).sql):
        execute(owner_connection, str(statement))
    with pytest.raises(errors.InsufficientPrivilege):
        execute(app_connection, "INSERT INTO test_bird (id) VALUES (1)")


@pytest.mark.parametrize(
    "rule",
    [AuditTable("a_table", ["secret"], key="code"), AppendOnly("a_table", closed=True), SealTable("a_table")],
)
def test_operations_are_written_back_as_they_were_given(rule: TableRule) -> None:
    name, arguments, named = rule.deconstruct()
    again = {cls.__name__: cls for cls in (AuditTable, AppendOnly, SealTable)}[name](*arguments, **named)
    assert (again.sql, again.reverse_sql) == (rule.sql, rule.reverse_sql)
    assert rule.describe() == f"{name} a_table"
