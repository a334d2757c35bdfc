"""Nothing under five can be had: an adversary adds and subtracts everything that is published, and finds no such count.

The unknowns are how many answered which item in which stratum. What is published are sums of them. The adversary knows
the strata, the groups, the formulas and every page, file and REST answer, all of which come from the same rows.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.domain.answers.grouping import StratumCount, groups_of
from surveys.domain.results.exporting import answer_rows
from surveys.domain.results.figures import Row, figures
from surveys.domain.results.items import Item, items_of
from surveys.domain.results.partition import Place
from surveys.domain.results.storing import plain, read
from surveys.domain.results.tallying import Part, Tally, tally
from tests.surveys.results.questionnaires import DEFINITION

ASKED = ("satisfied", "clean", "why")
EVERYBODY = "*"
Unknown = tuple[str, int]
"""An item (or all answers) and a stratum."""
Sums = list[frozenset[Unknown]]


class Adversary:
    """Keeps an echelon form of all sums that are known; can a further sum be made of them?"""

    def __init__(self, unknowns: Sequence[Unknown], known: Sums) -> None:
        self.place = {unknown: number for number, unknown in enumerate(unknowns)}
        self.rows: dict[int, list[Fraction]] = {}
        for each in known:
            rest = self.reduced(each)
            lead = next((number for number, value in enumerate(rest) if value), None)
            if lead is not None:
                self.rows[lead] = [value / rest[lead] for value in rest]

    def reduced(self, wanted: frozenset[Unknown]) -> list[Fraction]:
        rest = [Fraction(0)] * len(self.place)
        for unknown in wanted:
            rest[self.place[unknown]] += 1
        for number in range(len(rest)):
            if rest[number] and number in self.rows:
                factor, row = rest[number], self.rows[number]
                rest = [value - factor * other for value, other in zip(rest, row, strict=True)]
        return rest

    def knows(self, wanted: frozenset[Unknown]) -> bool:
        return not any(self.reduced(wanted))


def published(rows: Sequence[Row], parts: Sequence[Part], exported: Sequence[tuple[str, str, str]]) -> Sums:
    """Every sum on pages, in the workbook, in REST (all made of ``rows``) and in the export."""
    strata = {part.number: part.ordinals for part in parts}
    found: Sums = []
    for row in (read(plain(each)) for each in rows):
        covered = [ordinal for number in row.cut.numbers for ordinal in strata[number]]
        found.append(frozenset((EVERYBODY, ordinal) for ordinal in covered))
        found += [frozenset((key, ordinal) for ordinal in covered) for key in row.items if key in ASKED]
        pooled = [key for key in ("clean",) if key in row.items and "facilities" in row.subjects]
        found += [frozenset((key, ordinal) for key in pooled for ordinal in covered)] if pooled else []
    for question, number, _value in set(exported):
        key = question.partition("=")[0]
        if key not in ASKED:
            continue
        covered = list(strata[int(number)]) if number else [ordinal for each in strata.values() for ordinal in each]
        found.append(frozenset((key, ordinal) for ordinal in covered))
    return found


def subsets(ordinals: Sequence[int]) -> Iterator[tuple[int, ...]]:
    for size in range(1, len(ordinals) + 1):
        yield from combinations(ordinals, size)


def betrayed(
    known: Sums, truth: Mapping[Unknown, int], ordinals: Sequence[int]
) -> list[tuple[str, tuple[int, ...], int]]:
    """Which counts of one to four the adversary can derive."""
    adversary = Adversary(list(truth), known)
    found = []
    for key in (EVERYBODY, *ASKED):
        for some in subsets(ordinals):
            count = sum(truth[key, ordinal] for ordinal in some)
            if 0 < count < 5 and adversary.knows(frozenset((key, ordinal) for ordinal in some)):
                found.append((key, some, count))
    return found


def world(
    sizes: Sequence[tuple[int, int, int]],
) -> tuple[list[Item], list[Part], list[Place], Tally, dict[Unknown, int]]:
    """Strata of two venues in turn, each with so many answers, of which some answered the other two items too."""
    places = [Place(ordinal, ordinal // 3, f"tier {ordinal % 3}") for ordinal in range(len(sizes))]
    counts = [StratumCount(place.ordinal, place.venue_id, sizes[place.ordinal][0]) for place in places]
    parts = [
        Part(number, 10 * sum(sizes[o][0] for o in group) + 1, sum(sizes[o][0] for o in group), tuple(group))
        for number, group in enumerate(groups_of(counts), 1)
    ]
    group_of = {ordinal: part.number for part in parts for ordinal in part.ordinals}
    answers: list[tuple[int, dict[str, Any]]] = []
    truth: dict[Unknown, int] = {}
    for ordinal, (size, clean, why) in enumerate(sizes):
        counted = {EVERYBODY: size, "satisfied": size, "clean": min(clean, size), "why": min(why, size)}
        truth |= {(key, ordinal): count for key, count in counted.items()}
        for number in range(size):
            values: dict[str, Any] = {"satisfied": 4, "again": 5, "advise": 9}
            values |= {"clean": 7} if number < clean else {}
            values |= {"why": ["songs"]} if number < why else {}
            answers.append((group_of[ordinal], values))
    items = items_of(DEFINITION)
    return items, parts, places, tally(items, answers), truth


SIZES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=6)


@settings(max_examples=25)
@given(SIZES.filter(lambda sizes: sum(size for size, *_rest in sizes) >= 5))
def test_no_count_under_five_can_be_derived(sizes: list[tuple[int, int, int]]) -> None:
    items, parts, places, counted, truth = world(sizes)
    rows = figures(items, counted, parts, places)
    known = published(rows, parts, list(answer_rows(items, counted, parts)))
    assert betrayed(known, truth, range(len(sizes))) == []


def test_the_adversary_finds_what_overlapping_cells_would_betray() -> None:
    """The control: a venue and a tier beside the whole, each large enough by itself, give away who is in neither."""
    sizes = [(6, 0, 0), (2, 0, 0), (9, 0, 0), (6, 0, 0)]
    items, parts, places, counted, truth = world(sizes)
    known = published(figures(items, counted, parts, places), parts, list(answer_rows(items, counted, parts)))
    assert betrayed(known, truth, range(4)) == []
    venue = frozenset((EVERYBODY, ordinal) for ordinal in (0, 1, 2))
    tiers = frozenset((EVERYBODY, ordinal) for ordinal in (0, 2))
    assert betrayed([*known, venue, tiers], truth, range(4)) == [(EVERYBODY, (1,), 2)]
