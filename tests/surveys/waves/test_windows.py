"""When a wave takes answers: whole periods, periods cut short, days on which nothing ran."""

from datetime import UTC, date, datetime

import pytest

from surveys.domain.waves.windows import USUAL_DAYS, Window, fits, reminder_days, usual_window

FIRST, LAST = date(2026, 7, 1), date(2026, 9, 30)


@pytest.mark.parametrize(
    ("today", "days", "window"),
    [
        (date(2026, 7, 1), USUAL_DAYS, (date(2026, 9, 10), date(2026, 9, 23))),
        (date(2026, 9, 9), USUAL_DAYS, (date(2026, 9, 10), date(2026, 9, 23))),
        (date(2026, 9, 10), USUAL_DAYS, (date(2026, 9, 11), date(2026, 9, 24))),
        (date(2026, 9, 25), USUAL_DAYS, (date(2026, 9, 26), date(2026, 9, 30))),
        (date(2026, 9, 30), USUAL_DAYS, (date(2026, 9, 30), date(2026, 9, 30))),
        (date(2026, 6, 20), 180, (date(2026, 7, 1), date(2026, 9, 23))),
        (date(2026, 10, 1), USUAL_DAYS, None),
    ],
)
def test_a_window_ends_a_week_before_its_period(today: date, days: int, window: tuple[date, date] | None) -> None:
    found = usual_window(FIRST, LAST, days=days, today=today)
    assert (found and (found.first, found.last)) == window
    assert found is None or fits(found, first_day=FIRST, last_day=LAST)


def test_a_period_shorter_than_a_week_has_its_first_day() -> None:
    assert usual_window(FIRST, date(2026, 7, 3), days=14, today=date(2026, 6, 1)) == Window(FIRST, FIRST)


def test_a_day_is_one_of_shanghai() -> None:
    window = Window(date(2026, 9, 10), date(2026, 9, 23))
    assert window.opens_at == datetime(2026, 9, 9, 16, tzinfo=UTC)
    assert window.closes_at == datetime(2026, 9, 23, 16, tzinfo=UTC)
    assert not fits(Window(date(2026, 9, 23), date(2026, 9, 10)), first_day=FIRST, last_day=LAST)
    assert not fits(Window(FIRST, date(2026, 10, 1)), first_day=FIRST, last_day=LAST)


def test_reminders_come_halfway_and_two_days_before_the_end() -> None:
    assert reminder_days(Window(date(2026, 9, 10), date(2026, 9, 23))) == [date(2026, 9, 16), date(2026, 9, 21)]
    assert reminder_days(Window(FIRST, FIRST)) == []
    assert reminder_days(Window(FIRST, date(2026, 7, 3))) == [date(2026, 7, 2)]
