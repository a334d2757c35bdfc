"""The double-entry journal: append-only, balanced by the database, one set of books for each party."""
