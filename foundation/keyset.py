"""Lists that cost the same on any page: ordered by a column and the key, continued from a row, never by counting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.dateparse import parse_datetime

from foundation.typed_ids import LONGEST_ID

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Order:
    """By which column (a path of lookups, never empty in the database) a list is sorted, then by the row's key.

    ``is_moment``: the column holds moments; else text.
    """

    path: str
    falling: bool = False
    is_moment: bool = True

    @property
    def fields(self) -> tuple[str, str]:
        """For ``order_by``."""
        sign = "-" if self.falling else ""
        return f"{sign}{self.path}", f"{sign}pk"

    def key_of(self, row: Model) -> str:
        """The place of a row in the list, as it can stand in an address."""
        value: Any = reduce(getattr, self.path.split("__"), row)
        return f"{value.isoformat() if self.is_moment else value}~{row.pk}"

    def parse(self, key: str) -> tuple[datetime | str, int] | None:
        """What :meth:`key_of` wrote; ``None`` for anything else."""
        text, _, pk = key.rpartition("~")
        if not (pk.isascii() and pk.isdigit() and len(pk) <= LONGEST_ID):
            return None
        if not self.is_moment:
            return text, int(pk)
        try:
            moment = parse_datetime(text)
        except ValueError:
            return None
        return None if moment is None or moment.tzinfo is None else (moment, int(pk))


@dataclass(frozen=True)
class Page(Generic[Row]):
    """A stretch of a list, and the keys from which to read on in both directions (empty: nothing there)."""

    rows: Sequence[Row]
    before: str
    after: str


def page_of(rows: QuerySet[Row], order: Order, *, before: str, after: str, size: int) -> Page[Row]:
    """The ``size`` rows after the key ``after`` or before ``before``; the first ones where neither is a key."""
    start = order.parse(before or after)
    backwards = bool(before) and start is not None
    if start is not None:
        rows = rows.filter(_beyond(order.path, start, upwards=order.falling == backwards))
    ordered = rows.order_by(*order.fields)
    if backwards:
        ordered = ordered.reverse()
    found = list(ordered[: size + 1])
    has_more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return Page(found, "", "")
    has_before = has_more if backwards else start is not None
    has_after = backwards or has_more
    return Page(found, order.key_of(found[0]) if has_before else "", order.key_of(found[-1]) if has_after else "")


def _beyond(path: str, key: tuple[datetime | str, int], *, upwards: bool) -> Q:
    side = "gt" if upwards else "lt"
    value, pk = key
    # Said first, so that the index is entered there: of the two halves alone it knows no beginning.
    return Q(**{f"{path}__{side}e": value}) & (Q(**{f"{path}__{side}": value}) | Q(**{path: value, f"pk__{side}": pk}))
