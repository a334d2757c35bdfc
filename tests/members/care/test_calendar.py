"""When a birthday comes round: known days of the calendar, and the rules for the days that some years lack."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from members.domain.care.calendar import (
    MOST_DAYS,
    YearlyDay,
    anniversaries_between,
    celebrated_on,
    days_between,
    next_day,
)
from members.domain.care.festivals import FESTIVALS, festival_days, next_festival_day
from members.domain.care.lunar import lunar_of, month_in, months_of

LEAP_MONTHS = {2020: 4, 2023: 2, 2025: 6, 2028: 5, 2031: 3, 2033: 11, 2036: 6, 2039: 5}


def lunar(month: int, day: int, *, leap: bool = False) -> YearlyDay:
    return YearlyDay(month, day, is_lunar=True, is_leap_month=leap)


@pytest.mark.parametrize(
    ("code", "days"),
    [
        ("spring", [date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17), date(2027, 2, 6)]),
        ("mid_autumn", [date(2024, 9, 17), date(2025, 10, 6), date(2026, 9, 25), date(2027, 9, 15)]),
        ("dragon_boat", [date(2024, 6, 10), date(2025, 5, 31), date(2026, 6, 19), date(2027, 6, 9)]),
        ("new_year_eve", [date(2024, 2, 9), date(2025, 1, 28), date(2026, 2, 16), date(2027, 2, 5)]),
        ("national", [date(2024, 10, 1), date(2025, 10, 1), date(2026, 10, 1), date(2027, 10, 1)]),
    ],
)
def test_festivals_fall_on_the_days_of_the_almanac(code: str, days: list[date]) -> None:
    assert festival_days(code, date(2024, 1, 1), date(2027, 12, 31)) == days
    assert next_festival_day(code, on_or_after=days[0] + timedelta(days=1)) == days[1]


def test_the_leap_months_are_those_of_the_almanac() -> None:
    found = {year: next(m.number for m in months_of(year) if m.is_leap) for year in LEAP_MONTHS}
    assert found == LEAP_MONTHS
    assert [month.is_leap for month in months_of(2026)] == [False] * 12


def test_new_moons_that_circulating_tables_have_a_day_off() -> None:
    # The eighth month of 1978 began on 3 September; in 2057 the new moon is just after midnight of 29 September.
    assert lunar_of(date(1978, 9, 2))[0].number == 7
    assert lunar_of(date(1978, 9, 3))[1] == 1
    assert lunar_of(date(2057, 9, 29))[1] == 1


def test_a_leap_month_birthday_is_in_the_leap_month_else_in_the_plain_one() -> None:
    born = lunar(6, 10, leap=True)
    assert next_day(born, on_or_after=date(2025, 1, 1)) == date(2025, 8, 3)  # the leap sixth month of 2025
    assert next_day(lunar(6, 10), on_or_after=date(2025, 1, 1)) == date(2025, 7, 4)
    assert next_day(born, on_or_after=date(2026, 1, 1)) == next_day(lunar(6, 10), on_or_after=date(2026, 1, 1))
    assert list(days_between(born, date(2025, 1, 1), date(2026, 12, 31))) == [date(2025, 8, 3), date(2026, 7, 23)]


def test_day_thirty_of_a_month_of_twenty_nine_days_is_the_twenty_ninth() -> None:
    short = next(month for month in months_of(2026) if month.days == 29)
    long = next(month for month in months_of(2026) if month.days == 30)
    assert next_day(lunar(short.number, 30), on_or_after=short.first_date) == short.date_of(29)
    assert next_day(lunar(long.number, 30), on_or_after=long.first_date) == long.first_date + timedelta(days=29)


def test_29_february_is_the_28th_in_common_years() -> None:
    born = YearlyDay(2, 29)
    assert list(days_between(born, date(2027, 1, 1), date(2029, 12, 31))) == [
        date(2027, 2, 28),
        date(2028, 2, 29),
        date(2029, 2, 28),
    ]
    assert next_day(born, on_or_after=date(2100, 1, 1)) == date(2100, 2, 28)
    assert celebrated_on(date(2028, 2, 28)).count(born) == 0


def test_a_birthday_late_in_the_lunar_year_can_come_twice_or_never_in_a_solar_year() -> None:
    laba = lunar(12, 8)
    assert list(days_between(laba, date(2022, 1, 1), date(2024, 12, 31))) == [
        date(2022, 1, 10),
        date(2022, 12, 30),
        date(2024, 1, 18),
    ]


def test_an_anniversary_begins_a_year_after_the_day() -> None:
    assert anniversaries_between(date(2024, 2, 29), date(2024, 1, 1), date(2026, 12, 31)) == [
        date(2025, 2, 28),
        date(2026, 2, 28),
    ]
    assert anniversaries_between(date(2026, 11, 1), date(2026, 1, 1), date(2026, 12, 31)) == []


def test_what_no_year_has_is_no_birthday() -> None:
    assert not YearlyDay(2, 30).is_known
    assert not YearlyDay(13, 1).is_known
    assert not YearlyDay(6, 1, is_leap_month=True).is_known
    assert not lunar(6, 31).is_known
    assert lunar(6, 30, leap=True).is_known


births = st.one_of(
    st.integers(1, 12).flatmap(lambda m: st.builds(YearlyDay, st.just(m), st.integers(1, MOST_DAYS[m - 1]))),
    st.builds(YearlyDay, st.integers(1, 12), st.integers(1, 30), st.just(value=True), st.booleans()),
)


@settings(max_examples=40, deadline=None)
@given(births, st.dates(date(1995, 1, 1), date(2090, 12, 31)))
def test_who_celebrates_on_a_day_is_exactly_whose_birthday_it_is(born: YearlyDay, day: date) -> None:
    """The search by the database and the calendar agree, on a random day and on the birthday after it."""
    birthday = next_day(born, on_or_after=day)
    assert born in celebrated_on(birthday)
    assert (born in celebrated_on(day)) == (birthday == day)
    assert all(next_day(each, on_or_after=day) == day for each in celebrated_on(day))


@settings(max_examples=30, deadline=None)
@given(st.dates(date(1991, 3, 1), date(2199, 1, 1)))
def test_lunar_months_lie_end_to_end(day: date) -> None:
    month, number = lunar_of(day)
    assert month.date_of(number) == day
    assert month == month_in(month.year, month.number, leap=month.is_leap)
    assert lunar_of(month.first_date + timedelta(days=month.days))[1] == 1


def test_each_festival_comes_each_year() -> None:
    for code in FESTIVALS:
        assert len(festival_days(code, date(2020, 1, 1), date(2040, 1, 20))) in {20, 21}
