"""From answers to counts: how many chose what, item by item, in each group of the partition."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from surveys.domain.results.formulas import LOYALTY, RECOMMENDATION, TOP_OF, WILLING_FROM
from surveys.domain.results.items import LOYAL, YES, Item, item_of_role


@dataclass(frozen=True)
class Part:
    """A group of the partition: ``frame`` could have been asked in these strata (by ordinal), ``answers`` came."""

    number: int
    frame: int
    answers: int
    ordinals: tuple[int, ...] = ()


@dataclass
class Cell:
    """An item in one group: how many ``answered`` it, and how often each value was chosen."""

    answered: int = 0
    counts: Counter[str] = field(default_factory=Counter)


Tally = Mapping[tuple[str, int], Cell]
"""(Key of an item, number of a group) → what was counted; 0 is the number of answers without an invitation."""


def tally(items: Sequence[Item], answers: Iterable[tuple[int, Mapping[str, Any]]]) -> Tally:
    """Count answers, each with the number of its group."""
    found: defaultdict[tuple[str, int], Cell] = defaultdict(Cell)
    again, advise = item_of_role(items, LOYALTY), item_of_role(items, RECOMMENDATION)
    for number, values in answers:
        for item in items:
            chosen = _loyal(again, advise, values) if item.key == LOYAL else list(_chosen(item, values))
            if chosen or (item.kind == "choices" and item.key in values):
                cell = found[item.key, number]
                cell.answered += 1
                cell.counts.update(each for each in chosen if each)
    return found


def merged(cells: Iterable[Cell]) -> Cell:
    """Several groups as one."""
    whole = Cell()
    for cell in cells:
        whole.answered += cell.answered
        whole.counts.update(cell.counts)
    return whole


def _chosen(item: Item, values: Mapping[str, Any]) -> Iterator[str]:
    question, _slash, row = item.key.partition("/")
    value = values.get(question)
    if row:
        value = value.get(row) if isinstance(value, Mapping) else None
    if item.kind == "choices":
        yield from (str(each) for each in value or ())
    elif value is not None and value != "":
        yield str(value)


def _loyal(again: Item | None, advise: Item | None, values: Mapping[str, Any]) -> list[str]:
    """Nothing where one of the two was not answered; an empty word stands for no."""
    if again is None or advise is None or again.key not in values or advise.key not in values:
        return []
    is_loyal = int(values[again.key]) >= TOP_OF[again.scale] and int(values[advise.key]) >= WILLING_FROM
    return [YES if is_loyal else ""]
