"""The staff's own doors: a complaint with how its customer can be reached, and whether they have called before (C2)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from complaints.domain.customer.addresses import address_hash, normal_address
from complaints.domain.customer.contacts import Reach, write_contact
from complaints.domain.intake.logging import NewComplaint, log_complaint
from complaints.models import Complaint, CustomerContact
from foundation.files import Upload
from parties.domain.scope import Scope, writing

MOST_RECOGNISED: Final = 5


def log_with_contact(
    told: NewComplaint, reach: Reach | None, *, by: Scope, at: datetime, files: Sequence[Upload] = ()
) -> Complaint:
    """Log a complaint and keep how its customer can be reached, both or neither; sent again, the first is kept.

    Refused: as ``log_complaint`` and ``complaints.contact_wrong``.
    """
    if reach is None:
        return log_complaint(told, by=by, at=at, files=files)
    with writing(by):
        complaint = log_complaint(told, by=by, at=at, files=files)
        if not CustomerContact.objects.filter(complaint=complaint).exists():
            write_contact(complaint.pk, reach, user_id=by.user_id, at=at)
    return complaint


def open_cases_of(kind: str, address: str, *, by: Scope) -> list[Complaint]:
    """The open complaints of whoever has this address, in the person's reach, the newest first.

    Refused: ``complaints.contact_wrong``.
    """
    whose = address_hash(kind, normal_address(kind, address))
    mine = Complaint.objects.within(by, verb="complaints.tell").filter(contact__address_hash=whose, closed_at=None)
    return list(mine.select_related("venue", "room").order_by("-received_at", "-pk")[:MOST_RECOGNISED])
