"""What a row is going to do: the same words for rows of members and of bills."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from foundation.refusals import Refused
from members.domain.imports.sealed import Row
from members.domain.registry.consents import Said
from members.models import RowOutcome

Problem = dict[str, Any]


@dataclass
class Plan:
    """A row, what it says, and what follows from it. ``what`` is a profile, changes or a bill; ``None`` if rejected."""

    row: Row
    outcome: str = RowOutcome.WAITING
    what: Any = None
    profile: Any = None
    """Of a row of members: checked, as that of somebody new."""
    words: list[Said] = field(default_factory=list)
    """What its person allows."""
    referrer: str = ""
    """The card of who recommended them, who is not here yet: somebody of another row."""
    member_id: int | None = None
    keys: list[str] = field(default_factory=list)
    """Of several rows with one of these, the first one counts."""
    about: list[str] = field(default_factory=list)
    """By these its person is found, also in a row that is rejected."""
    is_of_erased: bool = False
    fields: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def reject(self, refused: Refused) -> None:
        """Note why the row cannot be taken over."""
        self.outcome, self.what, self.fields = RowOutcome.REJECTED, None, []
        self.problems.append(problem(refused))

    @property
    def is_rejected(self) -> bool:
        return bool(self.problems)


def problem(refused: Refused) -> Problem:
    """A refusal as it is kept beside the row: what stood in the cell is not part of it."""
    params = {name: value for name, value in refused.params.items() if isinstance(value, int | str)}
    return {"code": refused.code, "field": refused.field or "", "params": params}


def words_of(problem: Mapping[str, Any]) -> str:
    """The sentence for people, in the language active at the moment of reading."""
    return Refused(problem["code"], problem["field"], **problem["params"]).message
