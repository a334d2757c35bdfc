"""The flow chart of a handling: the stages passed, with the time spent in each, and those still ahead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

WIDE: Final = 170.0
"""All lengths in millimetres."""
BOX: Final = 46.0
HIGH: Final = 15.0
GAP_X: Final = 13.0
GAP_Y: Final = 17.0
IN_A_ROW: Final = 3
EDGE: Final = 1.0


@dataclass(frozen=True)
class Node:
    """A stage as a box; ``took`` is empty for one that is still ahead."""

    x: float
    y: float
    stage: Mapping[str, str]
    at: str
    took: Mapping[str, str] | None
    is_last: bool = False

    @property
    def middle(self) -> float:
        return round(self.x + BOX / 2, 2)


@dataclass(frozen=True)
class Arrow:
    """From one box to the next; ``is_ahead``: not walked yet."""

    x1: float
    y1: float
    x2: float
    y2: float
    is_ahead: bool


@dataclass(frozen=True)
class FlowChart:
    """Boxes that run to and fro, row by row, and the arrows between them."""

    nodes: Sequence[Node]
    arrows: Sequence[Arrow]
    height: float
    width: float = WIDE
    box: float = BOX
    high: float = HIGH


def flow_chart(flow: Mapping[str, Any]) -> FlowChart:
    """Lay out a flow (``passed`` and ``ahead``, see the record's snapshot)."""
    stages = [(each["stage"], each["at"], each["took"]) for each in flow["passed"]]
    last = len(stages) - 1
    stages += [(stage, "", None) for stage in flow["ahead"]]
    nodes = [
        Node(*_place(number), stage, at, took, is_last=number == last)
        for number, (stage, at, took) in enumerate(stages)
    ]
    arrows = [_arrow(one, other) for one, other in pairwise(nodes)]
    rows = (len(nodes) - 1) // IN_A_ROW + 1
    return FlowChart(nodes, arrows, height=rows * (HIGH + GAP_Y) - GAP_Y + 2 * EDGE)


def _place(number: int) -> tuple[float, float]:
    row, column = divmod(number, IN_A_ROW)
    if row % 2:
        column = IN_A_ROW - 1 - column
    return EDGE + column * (BOX + GAP_X), EDGE + row * (HIGH + GAP_Y)


def _arrow(one: Node, other: Node) -> Arrow:
    """Straight to the side, or down at the end of a row."""
    is_ahead = other.took is None
    if one.y != other.y:
        return Arrow(one.middle, one.y + HIGH, other.middle, other.y, is_ahead)
    level = one.y + HIGH / 2
    if one.x < other.x:
        return Arrow(one.x + BOX, level, other.x, level, is_ahead)
    return Arrow(one.x, level, other.x + BOX, level, is_ahead)
