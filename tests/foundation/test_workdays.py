"""Chinese working days."""

from datetime import date

import pytest

from foundation.workdays import WorkdayResult, add_workdays, is_announced, is_workday, workdays_before


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 9, 28), 5, date(2026, 10, 10)),  # National Day, and a Saturday that is worked
        (date(2026, 2, 13), 5, date(2026, 2, 27)),  # Spring Festival
        (date(2026, 10, 1), 1, date(2026, 10, 9)),  # a holiday counts as the next working day, the 8th
        (date(2026, 3, 2), 5, date(2026, 3, 9)),
        (date(2026, 3, 2), 0, date(2026, 3, 2)),
        (date(2026, 3, 7), 0, date(2026, 3, 9)),  # a Saturday counts as the Monday after it
    ],
)
def test_working_days_follow_the_announced_calendar(start: date, days: int, end: date) -> None:
    assert add_workdays(start, days) == WorkdayResult(end, provisional=False)


def test_worked_saturdays_and_holidays_are_known() -> None:
    assert is_workday(date(2026, 10, 10))
    assert not is_workday(date(2026, 10, 1))


def test_unannounced_year_counts_weekdays_and_says_so() -> None:
    assert not is_announced(date(2027, 1, 1))
    assert add_workdays(date(2027, 6, 4), 5) == WorkdayResult(date(2027, 6, 11), provisional=True)


def test_date_that_only_passes_through_an_unannounced_year_is_provisional() -> None:
    assert add_workdays(date(2026, 12, 31), 1) == WorkdayResult(date(2027, 1, 1), provisional=True)
    assert add_workdays(date(2026, 12, 30), 1) == WorkdayResult(date(2026, 12, 31), provisional=False)


def test_working_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forward"):
        add_workdays(date(2026, 3, 2), -1)


@pytest.mark.parametrize(
    ("day", "days", "before"),
    [
        (date(2026, 10, 10), 5, date(2026, 9, 28)),  # a Saturday that is worked, and National Day
        (date(2026, 2, 27), 5, date(2026, 2, 13)),  # Spring Festival, and a Saturday before its end
        (date(2026, 10, 5), 1, date(2026, 9, 30)),  # from within a holiday
        (date(2026, 3, 9), 5, date(2026, 3, 2)),
        (date(2026, 3, 7), 0, date(2026, 3, 7)),
    ],
)
def test_working_days_before_a_day_follow_the_announced_calendar(day: date, days: int, before: date) -> None:
    assert workdays_before(day, days) == WorkdayResult(before, provisional=False)


def test_counting_before_a_day_of_an_unannounced_year_is_provisional() -> None:
    assert workdays_before(date(2027, 1, 4), 1) == WorkdayResult(date(2027, 1, 1), provisional=True)
    assert workdays_before(date(2027, 1, 1), 1) == WorkdayResult(date(2026, 12, 31), provisional=True)
    with pytest.raises(ValueError, match="positive"):
        workdays_before(date(2026, 3, 2), -1)
