"""Drawing a sample so that anybody can draw it again: by a seed and the frame, never by the hour nor by a machine.

The algorithm, in full. The frame is a list of members, each in one stratum. All members are put in the rising order of
SHA-256 of the UTF-8 text ``seed:id``, compared as bytes (equal ones, which nobody has ever seen, by id). Of each
stratum the first ``allocated`` members in that order are drawn; a simple sample are the first members of the whole
order. Who is to step in for somebody is the next one of that stratum in the same order. A place in the order says
nothing about the member, and no random numbers of a language or its version take part.
"""

import hashlib
import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

SEED_BYTES: Final = 16


@dataclass(frozen=True)
class Cell:
    """A stratum: a venue (``None``: no home venue) and the name of a tier (empty: none)."""

    venue_id: int | None
    tier: str


@dataclass(frozen=True)
class Frame:
    """Among whom is drawn: members by rising id, each with the ordinal of its cell; frozen before the draw."""

    cells: tuple[Cell, ...]
    member_ids: tuple[int, ...]
    ordinals: tuple[int, ...]

    @property
    def sizes(self) -> list[int]:
        """How many members each cell has."""
        counts = Counter(self.ordinals)
        return [counts[ordinal] for ordinal in range(len(self.cells))]

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the UTF-8 text of the frame, each line ended by a line feed.

        First a line for each cell: ``ordinal venue-id tier`` (``-`` for no venue); then one for each member, by rising
        id: ``id ordinal``.
        """
        cells = (f"{ordinal} {cell.venue_id or '-'} {cell.tier}\n" for ordinal, cell in enumerate(self.cells))
        members = (f"{pk} {ordinal}\n" for pk, ordinal in zip(self.member_ids, self.ordinals, strict=True))
        return hashlib.sha256("".join((*cells, *members)).encode()).hexdigest()


@dataclass(frozen=True)
class Drawn:
    """Somebody who was drawn: their place in the order of the whole frame, from 1, and their stratum."""

    position: int
    member_id: int
    ordinal: int


def frame_of(cells_by_member: dict[int, Cell]) -> Frame:
    """The frame of these members."""
    cells = ordered(set(cells_by_member.values()))
    ordinals = {cell: ordinal for ordinal, cell in enumerate(cells)}
    member_ids = sorted(cells_by_member)
    return Frame(tuple(cells), tuple(member_ids), tuple(ordinals[cells_by_member[pk]] for pk in member_ids))


def ordered(cells: Iterable[Cell]) -> list[Cell]:
    """Cells by venue and tier, those without a venue first."""
    return sorted(cells, key=lambda cell: (cell.venue_id or 0, cell.tier))


def new_seed() -> str:
    """Sixteen random bytes in hex, made before anybody sees who is drawn by them."""
    return secrets.token_hex(SEED_BYTES)


def in_order(frame: Frame, *, seed: str) -> list[Drawn]:
    """The whole frame in the order of the draw."""
    rows = sorted(
        (hashlib.sha256(f"{seed}:{pk}".encode()).digest(), pk, ordinal)
        for pk, ordinal in zip(frame.member_ids, frame.ordinals, strict=True)
    )
    return [Drawn(position, pk, ordinal) for position, (_rank, pk, ordinal) in enumerate(rows, start=1)]


def draw(frame: Frame, *, seed: str, allocated: Sequence[int]) -> list[Drawn]:
    """The first so many of each stratum, in the order of the draw. Raises ValueError where a stratum has fewer."""
    if any(count > size for count, size in zip(allocated, frame.sizes, strict=True)):
        raise ValueError("no stratum gives more than it has")
    left = list(allocated)
    drawn = []
    for each in in_order(frame, seed=seed):
        if left[each.ordinal]:
            left[each.ordinal] -= 1
            drawn.append(each)
    return drawn


def fallen(frame: Frame, *, seed: str, sample: int) -> list[int]:
    """How many of each stratum a simple sample takes: as they fall among the first of the whole order."""
    counts = Counter(each.ordinal for each in in_order(frame, seed=seed)[:sample])
    return [counts[ordinal] for ordinal in range(len(frame.cells))]
