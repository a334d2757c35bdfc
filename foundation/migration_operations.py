"""Migration operations for rules that the database itself keeps: audited, append-only and sealed tables.

All of them can be reversed. The functions behind the triggers are made by foundation's own migrations (see sql.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel, RunSQL
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

RUN = " FOR EACH {} EXECUTE FUNCTION foundation_{}()"


class TableRule(RunSQL):
    """A rule on one table. The statements may hold {table} and {app}, the role of the app, both given quoted."""

    def __init__(self, table: str, set_up: Iterable[str], take_away: Iterable[str]) -> None:
        names = {"table": _name(table), "app": _name(settings.DATABASE_APP_ROLE)}
        super().__init__([line.format(**names) for line in set_up], [line.format(**names) for line in take_away])
        self.table = table

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        """As it was written in the migration, not as the SQL that came of it."""
        return Operation.deconstruct(self)

    def describe(self) -> str:
        """What `migrate --plan` and `sqlmigrate` print."""
        return f"{type(self).__name__} {self.table}"


class AuditTable(TableRule):
    """Every insert, update and delete of the table is written to the audit trail, and fails without an actor.

    `columns_left_out` never reach the trail (secrets, counters); `key` is the primary key's column.
    """

    def __init__(self, table: str, columns_left_out: Sequence[str] = (), key: str = "id") -> None:
        arguments = ", ".join(_text(name) for name in (key, *columns_left_out))
        # One trigger per verb: PostgreSQL gives transition tables only to triggers of a single verb.
        seen = {
            "insert": "NEW TABLE AS new_rows",
            "update": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
            "delete": "OLD TABLE AS old_rows",
        }
        super().__init__(
            table,
            [
                f"CREATE TRIGGER audit_{verb} AFTER {verb} ON {{table}} REFERENCING {rows}"
                f" FOR EACH STATEMENT EXECUTE FUNCTION foundation_audit({arguments})"
                for verb, rows in seen.items()
            ],
            [f"DROP TRIGGER audit_{verb} ON {{table}}" for verb in seen],
        )


class AppendOnly(TableRule):
    """Rows are never changed or removed: the app's role loses the right, and a trigger stops everybody else.

    TRUNCATE is left to privileges alone, so that the owner can empty a test database. `closed` takes INSERT away from
    the app's role too: only functions of the owner write there.
    """

    def __init__(self, table: str, *, closed: bool = False) -> None:
        lost = "UPDATE, DELETE" + (", INSERT" if closed else "")
        super().__init__(
            table,
            [
                f"REVOKE {lost}, TRUNCATE ON {{table}} FROM {{app}}",
                "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}" + RUN.format("ROW", "append_only"),
            ],
            ["DROP TRIGGER append_only ON {table}", f"GRANT {lost} ON {{table}} TO {{app}}"],
        )


class SealTable(TableRule):
    """Ids are drawn only after the transaction has its number; the sealer's reasoning rests on that (see sealing.py).

    A statement trigger runs before the first default of a row is computed, its id included.
    """

    def __init__(self, table: str) -> None:
        super().__init__(
            table,
            ["CREATE TRIGGER number_first BEFORE INSERT ON {table}" + RUN.format("STATEMENT", "number_first")],
            ["DROP TRIGGER number_first ON {table}"],
        )


class CreateModels(Operation):
    """Many tables at once: the models around them are put together once, not again for each of the tables."""

    def __init__(self, models: Sequence[CreateModel]) -> None:
        self.models = models

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add all of them; whoever asks for the classes gets them made anew."""
        state.__dict__.pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Create their tables; references are added at the end of the migration, so that their order is free."""
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Drop them, the last one first."""
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """What `migrate --plan` prints."""
        return f"Create {len(self.models)} models"


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
