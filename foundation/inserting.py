"""Inserting a few rows fast.

Django builds every INSERT anew and the database plans it anew: for a few rows that is most of the cost, and the way
there and back is most of the rest. Here a statement is built once a process, and rows of several models may share one.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, partial
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import CharField, DateTimeField, Field, ForeignKey, IntegerField, Model, TextField

from foundation.copying import copy_rows
from foundation.prepared import Prepared

Some = TypeVar("Some", bound=Model)
Column = Field[Any, Any]

FEW = 4
"""Of more rows in one statement, planning it is the smaller part: they go Django's way."""

AS_IT_IS = (ForeignKey, IntegerField, CharField, TextField)
"""Columns whose values the driver takes as they stand on the row."""

AHEAD = 200
"""Ids that are drawn together where it is not known how many rows will come; what is left of them is never used."""


class Shape(NamedTuple):
    """What a part of a statement looks like, whatever its rows hold."""

    model: type[Model]
    rows: int
    has_ids: bool
    ignore_conflicts: bool


class Parcel:
    """Rows of one or several models that are inserted by one statement; ``is_new`` tells whether the first one was."""

    def __init__(self, ids: Mapping[type[Model], int]) -> None:
        self.is_new = False
        self._ids = ids
        self._parts: list[tuple[Shape, Sequence[Model]]] = []

    def add(self, rows: Sequence[Model], *, ignore_conflicts: bool) -> None:
        """Put rows of one model in."""
        model = type(rows[0])
        has_ids = model in self._ids
        if has_ids:
            others = _more_ids(model).rows(len(rows) - 1) if len(rows) > 1 else []
            for row, row_id in zip(rows, [self._ids[model], *itertools.chain.from_iterable(others)], strict=True):
                row.pk = row_id
        self._parts.append((Shape(model, len(rows), has_ids, ignore_conflicts), rows))

    def send(self) -> None:
        """Insert them all."""
        if not self._parts:
            return
        values = [value(row) for shape, rows in self._parts for row in rows for value in _values(shape)]
        found = _statement(tuple(shape for shape, _rows in self._parts)).rows(*values)
        self.is_new = bool(found)
        first, rows = self._parts[0]
        if not first.has_ids and len(found) == len(rows):
            for row, (row_id,) in zip(rows, found, strict=True):
                row.pk = row_id
        for row in itertools.chain.from_iterable(rows for _shape, rows in self._parts):
            row._state.adding, row._state.db = row.pk is None, DEFAULT_DB_ALIAS


class Heap:
    """Rows of these models, which wait until all are there."""

    def __init__(self, models: Sequence[type[Model]]) -> None:
        self._rows: dict[type[Model], list[Model]] = {model: [] for model in models}
        self._ids = {model: _ids_of(model) for model in models}

    def takes(self, model: type[Model]) -> bool:
        return model in self._rows

    def add(self, rows: Sequence[Model]) -> None:
        """Keep rows of one model, and give them their ids."""
        model = type(rows[0])
        for row in rows:
            row.pk = next(self._ids[model])
        self._rows[model].extend(rows)

    def send(self) -> None:
        """Insert them all, model by model."""
        for model, rows in self._rows.items():
            copy_rows(model, rows)
            for row in rows:
                row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


_open: ContextVar[Parcel | None] = ContextVar("parcel", default=None)
_heap: ContextVar[Heap | None] = ContextVar("heap", default=None)


def insert(rows: Sequence[Some], *, ignore_conflicts: bool = False) -> list[Some]:
    """Insert new rows of one model in one statement and give them their ids.

    ``ignore_conflicts`` leaves out rows with a key that is taken; one that a rival is just inserting is waited for. The
    ids are then known only when all rows were new.
    """
    if not rows:
        return []
    parcel, heap = _open.get(), _heap.get()
    if heap is not None and heap.takes(type(rows[0])):
        heap.add(rows)
    elif parcel is not None:
        parcel.add(rows, ignore_conflicts=ignore_conflicts)
    elif len(rows) > FEW:
        return type(rows[0])._default_manager.bulk_create(rows, ignore_conflicts=ignore_conflicts)
    else:
        parcel = Parcel({})
        parcel.add(rows, ignore_conflicts=ignore_conflicts)
        parcel.send()
    return list(rows)


@contextmanager
def together(ids: Mapping[type[Model], int]) -> Iterator[Parcel]:
    """What :func:`insert` is given inside goes out as one statement at the end, and only if the very first row is new.

    Rows of the models in ``ids`` (see :func:`next_ids`) have theirs at once, so that others can point at them; those of
    other models get none. Nobody can read any of them from the database before the end.
    """
    parcel = Parcel(ids)
    token = _open.set(parcel)
    try:
        yield parcel
    finally:
        _open.reset(token)
    parcel.send()


@contextmanager
def gathered(*models: type[Model]) -> Iterator[None]:
    """What :func:`insert` is given of these models inside goes out at the end by one COPY each, in the models' order.

    The rows have their ids at once; nobody can read any of them from the database before the end. Of an exception that
    leaves it, nothing is inserted. Columns that Django fills as it saves have to be filled.
    """
    heap = Heap(models)
    token = _heap.set(heap)
    try:
        yield
    finally:
        _heap.reset(token)
    heap.send()


def next_ids(*models: type[Model]) -> str:
    """SQL for the next id of each of these models, as columns of a question that is asked before."""
    return ", ".join(f"nextval('{model._meta.db_table}_id_seq')" for model in models)


@cache
def _more_ids(model: type[Model]) -> Prepared:
    return Prepared("more_ids", f"SELECT {next_ids(model)} FROM generate_series(1, $1::int)")  # noqa: S608


def _ids_of(model: type[Model]) -> Iterator[int]:
    """The next ids of a model, without end."""
    while True:
        yield from itertools.chain.from_iterable(_more_ids(model).rows(AHEAD))


@cache
def _statement(shapes: tuple[Shape, ...]) -> Prepared:
    """The first part as it is; the others insert nothing when its row was there already."""
    gaps = (f"${number}" for number in itertools.count(1))
    first, *others = shapes
    parts = [f"first AS ({_into(first)} VALUES {_lines(first, gaps)} {_unless_taken(first)} RETURNING id)"]
    for number, part in enumerate(others, start=2):
        rows = f"(VALUES {_lines(part, gaps)}) AS rows WHERE EXISTS (SELECT FROM first) {_unless_taken(part)}"
        parts.append(f"part_{number} AS ({_into(part)} SELECT * FROM {rows})")  # noqa: S608  # names of our own
    return Prepared("insert", f"WITH {', '.join(parts)} SELECT id FROM first")  # noqa: S608


def _into(part: Shape) -> str:
    columns = ", ".join(f'"{field.column}"' for field in _fields(part))
    return f'INSERT INTO "{part.model._meta.db_table}" ({columns})'


def _lines(part: Shape, gaps: Iterator[str]) -> str:
    """A line of gaps for each row, with their types: in a part of a statement the database does not find them itself.

    A type without its length, since a cast would cut what is too long instead of refusing it.
    """
    database = connections[DEFAULT_DB_ALIAS]
    types = [str(field.db_type(database)).partition("(")[0] for field in _fields(part)]
    return ", ".join(f"({', '.join(f'{next(gaps)}::{type_}' for type_ in types)})" for _row in range(part.rows))


def _unless_taken(part: Shape) -> str:
    return "ON CONFLICT DO NOTHING" if part.ignore_conflicts else ""


def _fields(part: Shape) -> list[Column]:
    return [field for field in part.model._meta.concrete_fields if part.has_ids or not field.primary_key]


@cache
def _values(part: Shape) -> list[Callable[[Model], object]]:
    """How to read the value of each column from a row."""
    return [_value_of(field) for field in _fields(part)]


def _value_of(field: Column) -> Callable[[Model], object]:
    if isinstance(field, AS_IT_IS) or (type(field) is DateTimeField and not field.auto_now_add and not field.auto_now):
        return attrgetter(field.attname)
    return partial(_converted, field)


def _converted(field: Column, row: Model) -> object:
    return field.get_db_prep_save(field.pre_save(row, add=True), connections[DEFAULT_DB_ALIAS])
