"""A phone whose clock is wrong: its differences are believed, its date is not."""

from datetime import UTC, datetime, timedelta

import pytest

from complaints.domain.floor.phone_clock import PhoneSaid
from tests.complaints.factories import HOUR, NOW
from tests.complaints.floor.phone import MINUTE

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("wrong", [timedelta(0), 2 * HOUR, -2 * HOUR, timedelta(days=400), NEVER - NOW])
def test_however_wrong_the_clock_is_the_moments_come_out_right(wrong: timedelta) -> None:
    phone = PhoneSaid(happened_at=NOW - 30 * MINUTE + wrong, logged_at=NOW - 20 * MINUTE + wrong, sent_at=NOW + wrong)
    assert (phone.happened(at=NOW), phone.logged(at=NOW)) == (NOW - 30 * MINUTE, NOW - 20 * MINUTE)
    assert phone.skew(at=NOW) == wrong.total_seconds()


def test_setting_the_clock_back_while_it_waits_hides_no_waiting() -> None:
    phone = PhoneSaid(logged_at=NOW, sent_at=NOW - HOUR, waited=20 * MINUTE)
    assert phone.logged(at=NOW) == NOW - 20 * MINUTE


def test_moments_to_come_are_brought_back_to_the_arrival() -> None:
    phone = PhoneSaid(happened_at=NOW + 2 * HOUR, logged_at=NOW + HOUR, sent_at=NOW)
    assert (phone.happened(at=NOW), phone.logged(at=NOW)) == (NOW, NOW)


def test_a_clock_that_lost_its_date_meanwhile_says_nothing() -> None:
    phone = PhoneSaid(happened_at=NEVER, logged_at=NEVER, sent_at=NOW)
    assert (phone.happened(at=NOW), phone.logged(at=NOW)) == (NOW, NOW)
