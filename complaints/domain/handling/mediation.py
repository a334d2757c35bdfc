"""Mediation: both sides are heard, somebody who is not concerned brings them together, and what came of it (C6).

Form ``ktv-3``: handlers mediate between the customer and those concerned. What the customer said is for both parties of
the contract; what somebody on the staff says stays with the party that they work for.
"""

from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from complaints.domain.handling.sides import HANDS, locked, parties_of, person_of, side_of
from complaints.domain.people import people_at
from complaints.models import Complaint, Mediation, MediationState, Statement
from foundation.refusals import Refused
from foundation.text import clean_text
from foundation.transitions import Lifecycle
from parties.domain.scope import Scope, writing
from parties.models import User

VERB: Final = "complaints.mediate"
SPEAKING: Final = "complaints.log"
LONGEST_STATEMENT: Final = 4000
LONGEST_OUTCOME: Final = 2000

MEDIATION: Final = Lifecycle(
    "mediation",
    {
        MediationState.OPEN: {"settle": MediationState.SETTLED, "fail": MediationState.FAILED},
        MediationState.SETTLED: {},
        MediationState.FAILED: {},
    },
    initial=MediationState.OPEN,
)
"""Opened with a mediator, ended with an outcome; another attempt is another mediation."""


def write_statement(complaint_id: int, text: str, *, speaker_id: int | None, by: Scope, at: datetime) -> Statement:
    """Write down what the customer said (``speaker_id`` empty) or what somebody of one's own side says.

    Nobody puts words into the mouth of the other side's staff.
    Refused: ``complaints.not_your_step``, ``.closed``, ``.statement_missing``, ``.speaker_of_another``.
    """
    text = clean_text(text, LONGEST_STATEMENT, "text")
    if not text:
        raise Refused("complaints.statement_missing", "text")
    with writing(by):
        complaint = locked(complaint_id)
        party_id = side_of(complaint, SPEAKING, by=by)
        if complaint.is_closed:
            raise Refused("complaints.closed")
        if speaker_id is not None and not people_at(complaint.venue_id, {party_id}).filter(pk=speaker_id).exists():
            raise Refused("complaints.speaker_of_another", "speaker")
        return Statement.objects.create(
            complaint=complaint,
            party_id=party_id,
            speaker_id=speaker_id,
            text=text,
            written_by_id=person_of(by),
            written_at=at,
        )


def open_mediation(complaint_id: int, mediator_id: int, *, by: Scope, at: datetime) -> Mediation:
    """Name somebody who mediates: who works at the venue and is neither concerned nor a speaker in the matter.

    Refused: ``complaints.not_your_step``, ``.closed``, ``.mediation_open``, ``.person_unknown``,
    ``.mediator_concerned``.
    """
    with writing(by):
        complaint = locked(complaint_id)
        side_of(complaint, VERB, by=by)
        if complaint.is_closed:
            raise Refused("complaints.closed")
        if complaint.mediations.filter(state=MediationState.OPEN).exists():
            raise Refused("complaints.mediation_open")
        if not people_at(complaint.venue_id, parties_of(complaint), HANDS).filter(pk=mediator_id).exists():
            raise Refused("complaints.person_unknown", "mediator")
        _check_not_concerned(complaint, mediator_id, field="mediator")
        return Mediation.objects.create(
            complaint=complaint, mediator_id=mediator_id, opened_by_id=person_of(by), opened_at=at
        )


def end_mediation(mediation_id: int, verb: str, outcome: str, *, by: Scope, at: datetime) -> Mediation:
    """The mediator says what came of it. Settled it is only after both sides were heard.

    Refused: ``foundation.not_allowed_now``, ``complaints.not_the_mediator``, ``.outcome_missing``, ``.not_both_heard``,
    ``.mediator_concerned`` for who has become a speaker meanwhile.
    """
    outcome = clean_text(outcome, LONGEST_OUTCOME, "outcome")
    if not outcome:
        raise Refused("complaints.outcome_missing", "outcome")

    def check(mediation: Mediation) -> None:
        if by.user_id is None or mediation.mediator_id != by.user_id:
            raise Refused("complaints.not_the_mediator")
        _check_not_concerned(mediation.complaint, mediation.mediator_id)
        if verb == "settle" and not both_heard(mediation.complaint_id):
            raise Refused("complaints.not_both_heard")

    with writing(by):
        locked(Mediation.objects.values_list("complaint", flat=True).get(pk=mediation_id))
        said = {"outcome": outcome, "ended_by_id": by.user_id, "ended_at": at}
        return MEDIATION.move(Mediation, mediation_id, verb, check, **said)


def both_heard(complaint_id: int) -> bool:
    """Whether the customer's words and those of somebody on the staff are on record."""
    speakers = Statement.objects.filter(complaint=complaint_id).values_list("speaker", flat=True)
    return {speaker is None for speaker in speakers} == {True, False}


def statements_of(complaint: Complaint, scope: Scope) -> QuerySet[Statement]:
    """What this person may read: the customer's words, and what the staff of their own sides says."""
    mine = complaint.statements.filter(Q(speaker=None) | Q(party__in=scope.parties_for("complaints.see")))
    return mine.select_related("speaker", "written_by", "party")


def speakers_for(complaint: Complaint, scope: Scope) -> QuerySet[User]:
    """Whose words this person may write down: those of people of their own side at the venue."""
    mine = scope.parties_for(SPEAKING) & parties_of(complaint)
    return people_at(complaint.venue_id, mine).order_by("name", "pk")


def mediators_for(complaint: Complaint) -> list[User]:
    """Who could mediate: people at the venue who handle complaints and are not concerned."""
    hands = people_at(complaint.venue_id, parties_of(complaint), HANDS).filter(is_active=True)
    return list(hands.exclude(pk__in=_concerned(complaint)).order_by("name", "pk"))


def _concerned(complaint: Complaint) -> set[int]:
    speakers = complaint.statements.exclude(speaker=None).values_list("speaker", flat=True)
    return {person for person in (complaint.concerns_id, *speakers) if person is not None}


def _check_not_concerned(complaint: Complaint, mediator_id: int, field: str | None = None) -> None:
    if mediator_id in _concerned(complaint):
        raise Refused("complaints.mediator_concerned", field)
