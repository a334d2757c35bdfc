"""Statements that stand in everybody's way: the database plans them once a connection, not each time.

The driver sends every statement as a new one, and the database spends more on understanding a short one than on running
it. They need connections that last (``CONN_MAX_AGE``) and no pooler that deals them out statement by statement.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from functools import cached_property
from typing import Any, cast
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet

Row = tuple[Any, ...]

# What each session of the database knows by name; a new one knows nothing.
_known: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()
_numbers = itertools.count(1)


def _named(label: str) -> str:
    """A name that no other statement of this process has."""
    return f"{label}_{next(_numbers)}"


class Prepared:
    """One statement, with ``$1``, ``$2`` … for its values. ``label`` is how logs of the database call it."""

    def __init__(self, label: str, sql: str) -> None:
        self.name = _named(label)
        self.sql = sql

    def rows(self, *values: object) -> list[Row]:
        """Run it and give what it returns."""
        database = connections[DEFAULT_DB_ALIAS]
        with database.cursor() as cursor:
            self._prepare(database)
            cursor.execute(self._call, cast(Any, values))
            return cursor.fetchall() if cursor.description else []

    def row(self, *values: object) -> Row | None:
        """Run it and give the first row, ``None`` when there is none."""
        return next(iter(self.rows(*values)), None)

    @cached_property
    def _call(self) -> str:
        values = max((int(number) for number in re.findall(r"\$(\d+)", self.sql)), default=0)
        return f"EXECUTE {self.name}({', '.join(['%s'] * values)})" if values else f"EXECUTE {self.name}"

    def _prepare(self, database: BaseDatabaseWrapper) -> None:
        known = _known.setdefault(database.connection, set())
        if self.name not in known:
            # On a cursor of its own, below the count of statements: it belongs to the connection, not to the request.
            with database.wrap_database_errors, database.connection.cursor() as cursor:
                cursor.execute(f"PREPARE {self.name} AS {self.sql}")
            known.add(self.name)


class PreparedQuery(Prepared):
    """A queryset of ``values_list`` whose statement is built once a process, too.

    ``build`` makes it from ``gaps``: values of the right types that occur nowhere else in it. They stand for those that
    are given later, in the same order.
    """

    def __init__(self, label: str, build: Callable[..., QuerySet[Any, Any]], *gaps: object) -> None:
        self.name = _named(label)
        self.build = build
        self.gaps = gaps

    @cached_property
    def sql(self) -> str:  # type: ignore[override]
        """The statement as Django writes it, each gap numbered."""
        sql, params = self.build(*self.gaps).query.sql_with_params()
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            return sql % tuple(
                f"${self.gaps.index(value) + 1}" if value in self.gaps else cursor.mogrify("%s", [value]).decode()
                for value in params
            )


class PreparedAround(Prepared):
    """A statement in which ``{query}`` stands for another one; its values keep their numbers."""

    def __init__(self, label: str, query: Prepared, around: str) -> None:
        self.name = _named(label)
        self.query = query
        self.around = around

    @cached_property
    def sql(self) -> str:  # type: ignore[override]
        """Both in one."""
        return self.around.format(query=self.query.sql)
