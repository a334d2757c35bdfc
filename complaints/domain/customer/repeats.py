"""Perhaps the same case: what the staff is shown beside a complaint, and never merged by itself (C2)."""

from datetime import timedelta
from typing import Final

from django.db.models import Q, QuerySet

from complaints.models import Complaint, CustomerContact

SAME_ROOM: Final = timedelta(hours=6)
"""An evening in a room: the waiter and two guests tell of one thing."""
SAME_CUSTOMER: Final = timedelta(days=30)


def perhaps_same(complaint: Complaint) -> QuerySet[Complaint]:
    """Others of the same venue: the same room and subject within hours, or the same customer within a month.

    The newest first. To be narrowed by the reader's scope.
    """
    at = complaint.received_at
    same = Q(pk__in=[])
    if complaint.room_id is not None:
        near = (at - SAME_ROOM, at + SAME_ROOM)
        same |= Q(room=complaint.room_id, subject=complaint.subject, received_at__range=near)
    contact: CustomerContact | None = getattr(complaint, "contact", None)
    if contact is not None:
        theirs = CustomerContact.objects.filter(address_hash=contact.address_hash).values("complaint")
        same |= Q(pk__in=theirs, received_at__range=(at - SAME_CUSTOMER, at + SAME_CUSTOMER))
    found = Complaint.objects.filter(same, venue=complaint.venue_id).exclude(pk=complaint.pk)
    return found.select_related("room").order_by("-received_at", "-pk")
