"""The conversation with the customer of a complaint, and what the staff of one side notes for itself (C6)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from complaints.domain.channels.delivering import send_later
from complaints.domain.channels.texts import enciphered_text, text_of
from complaints.domain.channels.ways import CARRIED, SPOKEN, ways_to
from complaints.domain.clocks.rules import stopped_by
from complaints.domain.people import may_at
from complaints.domain.stages.handling import move_complaint
from complaints.domain.stages.transitions import HANDLING, REPLY
from complaints.models import (
    Clock,
    Complaint,
    CustomerContact,
    CustomerMessage,
    Direction,
    InternalNote,
    MessageChannel,
)
from foundation.refusals import Refused
from foundation.text import clean_text
from parties.domain.scope import Scope, writing

LONGEST_SAYING: Final = 2000
SAY: Final = "complaints.tell"
NOTE: Final = "complaints.log"


@dataclass(frozen=True)
class Saying:
    """What is said, and by which way; ``key`` is made where it is typed, so that sending it twice says it once."""

    key: UUID
    channel: str
    text: str = field(repr=False)


@dataclass(frozen=True)
class Line:
    """One message as it reads."""

    message: CustomerMessage
    text: str


def say_to_customer(complaint_id: int, saying: Saying, *, by: Scope, at: datetime) -> CustomerMessage:
    """Answer the customer; the first answer is the reply for which a clock runs (form ``ktv-3``, clauses 4.1 to 4.3).

    What a provider or the mail carries leaves by a job; a spoken answer is noted. It is possible in every stage, also
    after the close: whoever writes is owed an answer. Refused: ``complaints.not_your_step``, ``.channel_away``,
    ``.id_taken``, ``foundation.required`` and what a text is refused for.
    """
    text = _said(saying.text)
    with writing(by):
        complaint = _locked(complaint_id, SAY, by=by)
        if earlier := _earlier(saying.key, complaint_id, Direction.OUT):
            return earlier
        contact = CustomerContact.objects.filter(complaint=complaint_id).first()
        if saying.channel not in ways_to(contact).all:
            raise Refused("complaints.channel_away", "channel")
        message = _write(complaint, saying, text, Direction.OUT, by=by, at=at)
        if saying.channel in CARRIED:
            send_later(message)
        if _is_owed_a_reply(complaint):
            way = str(MessageChannel(saying.channel).label)
            move_complaint(complaint_id, REPLY, by=by, at=at, note=way)
    return message


def write_down_words(complaint_id: int, saying: Saying, *, by: Scope, at: datetime) -> CustomerMessage:
    """Keep what the customer said to somebody of the staff, on the phone or face to face.

    Refused: ``complaints.not_your_step``, ``.channel_away``, ``.id_taken``, ``foundation.required``.
    """
    text = _said(saying.text)
    with writing(by):
        complaint = _locked(complaint_id, NOTE, by=by)
        if earlier := _earlier(saying.key, complaint_id, Direction.IN):
            return earlier
        if saying.channel not in SPOKEN:
            raise Refused("complaints.channel_away", "channel")
        return _write(complaint, saying, text, Direction.IN, by=by, at=at)


def note_internally(complaint_id: int, key: UUID, text: str, *, by: Scope, at: datetime) -> InternalNote:
    """Leave a note for one's own side; where somebody works for both, for the venue's.

    Refused: ``complaints.not_your_step``, ``.id_taken``, ``foundation.required`` and what a text is refused for.
    """
    said, user_id = _said(text), _person(by)
    with writing(by):
        complaint = _locked(complaint_id, NOTE, by=by)
        if earlier := InternalNote.objects.filter(key=key).first():
            if (earlier.complaint_id, earlier.user_id) != (complaint_id, by.user_id):
                raise Refused("complaints.id_taken")
            return earlier
        return InternalNote.objects.create(
            complaint=complaint,
            party_id=_own_side(complaint, by=by),
            key=key,
            text_enciphered=enciphered_text(said, key),
            at=at,
            user_id=user_id,
        )


def lines_of(messages: Sequence[CustomerMessage]) -> list[Line]:
    """The messages as they read. Raises ``foundation.enciphering.Unreadable``."""
    return [Line(each, text_of(each)) for each in messages]


def _said(text: str) -> str:
    said = clean_text(text, LONGEST_SAYING, "text")
    if not said:
        raise Refused("foundation.required", "text")
    return said


def _locked(complaint_id: int, verb: str, *, by: Scope) -> Complaint:
    _person(by)
    complaint = Complaint.objects.select_for_update(no_key=True).get(pk=complaint_id)
    if not may_at(by, verb, complaint.venue_id):
        raise Refused("complaints.not_your_step")
    return complaint


def _person(by: Scope) -> int:
    """What is said in the house's name, a person says."""
    if by.user_id is None:
        raise Refused("parties.not_yours")
    return by.user_id


def _earlier(key: UUID, complaint_id: int, direction: str) -> CustomerMessage | None:
    earlier = CustomerMessage.objects.filter(key=key).first()
    if earlier is not None and (earlier.complaint_id, earlier.direction) != (complaint_id, direction):
        raise Refused("complaints.id_taken")
    return earlier


def _write(
    complaint: Complaint, saying: Saying, text: str, direction: str, *, by: Scope, at: datetime
) -> CustomerMessage:
    return CustomerMessage.objects.create(
        complaint=complaint,
        key=saying.key,
        direction=direction,
        channel=saying.channel,
        text_enciphered=enciphered_text(text, saying.key),
        at=at,
        user_id=by.user_id,
    )


def _is_owed_a_reply(complaint: Complaint) -> bool:
    """Whether a reply is possible now, and either a clock waits for one or there was none yet."""
    if REPLY not in HANDLING.verbs(complaint.state):
        return False
    waits = Clock.objects.undone().filter(complaint=complaint, name__in=[rule.name for rule in stopped_by(REPLY)])
    return waits.exists() or not complaint.steps.filter(verb=REPLY).exists()


def _own_side(complaint: Complaint, *, by: Scope) -> int:
    """The party in whose name the person may speak at this venue."""
    party_ids = sorted(by.parties_for(NOTE), key=lambda party_id: (party_id != complaint.venue.party_id, party_id))
    for party_id in party_ids:
        hats = tuple(hat for hat in by.hats if hat.party_id == party_id)
        if may_at(Scope(by.label, by.source, by.user_id, hats), NOTE, complaint.venue_id):
            return party_id
    raise Refused("complaints.not_your_step")
