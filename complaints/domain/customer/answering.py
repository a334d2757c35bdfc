"""The written answer (书面答复) to the customer: printed, frozen when it is issued, readable for both sides."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.utils import timezone

from complaints.domain.people import may_at
from complaints.models import Complaint, WrittenAnswer
from foundation.accepted_files import LARGEST_FILE
from foundation.files import store
from foundation.refusals import Refused
from foundation.text import clean_text, says_something
from parties.domain.scope import Scope, writing

if TYPE_CHECKING:
    from complaints.documents.written_answer import Answer

LONGEST_ANSWER: Final = 4000
MAY_ISSUE: Final = "complaints.tell"


def issue_answer(complaint_id: int, text: str, *, language: str, by: Scope, at: datetime) -> WrittenAnswer:
    """Print and freeze an answer; a further one gets the next number, and both stay.

    Refused: ``complaints.not_your_step``, ``complaints.note_missing``, ``foundation.glyph_missing``.
    """
    from complaints.documents.written_answer import render_answer

    if by.user_id is None:
        raise Refused("parties.not_yours")
    said = clean_text(text, LONGEST_ANSWER, "text")
    if not says_something(said):
        raise Refused("complaints.note_missing", "text")
    if language not in dict(settings.LANGUAGES):
        raise Refused("foundation.required", "language")
    with writing(by):
        complaint = Complaint.objects.select_for_update(no_key=True).get(pk=complaint_id)
        if not may_at(by, MAY_ISSUE, complaint.venue_id):
            raise Refused("complaints.not_your_step")
        number = complaint.written_answers.count() + 1
        content = render_answer(_snapshot(complaint, said, number, language=language, at=at))
        name = f"{complaint.number}-{number}.pdf"
        return WrittenAnswer.objects.create(
            complaint=complaint,
            number=number,
            text=said,
            language=language,
            file=store(content, name, kinds={"application/pdf"}, max_bytes=LARGEST_FILE),
            issued_at=at,
            issued_by_id=by.user_id,
        )


def _snapshot(complaint: Complaint, text: str, number: int, *, language: str, at: datetime) -> Answer:
    from complaints.documents.written_answer import Answer

    venue = complaint.venue
    return Answer(
        number=f"{complaint.number}-{number}",
        complaint=complaint.number,
        house=venue.party.name,
        venue=venue.name,
        address=venue.address or venue.party.address,
        phone=venue.party.phone,
        room=complaint.room.name if complaint.room else "",
        received=timezone.localtime(complaint.received_at),
        issued=timezone.localtime(at),
        subject=complaint.subject,
        text=text,
        language=language,
    )
