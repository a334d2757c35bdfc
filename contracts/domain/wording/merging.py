"""Two texts merged into one reading, with what was removed and what was added; in a bounded time whatever they say.

Looking for what two texts share takes time by the square of their length, and by its cube where few signs repeat, so
that one clause could hold up everybody who reads it. Therefore the work is counted: texts on which it runs out are
compared by the sentence, then by the line, and in the end are shown whole, the old one and the new one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import Match, SequenceMatcher
from itertools import groupby
from typing import Final, Literal

Opcode = tuple[str, int, int, int, int]

# Coarser and coarser. A Chinese sign is a word of its own; Latin letters and digits belong together.
_SIGNS: Final = re.compile(r"[A-Za-z0-9_.,%]+|\s+|.", re.DOTALL)
_SENTENCES: Final = re.compile(r"[^。；！？;!?\n]*[。；！？;!?\n]|[^。；！？;!?\n]+")
_LINES: Final = re.compile(r"[^\n]*\n|[^\n]+")
_UNITS: Final = (_SIGNS, _SENTENCES, _LINES)

STEPS_A_UNIT: Final = 60
"""Looks at a pair of equal units, for each unit of the two texts; a thousand signs, all written anew, take 30."""
STEPS_IN_ALL: Final = 2_000_000
"""The same for all clauses of a comparison, together about half a second."""


@dataclass(frozen=True)
class Piece:
    """A run of text that stands in both versions, or only in the old or the new one."""

    kind: Literal["same", "added", "removed"]
    text: str


@dataclass
class Patience:
    """How much work is left for a comparison, in looks at a pair of equal units."""

    left: int = field(default=STEPS_IN_ALL)


class _TooMuch(Exception):
    """The work allowed is done."""


class _Counting(SequenceMatcher[str]):
    """Counts its work beforehand, and gives up (``_TooMuch``) when it is more than ``steps``."""

    def __init__(self, a: Sequence[str], b: Sequence[str], steps: int) -> None:
        super().__init__(None, a, b, autojunk=False)
        self.units, self.times, self.steps = a, Counter(b), steps

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        for unit in self.units[alo:ahi]:
            self.steps -= 1 + self.times[unit]
            if self.steps < 0:
                raise _TooMuch
        return super().find_longest_match(alo, ahi, blo, bhi)


def pieces(old: str, new: str, patience: Patience | None = None) -> tuple[Piece, ...]:
    """What both texts have once, what was removed and what was added, in reading order.

    ``patience``: what a comparison of many texts has left for this one and those after it.
    """
    return tuple(_joined(_merged(old, new, _UNITS, patience or Patience())))


def _merged(old: str, new: str, units: Sequence[re.Pattern[str]], patience: Patience) -> Iterator[Piece]:
    """Both without what they begin and end with alike; the rest by the finest unit for which there is patience."""
    a, b = _SIGNS.findall(old), _SIGNS.findall(new)
    start = _alike(a, b)
    end = _alike(a[start:][::-1], b[start:][::-1])
    a_end, b_end = len(a) - end, len(b) - end
    yield Piece("same", "".join(a[:start]))
    yield from _between("".join(a[start:a_end]), "".join(b[start:b_end]), units, patience)
    yield Piece("same", "".join(a[a_end:]))


def _between(old: str, new: str, units: Sequence[re.Pattern[str]], patience: Patience) -> Iterator[Piece]:
    for place, unit in enumerate(units):
        a, b = unit.findall(old), unit.findall(new)
        opcodes = _opcodes(a, b, patience)
        for verb, a_from, a_to, b_from, b_to in opcodes:
            before, after = "".join(a[a_from:a_to]), "".join(b[b_from:b_to])
            if verb == "equal":
                yield Piece("same", before)
            else:  # what differs by the sentence is looked at by the sign once more
                yield from _merged(before, after, units[:place], patience)
        if opcodes:
            return
    yield Piece("removed", old)
    yield Piece("added", new)


def _opcodes(a: Sequence[str], b: Sequence[str], patience: Patience) -> Sequence[Opcode]:
    """How the one becomes the other; nothing when finding out takes more work than allowed."""
    allowed = min(patience.left, STEPS_A_UNIT * (len(a) + len(b)))
    matcher = _Counting(a, b, allowed)
    try:
        return list(matcher.get_opcodes())
    except _TooMuch:
        return []
    finally:
        patience.left -= allowed - max(matcher.steps, 0)


def _alike(a: Sequence[str], b: Sequence[str]) -> int:
    """How many units both begin with."""
    differing = (place for place, (one, other) in enumerate(zip(a, b, strict=False)) if one != other)
    return next(differing, min(len(a), len(b)))


def _joined(found: Iterable[Piece]) -> Iterator[Piece]:
    """Neither empty pieces nor two of a kind in a row."""
    for kind, run in groupby((piece for piece in found if piece.text), key=lambda piece: piece.kind):
        yield Piece(kind, "".join(piece.text for piece in run))
