"""What is handed to whoever wants to compute the figures again: answers that are nobody's (D6).

For each question one row for each answer, with its group where the question is shown by groups. Each question is
shuffled by itself, and of a question with several answers each option too: no two rows can be told to be of one person,
so the rows say no more than the counts do.
"""

import secrets
from collections.abc import Iterator, Sequence

from surveys.domain.results.items import LOYAL, YES, Item
from surveys.domain.results.partition import Level, level_of
from surveys.domain.results.tallying import Cell, Part, Tally, merged

NO: str = "no"


def answer_rows(items: Sequence[Item], tally: Tally, parts: Sequence[Part]) -> Iterator[tuple[str, str, str]]:
    """Question, number of the group (empty: the whole wave) and value, in random order question by question."""
    for item in items:
        cells = _cells(item, tally, parts)
        if item.kind == "choices":
            for option in item.options:
                yield from _shuffled(f"{item.key}={option}", _yes_or_no(cells, option))
        elif item.key == LOYAL:
            yield from _shuffled(item.key, _yes_or_no(cells, YES))
        else:
            yield from _shuffled(
                item.key, [(number, value) for number, cell in cells for value in cell.counts.elements()]
            )


def _cells(item: Item, tally: Tally, parts: Sequence[Part]) -> list[tuple[str, Cell]]:
    found = [(str(part.number), tally.get((item.key, part.number), Cell())) for part in parts]
    match level_of(item, tally, parts):
        case Level.GROUPS:
            return found
        case Level.WHOLE:
            return [("", merged(cell for _number, cell in found))]
        case Level.HIDDEN:
            return []


def _yes_or_no(cells: Sequence[tuple[str, Cell]], value: str) -> list[tuple[str, str]]:
    return [
        (number, word)
        for number, cell in cells
        for word, times in ((YES, cell.counts[value]), (NO, cell.answered - cell.counts[value]))
        for _each in range(times)
    ]


def _shuffled(key: str, rows: list[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    secrets.SystemRandom().shuffle(rows)
    return ((key, number, value) for number, value in rows)
