"""Lifecycles: which verb leads from which state to which. One table and one writer for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from foundation.refusals import Refused

if TYPE_CHECKING:
    from django.db.models import Model

Row = TypeVar("Row", bound="Model")
Table = Mapping[str, Mapping[str, str]]

LIFECYCLES: dict[str, Lifecycle] = {}


class Lifecycle:
    """The states of one kind of thing and the verbs that lead from one to the next.

    `table` is {state: {verb: next state}}; each state has an entry, an empty one where the life ends. `also` are other
    states in which a life may begin. Raises ValueError when the table has a hole: an unknown state, one that cannot be
    reached, or a name already taken.
    """

    def __init__(self, name: str, table: Table, *, initial: str, also: Sequence[str] = ()) -> None:
        _check(name, table, {initial, *also})
        self.name = name
        self.initial = initial
        self.also = tuple(also)
        self.table = {state: dict(verbs) for state, verbs in table.items()}
        LIFECYCLES[name] = self

    @property
    def states(self) -> tuple[str, ...]:
        """All states, in the order of the table."""
        return tuple(self.table)

    def verbs(self, state: str) -> tuple[str, ...]:
        """What may be done in this state."""
        return tuple(self.table[state])

    def next_state(self, state: str, verb: str) -> str:
        """Where the verb leads to. Raises Refused("foundation.not_allowed_now")."""
        try:
            return self.table[state][verb]
        except KeyError:
            raise Refused("foundation.not_allowed_now", state=state, verb=verb) from None

    def move(
        self, model: type[Row], pk: object, verb: str, check: Callable[[Row], object] | None = None, **changes: object
    ) -> Row:
        """Lock the row, ask `check(row)`, go to the next state and write `changes` with it; return the fresh row.

        Its key stays free, so that who writes a row that only points at this one need not wait.

        Needs a transaction around it. Raises Refused (also from `check`), and the model's DoesNotExist.
        """
        rows: Any = model._base_manager
        row: Row = rows.select_for_update(no_key=True, of=("self",)).get(pk=pk)
        state = self.next_state(row.state, verb)  # type: ignore[attr-defined]
        if check is not None:
            check(row)
        for field, value in {"state": state, **changes}.items():
            setattr(row, field, value)
        row.save(update_fields=["state", *changes])
        return row

    def mermaid(self) -> str:
        """The diagram as Mermaid text."""
        lines = ["stateDiagram-v2", *(f"    [*] --> {state}" for state in (self.initial, *self.also))]
        for state, verbs in self.table.items():
            lines += [f"    {state} --> {target}: {verb}" for verb, target in verbs.items()]
            if not verbs:
                lines.append(f"    {state} --> [*]")
        return "\n".join(lines)


def _check(name: str, table: Table, beginnings: set[str]) -> None:
    if name in LIFECYCLES:
        raise ValueError(f"lifecycle {name!r} exists already")
    reachable, fresh = set(beginnings), set(beginnings)
    while fresh:
        unknown = fresh - set(table)
        if unknown:
            raise ValueError(f"lifecycle {name!r} leads to unknown states {sorted(unknown)}")
        fresh = {target for state in fresh for target in table[state].values()} - reachable
        reachable |= fresh
    if reachable != set(table):
        raise ValueError(f"lifecycle {name!r} never reaches {sorted(set(table) - reachable)}")


def document() -> str:
    """docs/states.md: every registered lifecycle, in the order in which they registered."""
    pictures = (f"\n## {life.name}\n\n```mermaid\n{life.mermaid()}\n```\n" for life in LIFECYCLES.values())
    return "# States\n\nMade by `manage.py diagrams` from the tables of the code; do not edit.\n" + "".join(pictures)
