"""Setting a venue's opening hours: each change is kept, and what began by earlier hours ends by them (C4)."""

from datetime import datetime
from typing import Final

from foundation.refusals import Refused
from parties.domain.opening_hours import OpeningHours
from parties.domain.scope import Scope, writing
from parties.models import Venue, VenueHours

VERB: Final = "venues.set_rules"


def may_set_rules(by: Scope, venue: Venue) -> bool:
    """Whether the person may set the house's own rules there: only for a venue of their own party."""
    return any(
        hat.party_id == venue.party_id and (not hat.venue_ids or venue.pk in hat.venue_ids) for hat in by.hats_for(VERB)
    )


def hours_of(venue_id: int) -> VenueHours | None:
    """The hours that act now; none where nobody has set any."""
    return VenueHours.objects.filter(venue=venue_id).order_by("-pk").first()


def set_hours(venue_id: int, hours: OpeningHours, *, by: Scope, at: datetime) -> VenueHours:
    """These hours act from now on; the same as before change nothing.

    Refused: ``parties.not_your_venue``, ``parties.never_open`` for a week without any.
    """
    if not any(hours.week):
        raise Refused("parties.never_open")
    with writing(by):
        venue = Venue.objects.select_for_update(no_key=True).get(pk=venue_id)
        if by.user_id is None or not may_set_rules(by, venue):
            raise Refused("parties.not_your_venue")
        now = hours_of(venue_id)
        if now is not None and now.plan == hours.plan:
            return now
        return VenueHours.objects.create(venue=venue, plan=hours.plan, set_by_id=by.user_id, set_at=at)
