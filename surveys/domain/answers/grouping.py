"""From strata to groups of five and more answers: one partition of a wave, of which all that is shown is made up.

Groups do not overlap, so that nobody learns anything of a part smaller than five by taking one figure from another.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

LEAST: Final = 5
"""Answers of which figures may be shown."""


@dataclass(frozen=True)
class StratumCount:
    """How many answered in one stratum. ``venue`` is what strata of one venue have in common."""

    stratum: int
    venue: int | None
    answers: int


class _Best(NamedTuple):
    """The best way to group the first strata: the fewer ``crossings`` and then ``merges`` the better."""

    crossings: int
    merges: int
    last: int
    """Where the last group begins."""


def groups_of(counts: Sequence[StratumCount], *, least: int = LEAST) -> list[list[int]]:
    """The strata by groups, in the order in which they are given, which is venue by venue and tier by tier.

    Each group has ``least`` answers or more. Only neighbours are merged: as seldom as possible strata of two venues,
    and then as few strata at all as possible; of what is equal, what keeps the earlier strata apart. All strata are in
    one group when there are too few answers for any, however few there are; no strata make no group.
    """
    best: list[_Best | None] = [_Best(0, 0, 0)]
    for end in range(1, len(counts) + 1):
        ways = [_extended(best[begin], counts[begin:end], begin, least) for begin in range(end)]
        best.append(min((way for way in ways if way is not None), default=None))
    if best[-1] is None:
        return [[each.stratum for each in counts]]
    groups: list[list[int]] = []
    end = len(counts)
    while end:
        found = best[end]
        if found is None:
            raise LookupError("the way back leads over what was found on the way there")
        begin = found.last
        groups.append([each.stratum for each in counts[begin:end]])
        end = begin
    return groups[::-1]


def _extended(before: _Best | None, group: Sequence[StratumCount], begin: int, least: int) -> _Best | None:
    """What comes of one more group after the best way before it; nothing when it is too small."""
    if before is None or sum(each.answers for each in group) < least:
        return None
    crossings = sum(one.venue != other.venue for one, other in itertools.pairwise(group))
    # The last group begins as early as it may: the strata before it stay apart.
    return _Best(before.crossings + crossings, before.merges + len(group) - 1, begin)
