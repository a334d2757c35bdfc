"""Empties the tables after a test that committed."""

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


class Cleaner:
    """Knows which tables the migrations left empty, and empties just those again.

    ``admin``: a superuser's session, who may leave triggers out; without one the owner truncates, which takes longer.
    """

    def __init__(self, owner: extensions.connection, admin: extensions.connection | None) -> None:
        self.owner = owner
        self.admin = admin
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

    def _with_rows(self, tables: list[str]) -> list[str]:
        return self._names(self._question(tables))

    def _question(self, tables: list[str]) -> str:
        return " UNION ALL ".join(f"SELECT $${table}$$ WHERE EXISTS (SELECT 1 FROM {table})" for table in tables)

    def _names(self, query: str) -> list[str]:
        with self.owner.cursor() as cursor:
            cursor.execute(query)
            return [name for (name,) in cursor.fetchall()]
