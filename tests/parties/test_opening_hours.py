"""Opening hours as values: business days across midnight, and times that run only while the venue is open."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from foundation.refusals import Refused
from parties.domain.opening_hours import OpeningHours, Window, read, read_days, written

SHANGHAI = ZoneInfo("Asia/Shanghai")
NIGHTLY = OpeningHours(week=(read("18:00-05:00"),) * 7)
TWICE = OpeningHours(week=(read("11:00-14:00, 18:00-02:00"),) * 7)
WEEKDAYS = OpeningHours(week=(*(read("18:00-05:00"),) * 5, (), ()))
HOUR = timedelta(hours=1)


def at(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-20 17:59:59", "2026-11-20"),
        ("2026-11-20 18:00", "2026-11-20"),
        ("2026-11-20 23:59", "2026-11-20"),
        ("2026-11-21 00:01", "2026-11-20"),
        ("2026-11-21 04:59", "2026-11-20"),
        ("2026-11-21 04:59:59.999999", "2026-11-20"),
        ("2026-11-21 05:00", "2026-11-21"),
        ("2026-11-21 12:00", "2026-11-21"),
    ],
)
def test_a_night_is_one_business_day(moment: str, day: str) -> None:
    assert NIGHTLY.business_date(at(moment)) == date.fromisoformat(day)
    assert NIGHTLY.business_date(at(moment).astimezone(ZoneInfo("UTC"))) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("hours", "start", "length", "due"),
    [
        (NIGHTLY, "2026-11-20 18:00", 11, "2026-11-21 05:00"),
        (NIGHTLY, "2026-11-20 18:00", 12, "2026-11-21 19:00"),
        (NIGHTLY, "2026-11-21 03:00", 1, "2026-11-21 04:00"),
        (NIGHTLY, "2026-11-21 03:00", 4, "2026-11-21 20:00"),
        (NIGHTLY, "2026-11-21 09:00", 1, "2026-11-21 19:00"),
        (NIGHTLY, "2026-11-20 20:00", 24, "2026-11-22 22:00"),
        (TWICE, "2026-11-20 13:00", 2, "2026-11-20 19:00"),
        (TWICE, "2026-11-20 13:00", 10, "2026-11-21 12:00"),
        (WEEKDAYS, "2026-11-21 01:00", 5, "2026-11-23 19:00"),
        (NIGHTLY, "2026-11-20 10:00", 0, "2026-11-20 10:00"),
    ],
)
def test_a_time_runs_while_the_venue_is_open(hours: OpeningHours, start: str, length: int, due: str) -> None:
    assert hours.due_at(at(start), length * HOUR) == at(due)


def test_single_days_have_hours_of_their_own_or_none() -> None:
    hours = replace(NIGHTLY, days=read_days("2026-11-21 closed\n\n2026-11-22 20:00-23:00\n"))
    assert hours.due_at(at("2026-11-21 04:00"), 3 * HOUR) == at("2026-11-22 22:00")
    assert hours.business_date(at("2026-11-21 20:00")) == date(2026, 11, 21)


def test_statutory_holidays_and_make_up_days() -> None:
    """In 2026 the National Day holiday is 1 to 7 October, and 10 October (a Saturday) makes up for it."""
    hours = replace(WEEKDAYS, on_holidays=read("14:00-18:00"), on_make_up_days=read("18:00-20:00"))
    assert hours.windows(date(2026, 10, 1)) == (Window(14 * 60, 18 * 60),)
    assert hours.windows(date(2026, 10, 10)) == (Window(18 * 60, 20 * 60),)
    assert hours.windows(date(2026, 10, 17)) == ()
    assert WEEKDAYS.windows(date(2026, 10, 10)) == ()
    # Four hours on the 6th and 7th each, then the nights of the 8th and 9th.
    assert hours.due_at(at("2026-10-06 12:00"), 9 * HOUR) == at("2026-10-08 19:00")


def test_an_extra_opening_within_a_long_night_is_counted_once() -> None:
    hours = replace(NIGHTLY, days=read_days("2026-11-21 04:00-06:00"))
    assert hours.due_at(at("2026-11-21 03:00"), 3 * HOUR) == at("2026-11-21 06:00")


def test_a_time_that_never_ends_is_an_error_not_an_endless_search() -> None:
    with pytest.raises(ValueError, match="often enough"):
        OpeningHours(week=((),) * 7).due_at(at("2026-11-20 18:00"), HOUR)


@pytest.mark.parametrize(
    ("words", "again"),
    [
        ("18:00-05:00", "18:00-05:00"),
        ("18:00 – 05:00，11:00至14:00", "11:00-14:00, 18:00-05:00"),
        ("0:00-24:00", "00:00-24:00"),
        ("6:00-6:00", "06:00-06:00"),
        ("closed", ""),
        ("不营业", ""),
        ("  ", ""),
    ],
)
def test_hours_are_read_as_people_type_them(words: str, again: str) -> None:
    assert written(read(words)) == again
    assert read(again) == read(words)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("evening", "hours_unreadable"),
        ("25:00-26:00", "hours_unreadable"),
        ("18:60-19:00", "hours_unreadable"),
        ("18:00", "hours_unreadable"),
        ("18:00-22:00, 21:00-23:00", "hours_overlap"),
        ("04:00-06:00, 18:00-05:00", "hours_overlap"),
    ],
)
def test_hours_that_cannot_be_are_refused(words: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read(words, "monday")
    assert (refused.value.code, refused.value.field) == (f"parties.{code}", "monday")


def test_what_is_stored_is_what_was_meant() -> None:
    hours = replace(
        TWICE, on_holidays=(), on_make_up_days=read("10:00-12:00"), days=read_days("2026-12-31 18:00-07:00")
    )
    assert OpeningHours.from_plan(hours.plan) == hours
    assert OpeningHours.from_plan(NIGHTLY.plan) == NIGHTLY
