"""Worlds that many tests begin in: made once a worker by the product's own verbs, afterwards copied by the database.

A contract in force takes the product some 150 statements, the database one. What a copy holds is what the verbs wrote,
row by row, the audit trail included; only numbers of rows are the same in each test that begins in the same world.
"""

import functools
import itertools
import pickle
import time
from collections import Counter
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any, Final, NamedTuple, ParamSpec, TypeVar

from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection
from psycopg2 import extensions, sql

from contracts.domain import in_force
from foundation.models import StoredFile
from tests.cleaning import Cleaner

Given = ParamSpec("Given")
World = TypeVar("World")

SLOW: Final = 0.5
"""Seconds of CPU; a world that takes longer is kept at once, a quick one when it is asked for again."""
COLUMNS: Final = """
    SELECT attname FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum
"""
# Triggers and foreign keys have looked at each row when it was first written. Only a superuser may leave them out.
FUNCTION: Final = """
    CREATE FUNCTION {name}() RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
    SET session_replication_role = replica SET search_path = pg_catalog, pg_temp AS {body};
    GRANT EXECUTE ON FUNCTION {name}() TO PUBLIC
"""


class Kept(NamedTuple):
    """A world: the name of its rows' copies, its stored files, and what its maker gave back."""

    name: str
    files: dict[str, bytes]
    world: bytes


class Worlds:
    """The worlds kept in one database; ``admin`` is a superuser's session in it."""

    def __init__(self, admin: extensions.connection, cleaner: Cleaner) -> None:
        self.admin = admin
        self.cleaner = cleaner
        self.seen: Counter[object] = Counter()
        self.kept: dict[object, Kept] = {}
        self.numbers = itertools.count(1)
        with admin.cursor() as cursor:
            cursor.execute("CREATE SCHEMA worlds; GRANT USAGE ON SCHEMA worlds TO PUBLIC")

    def enter(self, key: object, make: Callable[[], World]) -> World:
        """What ``make`` makes; asked for again, a copy of it, in a test that has begun no other world."""
        if key in self.kept:
            kept = self.kept[key]
            if self._copied(kept):
                return pickle.loads(kept.world)  # type: ignore[no-any-return]
            return make()
        if not connection.in_atomic_block or self.filled():
            return make()
        began = time.process_time()
        made = make()
        self.seen[key] += 1
        # Most that is quickly made is asked for once only.
        if self.seen[key] > 1 or time.process_time() - began > SLOW:
            files = {file.storage_key: file.read() for file in StoredFile.objects.all()}
            self.kept[key] = Kept(self._keep(), files, pickle.dumps(made))
        return made

    def filled(self) -> list[str]:
        """The tables that have rows, as this test sees them."""
        with connection.cursor() as cursor:
            cursor.execute(self.cleaner.question)
            return [name for (name,) in cursor.fetchall()]

    def _copied(self, kept: Kept) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT worlds.{kept.name}()")
            [(copied,)] = cursor.fetchall()
        if copied:
            for key, content in kept.files.items():
                path = Path(default_storage.path(key))
                if not path.exists() or path.read_bytes() != content:
                    path.write_bytes(content)
            # What the process knows of rows by their number, which another test may have changed.
            in_force._wording.cache_clear()
            cache.clear()
        return bool(copied)

    def _keep(self) -> str:
        name = f"world_{next(self.numbers)}"
        steps = ["IF EXISTS (SELECT FROM public.parties_party) THEN RETURN false; END IF"]
        for table in self.filled():
            columns = self._columns(table)
            rows = StringIO()
            with connection.cursor() as cursor:
                cursor.copy_expert(f"COPY (SELECT {columns} FROM public.{table}) TO STDOUT", rows)
            rows.seek(0)
            copy = f"worlds.{name}_{table.strip(chr(34))}"
            with self.admin.cursor() as cursor:
                cursor.execute(f"CREATE TABLE {copy} AS SELECT {columns} FROM public.{table} WITH NO DATA")
                cursor.copy_expert(f"COPY {copy} FROM STDIN", rows)
            steps.append(f"INSERT INTO public.{table} ({columns}) SELECT * FROM {copy}")
        body = f"BEGIN {'; '.join(steps)}; RETURN true; END"
        with self.admin.cursor() as cursor:
            named = sql.Identifier("worlds", name)
            cursor.execute(sql.SQL(FUNCTION).format(name=named, body=sql.Literal(body)))
        return name

    def _columns(self, table: str) -> str:
        with self.admin.cursor() as cursor:
            cursor.execute(COLUMNS, [f"public.{table}"])
            return ", ".join(f'"{name}"' for (name,) in cursor.fetchall())


_worlds: Worlds | None = None


def keep_in(worlds: Worlds | None) -> None:
    """From now on worlds are kept there; without it each is made."""
    global _worlds
    _worlds = worlds


def world(make: Callable[Given, World]) -> Callable[Given, World]:
    """For a maker whose arguments say all that it makes."""

    @functools.wraps(make)
    def enter(*args: Given.args, **kwargs: Given.kwargs) -> World:
        key: Any = (make.__module__, make.__qualname__, args, tuple(sorted(kwargs.items())))
        if _worlds is None or not _is_hashable(key):
            return make(*args, **kwargs)
        return _worlds.enter(key, lambda: make(*args, **kwargs))

    return enter


def _is_hashable(key: object) -> bool:
    try:
        hash(key)
    except TypeError:
        return False
    return True
