from datetime import UTC, date, datetime, timedelta

from members.domain.points.arithmetic import (
    Lot,
    Taking,
    lapses_at,
    points_for_spend,
    soonest_first,
    take,
    to_take_back,
)
from members.domain.points.tier_figures import months_before

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def test_only_full_hundreds_earn() -> None:
    earned = [points_for_spend(fen, 10) for fen in (9_999, 10_000, 19_999, 123_456, -10_000)]
    assert earned == [0, 10, 10, 120, 0]


def test_a_refund_takes_back_what_the_rest_no_longer_earns_and_never_more() -> None:
    assert to_take_back(30, left_fen=29_900, rate=10, taken_back=0) == 10
    assert to_take_back(30, left_fen=20_000, rate=10, taken_back=10) == 0
    assert to_take_back(30, left_fen=0, rate=10, taken_back=10) == 20


def test_what_lapses_soonest_is_used_first_and_what_never_lapses_last() -> None:
    never, late, soon, first = (
        Lot(1, 5, NOW),
        Lot(2, 5, NOW, NOW + 9 * DAY),
        Lot(3, 5, NOW, NOW + DAY),
        Lot(4, 5, NOW, NOW + 9 * DAY),
    )
    order = soonest_first([never, first, late, soon])
    assert [lot.pk for lot in order] == [3, 2, 4, 1]
    assert take(order, 12) == ([Taking(3, 5), Taking(2, 5), Taking(4, 2)], 0)
    assert take(order, 21)[1] == 1


def test_a_lot_is_gone_at_the_moment_at_which_it_lapses() -> None:
    lot = Lot(1, 5, NOW, NOW + DAY)
    assert [lot.can_be_spent(at) for at in (NOW - DAY, NOW, NOW + DAY)] == [False, True, False]


def test_points_lapse_at_the_end_of_a_day_in_china() -> None:
    assert lapses_at(datetime(2026, 1, 31, 17, tzinfo=UTC), 1) == datetime(2026, 3, 1, 16, tzinfo=UTC)
    assert lapses_at(NOW, None) is None


def test_a_window_begins_on_the_same_day_or_the_last_of_a_short_month() -> None:
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2026, 1, 5), 12) == date(2025, 1, 5)
