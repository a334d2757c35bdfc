"""Codes for a tablet: each good for one answer, handed out on slips or to one who was drawn."""

import secrets
import uuid
from datetime import datetime
from typing import Final

from django.utils import timezone

from foundation.enciphering import keyed_hash
from foundation.refusals import Refused
from parties.domain.scope import Scope, writing
from surveys.domain.answers.checking import Said
from surveys.domain.answers.taking import SOMEBODY, take_answer, take_open_answer
from surveys.domain.waves.inviting import takes_answers
from surveys.domain.waves.lifecycle import ANSWERABLE
from surveys.models import DoorCode, Invitation, Wave

HAND_OUT: Final = "surveys.interview"
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without what is taken for another sign."""
LENGTH: Final = 10
MOST_CODES: Final = 200
"""Slips printed at once."""


def hand_out_codes(wave_id: int, count: int, *, by: Scope, at: datetime) -> list[str]:
    """So many fresh codes for whoever gets one; they are told this once, and rest nowhere.

    Refused: ``parties.not_yours``, ``surveys.wave_not_running``, ``surveys.codes_count``.
    """
    if not 1 <= count <= MOST_CODES:
        raise Refused("surveys.codes_count", "count", most=MOST_CODES)
    with writing(by):
        wave = Wave.objects.filter(pk=wave_id, party__in=by.parties_for(HAND_OUT)).first()
        if wave is None:
            raise Refused("parties.not_yours")
        if not takes_answers(wave, at=at):
            raise Refused("surveys.wave_not_running")
        codes = [_fresh() for _ in range(count)]
        DoorCode.objects.bulk_create(DoorCode(wave=wave, code_hash=_hashed(code, wave_id)) for code in codes)
    return codes


def code_for(invitation_id: int, *, by: Scope, at: datetime) -> str:
    """A code for somebody who was drawn and stands before the tablet; told this once.

    Refused: ``parties.not_yours``, ``surveys.wave_not_running``, ``surveys.invitation_ended``.
    """
    with writing(by):
        mine = Invitation.objects.within(by, verb=HAND_OUT).select_related("wave")
        invitation = mine.filter(pk=invitation_id).first()
        if invitation is None:
            raise Refused("parties.not_yours")
        if not takes_answers(invitation.wave, at=at):
            raise Refused("surveys.wave_not_running")
        if invitation.state not in ANSWERABLE:
            raise Refused("surveys.invitation_ended")
        code = _fresh()
        hashed = _hashed(code, invitation.wave_id)
        DoorCode.objects.create(wave=invitation.wave, invitation=invitation, code_hash=hashed)
    return code


def check_code(typed: str, *, wave_id: int) -> DoorCode:
    """The code as it was handed out, not used yet. Refused: ``surveys.code_unknown``, ``surveys.code_used``."""
    found = DoorCode.objects.filter(wave=wave_id, code_hash=_hashed(normal_code(typed), wave_id)).first()
    if found is None:
        raise Refused("surveys.code_unknown", "code")
    if found.used_date is not None:
        raise Refused("surveys.code_used", "code")
    return found


def answer_by_code(typed: str, said: Said, *, wave_id: int, version_id: int, at: datetime) -> bool:
    """Take the answer of who holds this code, and use the code up. ``False``: who was drawn had answered before.

    Refused as :func:`check_code` and :func:`surveys.domain.answers.taking.take_answer` are.
    """
    with writing(SOMEBODY):
        known = check_code(typed, wave_id=wave_id)
        code = DoorCode.objects.select_for_update(no_key=True, of=("self",)).get(pk=known.pk)
        if code.used_date is not None:
            raise Refused("surveys.code_used", "code")
        if code.invitation_id is not None:
            is_new = take_answer(code.invitation_id, said, version_id=version_id, at=at)
        else:
            form = uuid.UUID(hex=code.code_hash[:32])
            is_new = take_open_answer(wave_id, said, form=form, version_id=version_id, at=at)
        code.used_date = timezone.localdate(at)
        code.save(update_fields=["used_date"])
    return is_new


def normal_code(typed: str) -> str:
    """As it was printed, however it was typed."""
    return "".join(sign for sign in typed.upper() if sign in ALPHABET)


def shown_code(code: str) -> str:
    """In two halves, to be read out and typed."""
    return f"{code[: LENGTH // 2]} {code[LENGTH // 2 :]}"


def _fresh() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def _hashed(code: str, wave_id: int) -> str:
    return keyed_hash(code, purpose=f"surveys.door_code:{wave_id}")
