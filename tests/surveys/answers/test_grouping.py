"""Strata become groups of five and more: disjoint, whole, and merged as little as can be."""

import itertools
from collections.abc import Iterator, Sequence

from hypothesis import given
from hypothesis import strategies as st

from surveys.domain.answers.grouping import LEAST, StratumCount, groups_of

VENUES = st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=4), min_size=1, max_size=3)


def strata(*venues: Sequence[int]) -> list[StratumCount]:
    """Strata of as many venues, with so many answers each, numbered from 1."""
    numbers = itertools.count(1)
    return [StratumCount(next(numbers), place, answers) for place, each in enumerate(venues) for answers in each]


def test_small_strata_join_a_neighbour_of_their_venue_before_one_of_the_next() -> None:
    assert groups_of(strata([9, 7, 5])) == [[1], [2], [3]]
    assert groups_of(strata([3, 2, 40])) == [[1, 2], [3]]
    assert groups_of(strata([40, 3], [4, 40])) == [[1, 2], [3, 4]]
    assert groups_of(strata([4], [9, 9])) == [[1, 2], [3]]
    assert groups_of(strata([0, 5, 0])) == [[1, 2, 3]]


def test_too_few_answers_for_any_group_are_one_group_and_no_strata_none() -> None:
    assert groups_of(strata([1, 0], [3])) == [[1, 2, 3]]
    assert groups_of([]) == []


@given(VENUES)
def test_every_group_has_five_answers_and_every_stratum_one_group(venues: list[list[int]]) -> None:
    counts = strata(*venues)
    groups = groups_of(counts)
    assert [stratum for group in groups for stratum in group] == [each.stratum for each in counts]
    answers = {each.stratum: each.answers for each in counts}
    sizes = [sum(answers[stratum] for stratum in group) for group in groups]
    assert min(sizes) >= LEAST or len(groups) == 1
    assert groups_of(counts) == groups


@given(VENUES)
def test_no_other_way_crosses_fewer_venues_or_merges_less(venues: list[list[int]]) -> None:
    counts = strata(*venues)
    possible = [cost(parts) for parts in cuts(counts) if all(sum(s.answers for s in part) >= LEAST for part in parts)]
    by_number = {each.stratum: each for each in counts}
    chosen = [[by_number[stratum] for stratum in group] for group in groups_of(counts)]
    assert cost(chosen) == min(possible, default=cost([counts]))


def cuts(counts: Sequence[StratumCount]) -> Iterator[list[Sequence[StratumCount]]]:
    """Every way to cut the row of strata into pieces."""
    for chosen in itertools.product((False, True), repeat=len(counts) - 1):
        places = [0, *(place for place, is_cut in enumerate(chosen, start=1) if is_cut), len(counts)]
        yield [counts[begin:end] for begin, end in itertools.pairwise(places)]


def cost(parts: Sequence[Sequence[StratumCount]]) -> tuple[int, int]:
    """Neighbours of two venues in one part, and neighbours in one part at all."""
    joined = [pair for part in parts for pair in itertools.pairwise(part)]
    return sum(one.venue != other.venue for one, other in joined), len(joined)
