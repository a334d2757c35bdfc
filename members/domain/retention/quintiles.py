"""Scores from 1 to 5 by how a value stands among all: the rule that RFM is cut by."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

CLASSES: Final = 5


def score(below: int, equal: int, total: int) -> int:
    """The score of a value with ``below`` smaller ones and ``equal`` equal ones (itself included) among ``total``.

    Its middle place, ``below + equal / 2``, tells the fifth: whoever ties has the same score, and where all are equal
    all have 3. Whole numbers only, so that every machine cuts alike.
    """
    return 1 + CLASSES * (2 * below + equal) // (2 * total)


def scores(values: Sequence[Any]) -> list[int]:
    """The score of each value among all of them, the greatest being the best."""
    counts, below, found = Counter(values), 0, dict[Any, int]()
    for value in sorted(counts):
        found[value] = score(below, counts[value], len(values))
        below += counts[value]
    return [found[value] for value in values]
