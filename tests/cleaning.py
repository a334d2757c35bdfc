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
    """Knows which tables the migrations left empty, and empties just those again."""

    def __init__(self, owner: extensions.connection) -> None:
        self.owner = owner
        # Rows put in by migrations (content types, say) are part of the empty product and stay.
        tables = self._names(TABLES)
        kept = self._with_rows(tables)
        self.tables = [table for table in tables if table not in kept]
        self.question = self._question(self.tables)
        self.guarded = self._names(GUARDED)

    def clean(self) -> None:
        """Empty what has rows; the numbering of identities goes on, so that no test can rely on a number."""
        filled = self._with_rows(self.tables)
        if not filled:
            return
        statements = [
            # A session left open by a test is a fault of that test: say so instead of waiting for ever.
            "SET LOCAL lock_timeout = '10s'",
            *(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in self.guarded),
            f"TRUNCATE {', '.join(filled)} CASCADE",
            *(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in self.guarded),
        ]
        with self.owner, self.owner.cursor() as cursor:
            cursor.execute("; ".join(statements))

    def _with_rows(self, tables: list[str]) -> list[str]:
        return self._names(self._question(tables))

    def _question(self, tables: list[str]) -> str:
        return " UNION ALL ".join(f"SELECT $${table}$$ WHERE EXISTS (SELECT 1 FROM {table})" for table in tables)

    def _names(self, query: str) -> list[str]:
        with self.owner.cursor() as cursor:
            cursor.execute(query)
            return [name for (name,) in cursor.fetchall()]
