"""Whom to visit: a segment, or those who came to a venue lately, as far as they agreed to be contacted (B8)."""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from members.domain.offers.criteria_of_bills import came_between
from members.domain.offers.criteria_of_members import agreed
from members.domain.offers.segments import members_of
from members.models import ConsentChannel, ConsentPurpose, Member, Segment


def members_for(
    venue_id: int, *, segment: Segment | None, from_date: date, until_date: date, at: datetime
) -> QuerySet[Member]:
    """The members of a venue whom a visit plan for these days is about, whether they agreed or not.

    Without a segment those who spent money there in a period of the same length before it, as the visit list of form
    KTV-1 (9.1) wants; for whom that form adds, because of a complaint, a segment or a second plan is made.
    """
    if segment is not None:
        return members_of(segment, at=at).filter(venue=venue_id)
    length = until_date - from_date + timedelta(days=1)
    first, last = from_date - length, from_date - timedelta(days=1)
    return Member.objects.active().filter(came_between(first, last, venue_id=venue_id), venue=venue_id)


def reachable(members: QuerySet[Member]) -> QuerySet[Member]:
    """Those of them who agreed to be called for service: their last word counts."""
    return members.filter(agreed(ConsentChannel.PHONE, ConsentPurpose.SERVICE))
