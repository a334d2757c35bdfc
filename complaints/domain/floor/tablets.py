"""Shared tablets: a manager gives a device of a venue its token, and takes it back from wherever they are."""

from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from complaints.models import Tablet
from foundation.refusals import Refused
from foundation.text import clean_line
from foundation.tokens import hash_token, new_token
from parties.domain.scope import Scope, writing
from parties.models import Venue

LONGEST_NAME: Final = 60
MANAGE: Final = "tablets.manage"
ON_A_TABLET: Final = ("complaints.log", "complaints.see")
"""All that can be done on a shared tablet; for anything else people sign in with their password elsewhere."""


def own_venues(by: Scope) -> QuerySet[Venue]:
    """The venues of the person's own party at which they manage the tablets."""
    return Venue.objects.within(by, verb=MANAGE).filter(party__in=by.parties_for(MANAGE))


def enrol_tablet(venue_id: int, name: str, *, by: Scope, at: datetime) -> tuple[Tablet, str]:
    """Make a device one of a venue's; the second value is its token, which the device keeps and nobody else.

    Only the venue's own party has tablets there: whoever it engages could else make one of its own machines a door to
    the names and PINs of its people.
    Refused: ``complaints.venue_unknown`` (also where the person manages no tablets), ``.tablet_name_missing``.
    """
    name = clean_line(name, LONGEST_NAME, "name")
    if not name:
        raise Refused("complaints.tablet_name_missing", "name")
    if by.user_id is None or not own_venues(by).filter(pk=venue_id).exists():
        raise Refused("complaints.venue_unknown", "venue")
    token, token_hash = new_token()
    with writing(by):
        tablet = Tablet.objects.create(
            venue_id=venue_id, name=name, token_hash=token_hash, enrolled_at=at, enrolled_by_id=by.user_id
        )
    return tablet, token


def revoke_tablet(tablet: Tablet, *, by: Scope, at: datetime) -> None:
    """End a tablet at once, also for whoever is using it; a second time changes nothing.

    Refused: ``complaints.not_your_step``.
    """
    if not own_venues(by).filter(pk=tablet.venue_id).exists():
        raise Refused("complaints.not_your_step")
    with writing(by):
        Tablet.objects.filter(pk=tablet.pk, revoked_at=None).update(revoked_at=at)


def tablet_of_token(token: str) -> Tablet | None:
    """The tablet that holds this token, while it is not revoked."""
    if not token:
        return None
    return Tablet.objects.select_related("venue").filter(token_hash=hash_token(token), revoked_at=None).first()


def is_running(tablet_id: int) -> bool:
    """Whether the tablet has not been revoked."""
    return Tablet.objects.filter(pk=tablet_id, revoked_at=None).exists()
