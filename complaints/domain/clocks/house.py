"""The house's own limits, for venues where no contract runs: read, and set by the venue's own people (C4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from complaints.domain.clocks.rules import CLOCK, CLOCKS, ClockRule
from complaints.models import Counting, HouseRule
from foundation.refusals import Refused
from parties.domain.opening import hours_of, may_set_rules
from parties.domain.scope import Scope, writing
from parties.models import Venue

MOST_HOURS: Final = 720


@dataclass(frozen=True)
class HouseLimit:
    """How many hours a step has (0: no limit), and which hours are counted."""

    hours: int
    counts: str = Counting.CALENDAR.value


def house_rules(venue_id: int, rules: Sequence[ClockRule]) -> dict[str, HouseRule]:
    """The venue's own limits for these clocks by name; the usual ones are written down when the venue has none yet."""
    wanted = HouseRule.objects.filter(venue=venue_id, clock__in=[rule.name for rule in rules]).order_by("number")
    found = {limit.clock: limit for limit in wanted}
    missing = [rule for rule in rules if rule.house_hours is not None and rule.name not in found]
    if missing:
        HouseRule.objects.bulk_create(
            [HouseRule(venue_id=venue_id, clock=rule.name, hours=rule.house_hours or 0) for rule in missing],
            ignore_conflicts=True,
        )
        found = {limit.clock: limit for limit in wanted.all()}
    return found


def limits_of(venue_id: int) -> dict[str, HouseLimit]:
    """What acts at a venue, for every clock of the product; a step without a limit has 0 hours."""
    found = {rule.name: HouseLimit(rule.house_hours or 0) for rule in CLOCKS}
    for row in HouseRule.objects.filter(venue=venue_id).order_by("number"):
        found[row.clock] = HouseLimit(row.hours, row.counts)
    return found


def set_limits(venue_id: int, wanted: Mapping[str, HouseLimit], *, by: Scope, at: datetime) -> list[HouseRule]:
    """Other limits for steps that start from now on; running clocks keep theirs. Unchanged ones are left alone.

    Refused: ``parties.not_your_venue``, ``complaints.hours_wrong``, ``complaints.hours_not_set`` where opening hours
    are counted that nobody has set.
    """
    for name, limit in wanted.items():
        if name not in CLOCK or not 0 <= limit.hours <= MOST_HOURS or limit.counts not in Counting.values:
            raise Refused("complaints.hours_wrong", f"hours_{name}")
    with writing(by):
        venue = Venue.objects.select_for_update(no_key=True).get(pk=venue_id)
        if by.user_id is None or not may_set_rules(by, venue):
            raise Refused("parties.not_your_venue")
        counting = [name for name, limit in wanted.items() if limit.counts == Counting.VENUE]
        if counting and hours_of(venue_id) is None:
            raise Refused("complaints.hours_not_set", f"counts_{counting[0]}")
        now, last = limits_of(venue_id), _numbers(venue_id)
        return [
            HouseRule.objects.create(
                venue=venue,
                clock=name,
                number=last.get(name, 0) + 1,
                hours=limit.hours,
                counts=limit.counts,
                set_by_id=by.user_id,
                set_at=at,
            )
            for name, limit in wanted.items()
            if now[name] != limit
        ]


def _numbers(venue_id: int) -> dict[str, int]:
    rows = HouseRule.objects.filter(venue=venue_id).order_by("number")
    return dict(rows.values_list("clock", "number"))
