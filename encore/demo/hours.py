"""The demo's opening hours, house rules, leave and one paused clock."""

from datetime import timedelta
from typing import Final

from complaints.domain.clocks.house import HouseLimit, set_limits
from complaints.domain.clocks.pausing import pause_clock, resume_clock
from complaints.models import Clock, Counting
from encore.demo.people import Cast
from parties.domain.absences import enter_absence
from parties.domain.opening import set_hours
from parties.domain.opening_hours import OpeningHours, read

NIGHTLY: Final = OpeningHours(
    week=(*(read("18:00-05:00"),) * 4, *(read("17:00-06:00"),) * 2, read("18:00-05:00")),
    on_holidays=read("14:00-06:00"),
)


def keep_hours(cast: Cast) -> None:
    """Both venues open at night; the one without a contract counts its first limit in opening hours."""
    by, at = cast.scope("manager"), cast.now - timedelta(days=60)
    for venue in (cast.river, cast.station):
        set_hours(venue.pk, NIGHTLY, by=by, at=at)
    set_limits(cast.station.pk, {"verify": HouseLimit(11, Counting.VENUE.value)}, by=by, at=at)


def be_away(cast: Cast) -> None:
    """Somebody has leave next week, and a customer could not be reached for some hours."""
    today = cast.now.date()
    enter_absence(
        user_id=cast.users["promotions"].pk,
        from_date=today + timedelta(days=7),
        until_date=today + timedelta(days=9),
        substitute_id=cast.users["marketing"].pk,
        by=cast.scope("hr"),
        at=cast.now - timedelta(days=1),
    )
    clock = Clock.objects.filter(name="execute", deadline__outcome=None).earliest("pk")
    by = cast.scope("promotions")
    pause_clock(clock.pk, reason="客人出差，约定回来后当面处理。", by=by, at=cast.now - timedelta(hours=9))
    resume_clock(clock.pk, by=by, at=cast.now - timedelta(hours=2))
