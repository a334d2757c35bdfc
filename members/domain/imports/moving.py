"""What goes over when two members turn out to be one: each room and floor registers what it keeps of a member."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from django.db.models import Model

Move = Callable[[int, int], Sequence[int]]
"""``move(gone_id, kept_id)``: let what belongs to the first belong to the second; the ids of what went over."""
Back = Callable[[Sequence[int], int, int], None]
"""``back(ids, gone_id, kept_id)``: let these rows, as far as they still are the second's, belong to the first again."""


class Mover(NamedTuple):
    """How one kind of rows goes over and comes back."""

    move: Move
    back: Back


_movers: Final[dict[str, Mover]] = {}


def register_moved(source: str, move: Move, back: Back) -> None:
    """Add a kind of rows; both members are locked while it moves. Raises ValueError for a name that is taken."""
    mover = Mover(move, back)
    if _movers.get(source, mover) != mover:
        raise ValueError(f"{source!r} are moved already")
    _movers[source] = mover


def movers() -> dict[str, Mover]:
    """All of them, in the order of registering."""
    return dict(_movers)


def by_column(model: type[Model], column: str = "member") -> Mover:
    """For rows that name their member in a column that may change."""
    rows: Any = model._base_manager

    def move(gone_id: int, kept_id: int) -> list[int]:
        ids = list(rows.filter(**{column: gone_id}).values_list("pk", flat=True))
        rows.filter(pk__in=ids).update(**{column: kept_id})
        return ids

    def back(ids: Sequence[int], gone_id: int, kept_id: int) -> None:
        rows.filter(pk__in=ids, **{column: kept_id}).update(**{column: gone_id})

    return Mover(move, back)
