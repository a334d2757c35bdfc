"""Empties the tables after a test that committed, and gives back the room that tests took."""

from psycopg2 import extensions

TABLES = """
    SELECT quote_ident(relname) FROM pg_class
    WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace ORDER BY relname
"""
# Append-only tables refuse TRUNCATE by a trigger, even from their owner.
GUARDED = """
    SELECT DISTINCT quote_ident(relname) FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE NOT tgisinternal AND tgtype & 32 <> 0
"""
# What was rolled back stays in the files until a vacuum: without one each look through a table takes longer than the
# last, and the audit alone had 150 MB after 900 tests.
SWOLLEN = """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 100 * 8192
"""


class Cleaner:
    """Knows which tables the migrations left empty, and empties just those again.

    ``admin``: a superuser's session, who may leave triggers out; without one the owner truncates, which takes longer.
    """

    def __init__(self, owner: extensions.connection, admin: extensions.connection | None) -> None:
        self.owner = owner
        self.admin = admin
        self.tests = 0
        # Rows put in by migrations (content types, say) are part of the empty product and stay.
        tables = self._names(TABLES)
        kept = self._with_rows(tables)
        self.tables = [table for table in tables if table not in kept]
        self.question = self._question(self.tables)
        # The database thinks longer about so many tables than it looks into them.
        with owner.cursor() as cursor:
            cursor.execute(f"PREPARE filled AS {self.question}")
        self.guarded = self._names(GUARDED)

    def clean(self) -> None:
        """Empty what has rows; the numbering of identities goes on, so that no test can rely on a number."""
        filled = self._names("EXECUTE filled")
        if not filled:
            return
        # A session left open by a test is a fault of that test: say so instead of waiting for ever.
        statements = ["SET LOCAL lock_timeout = '10s'"]
        if self.admin is not None:
            # TRUNCATE makes new files for a table and each of its indexes, however few rows there are.
            statements += [
                f"LOCK TABLE {', '.join(filled)} IN ACCESS EXCLUSIVE MODE",
                "SET LOCAL session_replication_role = replica",
                *(f"DELETE FROM {table}" for table in filled),
            ]
        else:
            statements += [
                *(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in self.guarded),
                f"TRUNCATE {', '.join(filled)} CASCADE",
                *(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in self.guarded),
            ]
        session = self.admin or self.owner
        with session, session.cursor() as cursor:
            cursor.execute("; ".join(statements))

    def count_a_test(self) -> None:
        """A test has ended: after each twentieth the database is made small again."""
        self.tests += 1
        if self.tests % 20 == 0:
            self.shrink()

    def shrink(self) -> None:
        """Give back the files of tables that are empty but long; between two tests, while nobody looks into them."""
        # Only here can the planner be told that a table is as new: else it would plan for one that is always empty.
        if self.admin is None or self.admin.server_version < 180_000:
            return
        with self.admin.cursor() as cursor:
            cursor.execute(SWOLLEN)
            for (table,) in cursor.fetchall():
                if table in self.tables:
                    cursor.execute(f"VACUUM {table}")
                    cursor.execute("SELECT pg_clear_relation_stats('public', %s)", [table])

    def _with_rows(self, tables: list[str]) -> list[str]:
        return self._names(self._question(tables))

    def _question(self, tables: list[str]) -> str:
        return " UNION ALL ".join(f"SELECT $${table}$$ WHERE EXISTS (SELECT 1 FROM {table})" for table in tables)

    def _names(self, query: str) -> list[str]:
        with self.owner.cursor() as cursor:
            cursor.execute(query)
            return [name for (name,) in cursor.fetchall()]
