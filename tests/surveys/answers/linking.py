"""An attacker with the whole database in hand, before and after a wave is opened, who wants to know who said what.

They look at every column of every row that tells of an answer or of the use of an invitation, the system's own columns
among them (where a row lies, by which transaction and command it was written, which is the order of the log too), and
pair answers with people: by equal values, and by the same place in the order of any two columns.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from psycopg2 import extensions, sql

Row = Mapping[str, Any]
Dump = Mapping[str, Sequence[Row]]
SYSTEM_COLUMNS: Final = "ctid::text, xmin::text::bigint, xmax::text::bigint, cmin::text::bigint"
TABLES: Final = """
    SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname
"""


@dataclass(frozen=True)
class Best:
    """The best pairing that was found: how many pairs were right, and by what."""

    hits: int
    by: tuple[str, str]


def dump(session: extensions.connection) -> Dump:
    """Every row of every table, with its system columns."""
    found: dict[str, list[Row]] = {}
    with session.cursor() as cursor:
        cursor.execute(TABLES)
        for (table,) in cursor.fetchall():
            asked = sql.SQL("SELECT {}, * FROM public.{}").format(sql.SQL(SYSTEM_COLUMNS), sql.Identifier(table))
            cursor.execute(asked)
            names = [f"system.{each.name}" if place < 4 else each.name for place, each in enumerate(cursor.description)]
            found[table] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return found


def traces_of_people(before: Dump, after: Dump) -> Mapping[int, Row]:
    """By the id of an invitation that was answered, all that any row tells of its use; of both dumps."""
    people: dict[int, dict[str, Any]] = defaultdict(dict)
    for name, rows in (("before", before), ("after", after)):
        pool = {row["system.xmin"]: row for row in rows["surveys_pooledanswer"]}
        for row in rows["surveys_invitation"]:
            if row["state"] == "answered":
                _add(people[row["id"]], f"{name}.invitation", row)
                _add(people[row["id"]], f"{name}.pool", pool.get(row["system.xmin"], {}))
        for row in rows["foundation_auditentry"]:
            if row["table_name"] == "surveys_invitation" and int(row["row_id"]) in people:
                _add(people[int(row["row_id"])], f"{name}.audit.{row['verb']}", row)
    return people


def traces_of(rows: Iterable[Row]) -> Mapping[str, Row]:
    """By the id of an answer, or of a text, all that its row tells."""
    traces: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in rows:
        _add(traces[str(row["id"])], "after", row)
    return traces


def link(answers: Mapping[str, Row], people: Mapping[int, Row], is_theirs: Callable[[str, int], bool]) -> Best:
    """Try every pair of columns; ``is_theirs`` is the truth, which only the test knows."""
    best = Best(0, ("", ""))
    columns_of_people = [(name, _values(people, name)) for name in _columns(people)]
    orders_of_people = _orders(columns_of_people)
    columns_of_answers = [(name, _values(answers, name)) for name in _columns(answers)]
    for of_answer, values in columns_of_answers:
        for of_person, their_values in columns_of_people:
            hits = sum(is_theirs(*pair) for pair in _by_value(values, their_values))
            best = max(best, Best(hits, (of_answer, of_person)), key=lambda each: each.hits)
    for of_answer, order in _orders(columns_of_answers):
        for of_person, their_order in orders_of_people:
            hits = sum(is_theirs(*pair) for pair in zip(order, their_order, strict=False))
            best = max(best, Best(hits, (of_answer, of_person)), key=lambda each: each.hits)
    return best


def _add(trace: dict[str, Any], name: str, row: Row) -> None:
    trace.update({f"{name}.{column}": value for column, value in row.items() if value is not None})


def _columns(traces: Mapping[Any, Row]) -> list[str]:
    return sorted({column for trace in traces.values() for column in trace})


def _values(traces: Mapping[Any, Row], column: str) -> dict[Any, tuple[str, float, str]]:
    return {key: _comparable(trace[column]) for key, trace in traces.items() if column in trace}


def _by_value(answers: dict[str, Any], people: dict[int, Any]) -> Iterator[tuple[str, int]]:
    """Pairs of equal value, where it is one person's alone."""
    whose: dict[Any, list[int]] = defaultdict(list)
    for person, value in people.items():
        whose[value].append(person)
    return ((key, whose[value][0]) for key, value in answers.items() if len(whose.get(value, ())) == 1)


def _orders(columns: Iterable[tuple[str, dict[Any, Any]]]) -> list[tuple[str, list[Any]]]:
    """The orders into which the columns put the rows, from the first and from the last, each order once."""
    found: dict[tuple[Any, ...], tuple[str, list[Any]]] = {}
    for name, values in columns:
        if len(set(values.values())) > 1:
            order = sorted(values, key=values.__getitem__)
            for way in (order, order[::-1]):
                found.setdefault(tuple(way), (name, way))
    return list(found.values())


def _comparable(value: Any) -> tuple[str, float, str]:
    """Numbers by their size, places in a table by page and line, moments and the rest as they are written."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return ("number", float(value), "")
    if isinstance(value, memoryview):
        return ("bytes", 0, bytes(value).hex())
    place = re.fullmatch(r"\((\d+),(\d+)\)", str(value))
    if place:
        return ("place", int(place[1]) * 1e6 + int(place[2]), "")
    return ("text", 0, str(value))
