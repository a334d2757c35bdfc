"""How sure a share is: against published tables, and what always holds."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.shares import Estimate, corrected, difference, wilson


@pytest.mark.parametrize(
    ("hits", "sample", "published"),
    [
        (81, 263, ("25.53", "36.62")),
        (15, 148, ("6.24", "16.05")),
        (0, 20, ("0.00", "16.11")),
        (1, 29, ("0.61", "17.18")),
    ],
)
def test_the_interval_is_wilsons(hits: int, sample: int, published: tuple[str, str]) -> None:
    """The examples of Newcombe, Statistics in Medicine 17 (1998), table I, method 3."""
    assert tuple(f"{bound:.2f}" for bound in wilson(Decimal(hits) / sample * 100, sample)) == published


@given(value=st.decimals(0, 100, places=4), sample=st.integers(1, 10**9))
def test_the_value_lies_within_its_interval(value: Decimal, sample: int) -> None:
    low, high = wilson(value, sample)
    assert Decimal(0) <= low <= high <= Decimal(100)
    assert low - Decimal("0.0001") <= value <= high + Decimal("0.0001")


def test_a_sample_is_worth_more_the_fewer_are_left_unasked() -> None:
    assert corrected(100, answers=100, population=100) is None
    assert corrected(100, answers=100, population=199) == 200
    assert corrected(Decimal(50), answers=100, population=199) == 100
    assert Decimal(100) < (corrected(100, answers=100, population=10**6) or 0) < Decimal("100.01")


def of(count: int, answers: int) -> Estimate:
    value = Decimal(100 * count) / answers
    return Estimate(value, *wilson(value, answers))


@pytest.mark.parametrize(
    ("first", "second", "published"),
    [
        ((56, 70), (48, 80), ("5.24", "33.39")),
        ((9, 10), (3, 10), ("17.05", "80.90")),
        ((5, 56), (0, 29), ("-3.81", "19.26")),
        ((10, 10), (0, 10), ("60.75", "100.00")),
    ],
)
def test_the_difference_is_newcombes(
    first: tuple[int, int], second: tuple[int, int], published: tuple[str, str]
) -> None:
    """The examples of Newcombe, Statistics in Medicine 17 (1998), second paper, table II, method 10."""
    found = difference(of(*first), of(*second))
    assert (f"{found.low:.2f}", f"{found.high:.2f}") == published
    assert found.shows_nothing is (Decimal(published[0]) <= 0)
