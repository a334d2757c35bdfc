"""Taking an answer in: once for each invitation, through whatever door and however often it is sent (D4, D5).

That an invitation was used and what was answered are written together, so that neither is there without the other.
They share no key and no moment, and what was answered cannot be read before the wave is opened.
"""

import uuid
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection
from django.utils import timezone

from foundation.enciphering import keyed_hash
from foundation.refusals import Refused
from parties.domain.scope import Scope, writing
from surveys.domain.answers.checking import Said, checked_answer, longest_answer
from surveys.domain.answers.keys import key_for_answers
from surveys.domain.answers.sealing import SealedAnswer, seal, size_for
from surveys.domain.designing.definition import Definition
from surveys.domain.designing.reading import read_definition
from surveys.domain.waves.lifecycle import ANSWERABLE, INVITATION
from surveys.models import Invitation, InvitationState, OpenTicket, PooledAnswer, Wave, WaveState

SOMEBODY: Final = Scope(label="survey answer", source="survey")
"""Who writes when an answer is taken: nobody, from nowhere. Who it was and through which door, no row says."""
# Not with the row's key locked for others' answers; only the opening, which locks the whole row, waits for this.
STILL_OPEN: Final = "SELECT FROM surveys_wave WHERE id = %s AND state = %s FOR KEY SHARE"


def take_answer(invitation_id: int, said: Said, *, version_id: int, at: datetime) -> bool:
    """Take the answer of who was invited. ``False``: theirs was received before, and stays as it was.

    Refused: ``surveys.wave_not_running``, ``surveys.answer_other_version``, ``surveys.invitation_ended`` (refused,
    lapsed or replaced meanwhile), and what :func:`surveys.domain.answers.checking.checked_answer` refuses.
    """
    invitation = Invitation.objects.select_related("wave__version", "stratum").get(pk=invitation_id)
    if invitation.state == InvitationState.ANSWERED:
        return False
    with writing(SOMEBODY):
        definition = hold_open(invitation.wave, version_id=version_id, at=at)
        kept = checked_answer(definition, said)
        if not _use(invitation_id, at=at):
            return False
        _pool(invitation.wave_id, SealedAnswer(kept, invitation.stratum.ordinal), definition)
    return True


def take_open_answer(wave_id: int, said: Said, *, form: UUID, version_id: int, at: datetime) -> bool:
    """Take the answer of somebody who was not drawn. ``form`` is the number that their form was given: ``False`` when
    it was received before. Refused as :func:`take_answer` is."""
    wave = Wave.objects.select_related("version").get(pk=wave_id)
    ticket = keyed_hash(str(form), purpose=f"surveys.open_form:{wave_id}")
    if OpenTicket.objects.filter(wave=wave, form_hash=ticket).exists():
        return False
    with writing(SOMEBODY):
        definition = hold_open(wave, version_id=version_id, at=at)
        kept = checked_answer(definition, said)
        if not _first(wave_id, ticket, at=at):
            return False
        _pool(wave_id, SealedAnswer(kept, None), definition)
    return True


def hold_open(wave: Wave, *, version_id: int, at: datetime) -> Definition:
    """See to it that the wave takes answers and is not opened before this transaction ends; what it asks.

    Refused: ``surveys.wave_not_running``, ``surveys.answer_other_version``.
    """
    with connection.cursor() as cursor:
        cursor.execute(STILL_OPEN, [wave.pk, WaveState.OPEN])
        is_open = cursor.fetchone() is not None
    if not is_open or not wave.opens_at <= at < wave.closes_at or wave.version is None:
        raise Refused("surveys.wave_not_running")
    if wave.version_id != version_id:
        raise Refused("surveys.answer_other_version")
    return read_definition(wave.version.definition)


def size_of(definition: Definition) -> int:
    """The length in bytes of every answer to this questionnaire at rest."""
    return size_for(longest_answer(definition))


def _use(invitation_id: int, *, at: datetime) -> bool:
    """Use the invitation up; ``False`` when somebody was faster. Refused: ``surveys.invitation_ended``."""
    row = Invitation.objects.select_for_update(no_key=True, of=("self",)).get(pk=invitation_id)
    if row.state == InvitationState.ANSWERED:
        return False
    if row.state not in ANSWERABLE:
        raise Refused("surveys.invitation_ended")
    INVITATION.move(Invitation, invitation_id, "answer", answered_date=timezone.localdate(at))
    return True


def _first(wave_id: int, ticket: str, *, at: datetime) -> bool:
    """Note that this form was sent; ``False`` when it was before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO surveys_openticket (wave_id, form_hash, day) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [wave_id, ticket, timezone.localdate(at)],
        )
        return bool(cursor.rowcount == 1)


def _pool(wave_id: int, answer: SealedAnswer, definition: Definition) -> None:
    row = uuid.uuid4()
    sealed = seal(answer, row=row, key=key_for_answers(wave_id), size=size_of(definition))
    PooledAnswer.objects.create(pk=row, wave_id=wave_id, sealed=sealed)
