"""When periods begin and end and things are due: counted without a database, month ends and leap days included."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.duties.windows import Life, Values, Window, after, before_end, day_of, end_of, recurring, span
from contracts.domain.kinds.schedules import RECURRING, SERIES, TABLE, Rule, Series
from contracts.domain.terms import catalogue
from contracts.domain.terms.values import (
    SHANGHAI,
    DateValue,
    Days,
    Months,
    MonthSpan,
    TermValue,
    Weeks,
    WorkingDays,
    Years,
)
from foundation.workdays import is_workday


def values(**given: TermValue) -> Values:
    terms: Mapping[str, TermValue] = given
    return terms.get


def life(start: str, end: str = "", hour: int = 15) -> Life:
    """A contract that takes effect on a day at an hour and ends at the end of another."""
    starts_at = datetime.combine(date.fromisoformat(start), time(hour), SHANGHAI)
    return Life(starts_at, end_of(date.fromisoformat(end)) if end else None)


def all_of(series: Series, terms: Values, of: Life) -> list[Window]:
    """Every period of a series, one after the other."""
    found, month = [], 1
    while (window := recurring(series, terms, of, month)) is not None:
        found.append(window)
        month = window.next_month
    return found


def days(windows: list[Window]) -> list[tuple[str, str]]:
    return [(window.first_day.isoformat(), window.last_day.isoformat()) for window in windows]


def due(window: Window | None) -> str:
    assert window is not None
    return window.due_at.isoformat()


MONTHLY = values(training_interval=Months(1), visit_interval=Months(1))


def test_months_are_counted_from_the_beginning_so_that_a_month_end_is_found_again() -> None:
    months = days(all_of(SERIES["visit"], MONTHLY, life("2027-01-31", "2027-06-30")))
    assert months == [
        ("2027-01-31", "2027-02-28"),
        ("2027-03-01", "2027-03-31"),
        ("2027-04-01", "2027-04-30"),
        ("2027-05-01", "2027-05-31"),
        ("2027-06-01", "2027-06-30"),
    ]


@pytest.mark.parametrize(("start", "first_end"), [("2028-01-30", "2028-02-29"), ("2027-01-30", "2027-02-28")])
def test_a_leap_year_has_its_29_february(start: str, first_end: str) -> None:
    window = recurring(SERIES["visit"], MONTHLY, life(start), 1)
    assert window is not None
    assert window.last_day.isoformat() == first_end


def test_a_year_from_29_february_ends_on_the_28th() -> None:
    year = recurring(SERIES["fee_bill"], values(fee_interval=Years(1)), life("2028-02-29"), 1)
    assert year is not None
    assert days([year]) == [("2028-02-29", "2029-02-28")]


def test_the_first_period_begins_with_the_contract_and_the_next_at_midnight() -> None:
    first, second = all_of(SERIES["visit"], MONTHLY, life("2026-03-01", "2026-05-01"))
    assert first.starts_at.isoformat() == "2026-03-01T15:00:00+08:00"
    assert second.starts_at.isoformat() == "2026-04-02T00:00:00+08:00"
    assert first.due_at == second.starts_at


def test_a_period_that_the_contract_does_not_fill_is_not_owed() -> None:
    five = values(visit_interval=Months(5))
    assert len(all_of(SERIES["visit"], five, life("2026-03-01", "2027-03-01"))) == 2


def test_no_period_begins_after_the_end() -> None:
    ended = life("2026-03-01", "2026-04-01")
    assert [recurring(SERIES["visit"], MONTHLY, ended, month) is None for month in (1, 2)] == [False, True]


def test_a_blank_or_another_kind_of_value_gives_no_period() -> None:
    assert recurring(SERIES["visit"], values(), life("2026-03-01"), 1) is None
    assert recurring(SERIES["visit"], values(visit_interval=Days(30)), life("2026-03-01"), 1) is None
    assert recurring(SERIES["statement"], values(statement_interval=Months(3)), life("2026-03-01"), 1) is None
    assert span(SERIES["phase_plan"], values(phase_plan=Months(3)), life("2026-03-01")) is None
    assert (
        after(SERIES["plan"], values(plan_submit_within=DateValue(date(2026, 3, 1))), life("2026-03-01").starts_at)
        is None
    )


def test_a_statement_is_due_so_many_working_days_after_its_period() -> None:
    terms = values(statement_interval=Months(3), statement_within=WorkingDays(10))
    window = recurring(SERIES["statement"], terms, life("2026-06-30"), 1)
    # 30 September 2026 is the last day of the period; 1 to 7 October are holidays, Saturday the 10th is worked.
    assert due(window) == "2026-10-21T00:00:00+08:00"


def test_a_year_whose_holidays_are_unknown_makes_the_time_provisional() -> None:
    terms = values(statement_interval=Months(1), statement_within=WorkingDays(10))
    known, unknown = (recurring(SERIES["statement"], terms, life(day), 1) for day in ("2026-10-15", "2026-11-25"))
    assert known is not None
    assert unknown is not None
    assert (known.is_provisional, unknown.is_provisional) == (False, True)
    assert day_of(unknown.due_at) == date(2027, 1, 8)


def test_training_is_late_at_the_end_of_its_period_and_missed_after_the_grace() -> None:
    terms = values(training_interval=Months(1), training_grace=Weeks(2))
    window = recurring(SERIES["training"], terms, life("2026-03-01"), 1)
    assert window is not None
    assert window.planned_at.isoformat() == "2026-04-02T00:00:00+08:00"
    assert window.due_at.isoformat() == "2026-04-16T00:00:00+08:00"


def test_costs_are_settled_by_calendar_months_from_the_month_of_the_beginning() -> None:
    terms = values(cost_settlement_interval=Months(1), statement_within=WorkingDays(5))
    first, second, *_ = settled = all_of(SERIES["cost_settlement"], terms, life("2026-01-20", "2026-04-10"))
    assert days(settled) == [
        ("2026-01-20", "2026-01-31"),
        ("2026-02-01", "2026-02-28"),
        ("2026-03-01", "2026-03-31"),
        ("2026-04-01", "2026-04-30"),
    ]
    # 31 January 2026 is a Saturday, which counts as the Monday after it.
    assert due(first) == "2026-02-10T00:00:00+08:00"
    assert due(second) == "2026-03-07T00:00:00+08:00"


def test_a_phase_takes_the_months_that_its_term_names() -> None:
    year = life("2026-01-31", "2027-01-31")
    first, second = (
        span(SERIES["phase_plan"], values(phase_plan=MonthSpan(*months)), year) for months in ((1, 3), (4, 6))
    )
    assert first is not None
    assert second is not None
    assert days([first, second]) == [("2026-01-31", "2026-04-30"), ("2026-05-01", "2026-07-31")]
    assert first.starts_at == year.starts_at
    assert span(SERIES["phase_plan"], values(phase_plan=MonthSpan(10, 13)), year) is None


def test_the_report_of_a_last_period_cut_short_covers_what_is_left_of_the_service() -> None:
    terms = values(report_interval=Months(3), report_within=WorkingDays(10), service_term=Months(7))
    reports = all_of(SERIES["report"], terms, life("2026-01-01", "2027-01-01"))
    assert days(reports) == [("2026-01-01", "2026-04-01"), ("2026-04-02", "2026-07-01"), ("2026-07-02", "2026-08-01")]


def test_the_fee_is_billed_when_its_period_begins() -> None:
    terms = values(fee_interval=Months(6), payment_within=WorkingDays(15))
    first, second = all_of(SERIES["fee_bill"], terms, life("2026-03-02", "2027-03-01"))
    assert second.planned_at - second.starts_at == timedelta(days=1)
    assert due(second) == "2026-09-24T00:00:00+08:00"
    assert first.last_day + timedelta(days=1) == second.first_day


def test_an_instalment_is_due_within_working_days_of_signing() -> None:
    window = after(
        SERIES["first_instalment"], values(first_instalment_within=WorkingDays(5)), life("2026-09-28").starts_at
    )
    assert due(window) == "2026-10-11T00:00:00+08:00"


@pytest.mark.parametrize(
    ("end", "talk"), [("2027-03-31", "2027-02-28"), ("2028-03-31", "2028-02-29"), ("2027-05-15", "2027-04-15")]
)
def test_renewal_is_talked_over_by_the_day_that_lies_so_long_before_the_last(end: str, talk: str) -> None:
    window = before_end(SERIES["renewal"], values(renewal_notice=Months(1)), life("2026-04-01", end))
    assert window is not None
    assert day_of(window.due_at).isoformat() == talk


def test_without_an_end_nobody_talks_of_renewal() -> None:
    assert before_end(SERIES["renewal"], values(renewal_notice=Months(1)), life("2026-04-01")) is None


@given(
    start=st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    months=st.integers(1, 12),
    rule=st.sampled_from([Rule.EVERY, Rule.CALENDAR]),
    length=st.integers(1, 60),
)
def test_periods_follow_each_other_without_gap_or_overlap(start: date, months: int, rule: Rule, length: int) -> None:
    series = replace(SERIES["visit"], rule=rule)
    of = life(start.isoformat(), Months(length).last_day(start).isoformat())
    found = all_of(series, values(visit_interval=Months(months)), of)
    if rule is Rule.EVERY:
        assert len(found) == length // months
    assert all(one.last_day + timedelta(days=1) == two.first_day for one, two in pairwise(found))
    assert all(window.starts_at < window.due_at for window in found)


def test_every_series_stands_on_terms_of_the_catalogue() -> None:
    named = {name for series in TABLE for name in (series.term, series.within, series.grace) if name}
    assert named <= catalogue.CATALOGUE.keys()
    assert {series.unless_beside for series in TABLE} - {""} <= catalogue.CATALOGUE.keys()
    assert len(SERIES) == len(TABLE)


def test_every_interval_and_phase_of_the_catalogue_brings_a_series_about() -> None:
    intervals = {name for name in catalogue.CATALOGUE if name.endswith("_interval") or name.startswith("phase_")}
    # Tracking belongs to a single complaint, after it is closed.
    assert intervals - {"tracking_interval"} == {series.term for series in TABLE if series.rule in RECURRING}


def test_the_working_days_of_the_examples_are_what_the_calendar_says() -> None:
    assert [is_workday(date(2026, 10, day)) for day in (7, 8, 9, 10, 11)] == [False, True, True, True, False]
