"""What may be shown: unions of groups of one partition, and only items that enough people answered (D5).

Every group has five answers at least (``surveys.domain.answers`` makes them so). An item that fewer answered in some
group is shown for the whole wave alone, one that fewer answered in the whole wave not at all. Whatever is shown is then
a sum of counts of five or more, none of which overlap: nothing smaller can be had by adding or subtracting
(``docs/methods.md``; ``tests/surveys/results/test_suppression.py`` tries it).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from surveys.domain.results.items import Item
from surveys.domain.results.tallying import Cell, Part, Tally
from surveys.models import FEWEST


class Level(StrEnum):
    """How finely an item may be shown."""

    GROUPS = "groups"
    WHOLE = "whole"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Place:
    """A stratum: where and of which tier its members are; either may be empty."""

    ordinal: int
    venue_id: int | None
    tier: str


@dataclass(frozen=True)
class Cut:
    """A row of figures: the whole wave, a venue, a tier or a group; always whole groups."""

    kind: str
    key: str
    numbers: tuple[int, ...]


def level_of(item: Item, tally: Tally, parts: Sequence[Part]) -> Level:
    """How finely an item may be shown in this wave."""
    answered = [tally.get((item.key, part.number), Cell()).answered for part in parts]
    if answered and min(answered) >= FEWEST:
        return Level.GROUPS
    return Level.WHOLE if sum(answered) >= FEWEST else Level.HIDDEN


def cuts_of(parts: Sequence[Part], places: Sequence[Place]) -> list[Cut]:
    """The whole, then each venue and each tier that is made of whole groups, then the groups that are none of these."""
    whole = Cut("whole", "", tuple(part.number for part in parts))
    found = [whole]
    venues = sorted({place.venue_id for place in places if place.venue_id is not None})
    for venue in venues:
        found += _made_of_groups("venue", str(venue), {p.ordinal for p in places if p.venue_id == venue}, parts)
    for tier in sorted({place.tier for place in places if place.tier}):
        found += _made_of_groups("tier", tier, {p.ordinal for p in places if p.tier == tier}, parts)
    shown = {cut.numbers for cut in found}
    groups = (Cut("group", str(part.number), (part.number,)) for part in parts)
    return found + [cut for cut in groups if cut.numbers not in shown]


def _made_of_groups(kind: str, key: str, ordinals: set[int], parts: Sequence[Part]) -> list[Cut]:
    touched = [part for part in parts if ordinals & set(part.ordinals)]
    is_whole = {ordinal for part in touched for ordinal in part.ordinals} == ordinals
    return [Cut(kind, key, tuple(part.number for part in touched))] if is_whole and len(touched) < len(parts) else []
