"""The arithmetic of retention, without a database: rates, scores, habits, intervals, draws, cohorts."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from members.domain.retention.churn import Habit
from members.domain.retention.cohorts import grid, months_between
from members.domain.retention.drawing import frame_hash, held_out, new_seed
from members.domain.retention.fields import FIELDS, field_of, squares_of
from members.domain.retention.intervals import difference
from members.domain.retention.quintiles import scores
from members.domain.retention.rates import Rate


def test_a_rate_is_shown_to_a_tenth_and_is_whole_only_when_it_is() -> None:
    assert [Rate(*pair).percent for pair in ((2, 3), (1, 3), (9999, 10000), (1, 10000), (3, 3), (0, 3), (0, 0))] == [
        Decimal("66.7"),
        Decimal("33.3"),
        Decimal("99.9"),
        Decimal("0.1"),
        Decimal(100),
        Decimal(0),
        None,
    ]
    assert Rate(2, 3).exact == Decimal("66.6667")
    assert Rate(2, 3).rest == Rate(1, 3)
    assert [Rate(*pair).shade for pair in ((0, 9), (1, 100), (5, 10), (10, 10), (0, 0))] == [0, 1, 5, 10, 0]


def test_five_different_values_have_the_five_scores_and_ties_share_one() -> None:
    assert scores([50, 10, 30, 20, 40]) == [5, 1, 3, 2, 4]
    assert scores([7, 7, 7]) == [3, 3, 3]
    assert scores([1, 1, 1, 1, 9]) == [3, 3, 3, 3, 5]
    assert scores([1] * 6 + [2, 3, 4, 5]) == [2] * 6 + [4, 4, 5, 5]


@given(st.lists(st.integers(0, 30), min_size=1, max_size=60))
def test_scores_follow_the_values_and_only_ties_tie(values: list[int]) -> None:
    found = dict(zip(values, scores(values), strict=True))
    assert all(1 <= each <= 5 for each in found.values())
    ordered = [found[value] for value in sorted(found)]
    assert ordered == sorted(ordered)
    counts = Counter(scores(list(range(len(values)))))
    assert max(counts.values()) - min(counts.values()) <= 1 or len(values) < 5


@translation.override("en")
def test_a_habit_is_broken_after_three_gaps_and_a_month_of_silence() -> None:
    start = date(2026, 5, 1)
    regular = Habit(start, start + timedelta(days=48), 5, start + timedelta(days=89))
    assert (regular.gap, regular.silence, regular.is_at_risk) == (12, 41, True)
    assert regular.reasons == "Came every 12 days (5 visits), silent for 41."
    on_the_edge = Habit(start, start + timedelta(days=48), 5, start + timedelta(days=48 + 36))
    assert not on_the_edge.is_at_risk
    assert on_the_edge.reasons == "Comes every 12 days (5 visits); last seen 36 days ago."
    daily = Habit(start, start + timedelta(days=9), 10, start + timedelta(days=39))
    assert (daily.gap, daily.silence, daily.is_at_risk) == (1, 30, False)
    seldom = Habit(start, start + timedelta(days=1), 2, start + timedelta(days=200))
    assert (seldom.gap, seldom.is_at_risk) == (None, False)
    assert seldom.reasons == "Came too seldom to have a habit; silent for 199 days."


def test_the_difference_of_shares_is_bounded_as_newcombe_tabled_it() -> None:
    found = difference(Rate(56, 70), Rate(48, 80))
    assert found is not None
    assert (found.value, round(found.low, 2), round(found.high, 2)) == (Decimal(20), Decimal("5.24"), Decimal("33.39"))
    assert not found.shows_nothing
    small = difference(Rate(9, 10), Rate(3, 10))
    assert small is not None
    assert (round(small.low, 2), round(small.high, 2)) == (Decimal("17.05"), Decimal("80.90"))
    even = difference(Rate(6, 10), Rate(5, 10))
    assert even is not None
    assert even.shows_nothing
    assert difference(Rate(0, 0), Rate(1, 2)) is None


def test_a_hold_out_is_drawn_again_from_its_seed_whatever_the_order() -> None:
    frame = list(range(1, 201))
    drawn = held_out(frame, seed="5eed", percent=10)
    assert len(drawn) == 20
    assert held_out(frame[::-1], seed="5eed", percent=10) == drawn
    assert held_out(frame, seed="seed", percent=10) != drawn
    assert held_out([4], seed="5eed", percent=5) == {4}
    assert frame_hash(frame) == frame_hash(frame[::-1]) != frame_hash(frame[1:])
    assert new_seed() != new_seed()


def test_every_square_of_the_map_has_a_name() -> None:
    named = [square for field in FIELDS for square in squares_of(field.code)]
    assert sorted(named) == [(r, f) for r in range(1, 6) for f in range(1, 6)]
    assert [field_of(*square).code for square in ((5, 5), (5, 1), (3, 4), (2, 5), (1, 1))] == [
        "best",
        "new",
        "loyal",
        "precious",
        "nearly_gone",
    ]


def test_the_grid_follows_each_joining_month_to_the_last_one() -> None:
    march, april, may = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
    found = grid({march: 4, may: 2}, {(march, march): 4, (march, may): 1, (may, may): 2}, until=may)
    assert [each.joined for each in found][-3:] == [march, april, may]
    assert [len(each.cells) for each in found] == list(range(12, 0, -1))
    assert [(cell.since, cell.rate) for cell in found[-3].cells] == [(0, Rate(4, 4)), (1, Rate(0, 4)), (2, Rate(1, 4))]
    assert found[-2].cells[1].rate.percent is None
    assert months_between(date(2025, 11, 1), march) == 4
