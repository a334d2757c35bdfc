"""What customers write by themselves, by mail, SMS or WeChat: into the conversation it belongs to, else a complaint."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

from django.db import connection

from complaints.domain.channels.sorting import guessed_subject
from complaints.domain.channels.texts import enciphered_text
from complaints.domain.customer.addresses import LONGEST_NAME, address_hash, normal_address
from complaints.domain.customer.contacts import Reach, write_contact
from complaints.domain.intake.evidence import KINDS, keep_files
from complaints.domain.intake.logging import LONGEST_STORY, NewComplaint, log_from_customer
from complaints.models import Channel, Complaint, CustomerMessage, Direction, Gravity
from foundation.accepted_files import LARGEST_FILE, MOST_FILES
from foundation.files import Upload, kind_of
from foundation.refusals import Refused
from parties.domain.messages import Telling, tell
from parties.domain.scope import Scope, writing

MOST_AN_HOUR: Final = 20
"""Messages of one sender to one venue."""
CHATS: Final = (Channel.SMS.value, Channel.WECHAT.value)
"""They have no subject: whatever a sender writes while a case of theirs is open belongs to that case."""


class Piece(Upload, Protocol):
    """A file that can be looked at before it is kept."""

    @property
    def content(self) -> bytes: ...


@dataclass(frozen=True)
class Incoming:
    """One message as it came in at a door that has proven where it is from.

    ``key`` is made of the id that it has out there, so that it is taken in once. ``complaint_id`` is proven by a token,
    ``named_id`` only written in it by somebody. ``headline`` is a mail's subject.
    """

    key: UUID
    channel: str
    venue_id: int
    sender: str = field(repr=False)
    text: str = field(repr=False)
    headline: str = field(default="", repr=False)
    sender_name: str = field(default="", repr=False)
    files: Sequence[Piece] = ()
    complaint_id: int | None = None
    named_id: int | None = None


def take_in(incoming: Incoming, *, by: Scope, at: datetime) -> CustomerMessage:
    """Add it to the conversation it belongs to, or log a complaint; the same key again gives the first message back.

    Refused: ``complaints.too_often``, ``.nothing_said``, ``.venue_unknown``, ``.nobody_there``, ``.contact_wrong``.
    """
    sender = normal_address(incoming.channel, incoming.sender)
    whose = address_hash(incoming.channel, sender)
    kept, left_out = _acceptable(incoming.files)
    with writing(by):
        _wait_for_others_of(whose)
        earlier = CustomerMessage.objects.filter(key=incoming.key).first()
        if earlier is not None:
            return earlier
        if not (incoming.text or incoming.headline or kept):
            raise Refused("complaints.nothing_said")
        _check_not_too_often(incoming.venue_id, whose, at=at)
        complaint = _meant(incoming, whose)
        if complaint is None:
            complaint = _logged(incoming, sender, kept, by=by, at=at)
            message = _write(complaint, incoming, left_out, at=at)
        else:
            keep_files(complaint.pk, kept, user_id=None, at=at)
            message = _write(complaint, incoming, left_out, at=at)
            _tell_responsible(complaint, message, at=at)
    return message


def _wait_for_others_of(whose: str) -> None:
    """What one sender writes is taken in one after the other: two at once would make two complaints of one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(('x' || left(%s, 16))::bit(64)::bigint)", [whose])


def _check_not_too_often(venue_id: int, whose: str, *, at: datetime) -> None:
    """Two programs that answer each other stop here, and so does somebody who floods the house."""
    lately = CustomerMessage.objects.filter(
        complaint__venue=venue_id,
        complaint__contact__address_hash=whose,
        direction=Direction.IN,
        at__gt=at - timedelta(hours=1),
    )
    if lately.count() >= MOST_AN_HOUR:
        raise Refused("complaints.too_often")


def _meant(incoming: Incoming, whose: str) -> Complaint | None:
    """The complaint it belongs to, locked. A number that anybody can write counts only where the sender is its own."""
    theirs = Complaint.objects.filter(venue=incoming.venue_id, contact__address_hash=whose)
    found: int | None = None
    if incoming.complaint_id is not None:
        found = incoming.complaint_id
    elif incoming.named_id is not None:
        found = theirs.filter(pk=incoming.named_id).values_list("pk", flat=True).first()
    elif incoming.channel in CHATS:
        found = theirs.filter(closed_at=None).order_by("-received_at", "-pk").values_list("pk", flat=True).first()
    return Complaint.objects.select_for_update(no_key=True).filter(pk=found or 0).first()


def _logged(incoming: Incoming, sender: str, files: Sequence[Piece], *, by: Scope, at: datetime) -> Complaint:
    story = "\n".join(each for each in (incoming.headline, incoming.text) if each)
    told = NewComplaint(
        client_id=incoming.key,
        venue_id=incoming.venue_id,
        subject=guessed_subject(story),
        gravity=Gravity.ORDINARY.value,
        channel=incoming.channel,
        what_happened=story[:LONGEST_STORY],
    )
    complaint = log_from_customer(told, by=by, at=at, files=files)
    reach = Reach(incoming.channel, sender, incoming.sender_name[:LONGEST_NAME])
    write_contact(complaint.pk, reach, user_id=None, at=at)
    return complaint


def _acceptable(files: Sequence[Piece]) -> tuple[list[Piece], int]:
    """The files that are kept as evidence, judged by their content, and how many are not."""
    kept = [each for each in files if 0 < len(each.content) <= LARGEST_FILE and kind_of(each.content) in KINDS]
    return kept[:MOST_FILES], len(files) - len(kept[:MOST_FILES])


def _write(complaint: Complaint, incoming: Incoming, left_out: int, *, at: datetime) -> CustomerMessage:
    return CustomerMessage.objects.create(
        complaint=complaint,
        key=incoming.key,
        direction=Direction.IN,
        channel=incoming.channel,
        text_enciphered=enciphered_text(incoming.text or incoming.headline, incoming.key),
        left_out=left_out,
        at=at,
    )


def _tell_responsible(complaint: Complaint, message: CustomerMessage, *, at: datetime) -> None:
    telling = Telling(
        user_id=complaint.responsible_id,
        kind="complaints.customer_wrote",
        key=f"customer-wrote:{message.pk}",
        params={"complaint": complaint.pk},
    )
    tell([telling], at=at)
