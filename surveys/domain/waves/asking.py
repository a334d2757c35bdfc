"""Reaching those who were drawn in person: attempts, refusals, and who is asked instead (D3, D4)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from foundation import jobs
from foundation.refusals import Refused
from parties.domain.scope import Scope, writing
from surveys.domain.waves.draws import next_of_stratum
from surveys.domain.waves.inviting import SEND_JOB, takes_answers
from surveys.domain.waves.lifecycle import INVITATION
from surveys.domain.waves.reach import RUN, locked_invitation, locked_wave
from surveys.models import AttemptOutcome, AttemptWay, Invitation, InvitationAttempt, InvitationState, WaveState

INTERVIEW: Final = "surveys.interview"
TRIES: Final = 3
"""After so many attempts without reaching anybody the member counts as not reached."""
LEADS_TO: Final[Mapping[str, str]] = {AttemptOutcome.REFUSED: "refuse", AttemptOutcome.WRONG_NUMBER: "miss"}
"""What came of an attempt → what becomes of the invitation."""


def record_attempt(invitation_id: int, way: str, outcome: str, *, by: Scope, at: datetime) -> Invitation:
    """Write down that somebody tried, and what came of it; a refusal is final, the third vain attempt the last.

    Refused: ``parties.not_yours``, ``surveys.choice_unknown``, ``surveys.wave_not_running``,
    ``surveys.invitation_ended``.
    """
    if way not in AttemptWay.values or outcome not in AttemptOutcome.values:
        raise Refused("surveys.choice_unknown", "outcome")
    if by.user_id is None:
        raise Refused("parties.not_yours")
    with writing(by):
        invitation = locked_invitation(invitation_id, by=by, verb=INTERVIEW)
        if not takes_answers(invitation.wave, at=at):
            raise Refused("surveys.wave_not_running")
        if "answer" not in INVITATION.verbs(invitation.state):
            raise Refused("surveys.invitation_ended")
        InvitationAttempt.objects.create(invitation=invitation, at=at, way=way, outcome=outcome, by_id=by.user_id)
        verb = LEADS_TO.get(outcome) or ("miss" if _tried_enough(invitation) else "")
        if verb in INVITATION.verbs(invitation.state):
            return INVITATION.move(Invitation, invitation.pk, verb)
        return invitation


def refuse_by_link(invitation: Invitation, *, at: datetime) -> Invitation:
    """The member says by their link that they do not want to answer: they are not written to again for this wave.

    Refused: ``surveys.wave_not_running``, ``foundation.not_allowed_now`` (answered, refused or lapsed already).
    """
    if not takes_answers(invitation.wave, at=at):
        raise Refused("surveys.wave_not_running")
    with writing(Scope(label="survey link", source="survey")):
        return INVITATION.move(Invitation, invitation.pk, "refuse")


def replace_invitation(invitation_id: int, *, by: Scope, at: datetime) -> Invitation:
    """Ask the next member of the same stratum, in the order of the draw, instead of who refused or was not reached.

    Refused: ``parties.not_yours``, ``surveys.wave_not_running``, ``surveys.stratum_used_up``,
    ``foundation.not_allowed_now`` for who may still answer.
    """
    with writing(by):
        wave = locked_wave(Invitation.objects.values_list("wave", flat=True).get(pk=invitation_id), by=by)
        if wave.state not in (WaveState.DRAWN, WaveState.OPEN) or wave.closes_at <= at:
            raise Refused("surveys.wave_not_running")
        old = locked_invitation(invitation_id, by=by, verb=RUN)
        INVITATION.move(Invitation, old.pk, "replace")
        asked = set(Invitation.objects.filter(wave=wave).values_list("member", flat=True))
        order = next_of_stratum(wave, old.stratum.ordinal)
        found = next((each for each in order if each.member_id not in asked), None)
        if found is None:
            raise Refused("surveys.stratum_used_up")
        new = Invitation.objects.create(
            wave=wave, member_id=found.member_id, stratum=old.stratum, position=found.position, replaces=old
        )
        if wave.state == WaveState.OPEN:
            jobs.enqueue(SEND_JOB, f"{SEND_JOB}:{new.pk}:0", {"invitation": new.pk, "number": 0})
        return new


def _tried_enough(invitation: Invitation) -> bool:
    vain = invitation.attempts.filter(outcome=AttemptOutcome.NOT_REACHED).count()
    return vain >= TRIES and invitation.state != InvitationState.UNREACHABLE
