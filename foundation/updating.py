"""Changing many rows, each in its own way, by one statement. Triggers, constraints and audit work as ever."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BinaryField, Field, ForeignKey, Model

CHANGE: Final = 'UPDATE "{table}" AS row SET {sets} FROM json_to_recordset(%s::json) AS new({types}) WHERE {same}'


def update_rows(rows: Sequence[Model], names: Collection[str]) -> int:
    """Write these columns (``attname``) of rows of one model as they stand in memory, in the caller's transaction.

    Tells how many rows there were. Raises what UPDATE raises.
    """
    if not rows or not names:
        return 0
    meta = type(rows[0])._meta
    key = meta.pk
    fields: list[Field[Any, Any]] = [key, *(field for field in meta.concrete_fields if field.attname in set(names))]
    readers = [(field.attname, field.column, _reader(field)) for field in fields]
    said = [{column: read(getattr(row, name)) for name, column, read in readers} for row in rows]
    statement = CHANGE.format(
        table=meta.db_table,
        sets=", ".join(f'"{field.column}" = new."{field.column}"' for field in fields[1:]),
        types=", ".join(f'"{field.column}" {_type(field)}' for field in fields),
        same=f'row."{key.column}" = new."{key.column}"',
    )
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(statement, [json.dumps(said, cls=DjangoJSONEncoder)])
        return len(rows)


def _type(field: Field[Any, Any]) -> str:
    """Without its length: the column itself refuses what is too long."""
    database = connections[DEFAULT_DB_ALIAS]
    whole = str((field.target_field if isinstance(field, ForeignKey) else field).db_type(database))
    name, _length, rest = whole.partition("(")
    return name + rest.partition(")")[2]


def _reader(field: Field[Any, Any]) -> Callable[[Any], Any]:
    if isinstance(field, BinaryField):
        return lambda value: None if value is None else f"\\x{bytes(value).hex()}"
    return lambda value: value.isoformat() if isinstance(value, date | datetime) else value
