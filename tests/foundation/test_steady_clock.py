"""A clock that is put forward is believed once it has stood; put back, or drifting, at once."""

from datetime import UTC, datetime, timedelta

from foundation.steady_clock import JUMP, REST, SteadyClock, since_boot

START = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


class Machine:
    """Time passes, and somebody sets its clock."""

    def __init__(self) -> None:
        self.wall, self.counted = START, 100.0
        self.clock = SteadyClock(lambda: self.wall, lambda: self.counted)

    def after(self, passed: timedelta, put_forward: timedelta = timedelta(0)) -> datetime | None:
        self.wall += passed + put_forward
        self.counted += passed.total_seconds()
        return self.clock.now()


def test_time_that_passes_is_believed_however_long_nobody_asked() -> None:
    machine = Machine()
    assert [machine.after(SECOND), machine.after(9 * HOUR)] == [START + SECOND, START + 9 * HOUR + SECOND]


def test_a_jump_ahead_is_believed_once_it_has_stood() -> None:
    machine = Machine()
    assert machine.after(SECOND, 3 * HOUR) is None
    assert machine.after(REST - SECOND) is None
    assert machine.after(SECOND) == machine.wall
    assert machine.after(SECOND) == machine.wall


def test_a_jump_ahead_that_is_put_right_was_never_believed() -> None:
    machine = Machine()
    assert machine.after(SECOND, 3 * HOUR) is None
    assert machine.after(SECOND, -3 * HOUR) == START + 2 * SECOND
    assert machine.after(SECOND, 3 * HOUR) is None  # and it is waited for anew
    assert machine.after(REST - SECOND) is None


def test_a_clock_that_is_put_back_or_drifts_is_believed_at_once() -> None:
    machine = Machine()
    assert machine.after(SECOND, -3 * HOUR) == START + SECOND - 3 * HOUR
    assert machine.after(HOUR, JUMP) == machine.wall
    assert machine.after(HOUR, JUMP + SECOND) is None


def test_the_count_goes_on_by_itself() -> None:
    first = since_boot()
    assert since_boot() >= first > 0
