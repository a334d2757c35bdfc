"""When members are left in peace and how often they are written to: of a venue, else of its party (B8)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from foundation.refusals import Refused
from members.domain.care.quiet import Quiet
from members.domain.registry.reach import home_of
from members.models import CareLimits
from parties.domain.scope import Scope, writing

VERB: Final = "care.plan"


@dataclass(frozen=True)
class Limits:
    """Quiet hours, and at most ``most`` messages in ``per_days`` days to one member."""

    quiet: Quiet
    most: int
    per_days: int


USUAL: Final = Limits(Quiet(22, 10), most=4, per_days=30)
"""Where nobody has set any: a KTV's guests sleep long."""


def limits_of(party_id: int, venue_id: int | None) -> Limits:
    """What acts for members of a venue, or of the party as a whole."""
    rows = CareLimits.objects.filter(party=party_id)
    found = rows.filter(venue=venue_id).order_by("-pk").first() if venue_id is not None else None
    found = found or rows.filter(venue=None).order_by("-pk").first()
    return USUAL if found is None else Limits(Quiet(found.quiet_from, found.quiet_until), found.most, found.per_days)


def set_limits(limits: Limits, *, party_id: int, venue_id: int | None, by: Scope, at: datetime) -> CareLimits:
    """They act from now on, also for what is planned already.

    Refused: ``parties.not_yours``, ``members.venue_unknown``, ``members.venue_missing``, ``members.hour_wrong``,
    ``members.cap_wrong``.
    """
    quiet = limits.quiet
    for field, hour in (("quiet_from", quiet.from_hour), ("quiet_until", quiet.until_hour)):
        if not 0 <= hour <= 23:
            raise Refused("members.hour_wrong", field)
    if not (1 <= limits.most <= 100 and 1 <= limits.per_days <= 366):
        raise Refused("members.cap_wrong", "most")
    if by.user_id is None:
        raise Refused("parties.not_yours")
    with writing(by):
        home_of(party_id, venue_id, by=by, verb=VERB)
        return CareLimits.objects.create(
            party_id=party_id,
            venue_id=venue_id,
            quiet_from=quiet.from_hour,
            quiet_until=quiet.until_hour,
            most=limits.most,
            per_days=limits.per_days,
            set_by_id=by.user_id,
            set_at=at,
        )
