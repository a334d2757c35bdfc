"""Many bills in rounds: within a round no two have anything to do with each other, so they can be written together."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence


def in_rounds(keys: Sequence[Collection[Hashable]]) -> list[list[int]]:
    """Places of a sequence, round by round, by what each has to do with.

    Of two with a key in common the earlier one comes in an earlier round; within a round they keep their order.
    """
    rounds: list[list[int]] = []
    last: dict[Hashable, int] = {}
    for place, own in enumerate(keys):
        number = max((last[key] + 1 for key in own if key in last), default=0)
        last.update(dict.fromkeys(own, number))
        if number == len(rounds):
            rounds.append([])
        rounds[number].append(place)
    return rounds
