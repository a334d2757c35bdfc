"""The customer's door: a complaint sent from a room's code, without an account and without a name if they like (C2)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from complaints.domain.customer.contacts import Reach, write_contact
from complaints.domain.customer.link_mail import ask_for_mail
from complaints.domain.customer.links import link_for
from complaints.domain.customer.room_codes import code_behind
from complaints.domain.intake.logging import NewComplaint, log_from_customer
from complaints.domain.people import managers_of
from complaints.models import Channel, Complaint, CustomerLink, Gravity, RoomCode
from foundation.enciphering import keyed_hash
from foundation.files import Upload
from foundation.refusals import Refused
from parties.domain.messages import Telling, tell
from parties.domain.scope import Scope, writing

MOST_AN_HOUR: Final = 20
"""From one room. A party of thirty is angry once, not twenty times an hour."""
HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True)
class FromRoom:
    """What the customer says; ``client_id`` is made with the form, so that sending it twice makes one complaint."""

    client_id: UUID
    subject: str
    what_happened: str
    reach: Reach | None = None


def send_from_room(
    token: str, told: FromRoom, *, source: str, at: datetime, files: Sequence[Upload] = ()
) -> CustomerLink:
    """Log it for the code's room and give the customer their link; the same ``client_id`` again gives the same one.

    How bad it is, the staff judges: it begins as ordinary. ``client_id`` opens the customer's link, so that only a hash
    of it is kept: what the staff and the audit see opens nothing.
    Refused: ``complaints.code_unknown``, ``complaints.code_busy`` (nothing was taken, and the venue's managers are told
    once an hour), and what ``log_from_customer`` and the contact are refused for.
    """
    link = None
    told = replace(told, client_id=_kept_id(told.client_id))
    code = code_behind(token)
    by = Scope(label=f"customer: room code {code.pk}", source=source)
    with writing(by):
        # One at a time from one room: the limit holds however many come at once.
        RoomCode.objects.select_for_update(no_key=True).get(pk=code.pk)
        if _has_room_for(told, code, at=at):
            link = _take(told, code, by=by, at=at, files=files)
        else:
            _tell_of_flood(code, at=at)
    if link is None:
        raise Refused("complaints.code_busy")
    return link


def _kept_id(client_id: UUID) -> UUID:
    return UUID(hex=keyed_hash(str(client_id), purpose="complaints.room_form")[:32])


def _has_room_for(told: FromRoom, code: RoomCode, *, at: datetime) -> bool:
    """Whether it was taken before, or the hour is not full yet."""
    if Complaint.objects.filter(client_id=told.client_id).exists():
        return True
    lately = Complaint.objects.filter(room=code.room_id, channel=Channel.ROOM_CODE, received_at__gt=at - HOUR)
    return lately.count() < MOST_AN_HOUR


def _take(told: FromRoom, code: RoomCode, *, by: Scope, at: datetime, files: Sequence[Upload]) -> CustomerLink:
    said = NewComplaint(
        client_id=told.client_id,
        venue_id=code.room.venue_id,
        room_id=code.room_id,
        channel=Channel.ROOM_CODE.value,
        subject=told.subject,
        gravity=Gravity.ORDINARY.value,
        what_happened=told.what_happened,
    )
    complaint = log_from_customer(said, by=by, at=at, files=files)
    if complaint.room_id != code.room_id:
        raise Refused("complaints.id_taken")
    is_new = complaint.received_at == at
    if told.reach is not None and is_new:
        write_contact(complaint.pk, told.reach, user_id=None, at=at)
    link = link_for(complaint.pk, at=at)
    if told.reach is not None and is_new:
        ask_for_mail(link)
    return link


def _tell_of_flood(code: RoomCode, *, at: datetime) -> None:
    """One message an hour to each manager, however many were turned away."""
    venue = code.room.venue
    tell(
        [
            Telling(
                user_id=user_id,
                kind="complaints.code_busy",
                key=f"complaints.code_busy:{code.pk}:{at:%Y%m%d%H}:{user_id}",
                params={"room": code.room_id},
            )
            for user_id in sorted(managers_of([venue])[venue.pk])
        ],
        at=at,
    )
