"""Notes about members: written once, read by whoever may see the member, gone with the member's key."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from foundation.enciphering import Key, Unreadable
from foundation.refusals import Refused
from foundation.text import clean_text
from members.domain.privacy.personal import deciphered_text, enciphered_text, keys_of
from members.domain.registry.reach import locked_member
from members.models import MemberNote
from parties.domain.scope import Scope, writing

LONGEST_NOTE: Final = 1000


def note(member_id: int, text: str, *, by: Scope, at: datetime) -> MemberNote:
    """Write a note down. Refused: ``parties.not_yours``, ``members.not_active``, ``.note_missing``."""
    if by.user_id is None:
        raise Refused("parties.not_yours")
    plain = clean_text(text, LONGEST_NOTE, "note")
    if not plain:
        raise Refused("members.note_missing", "note")
    with writing(by):
        member = locked_member(member_id, by=by)
        sealed = enciphered_text(member.pk, plain, key=keys_of([member.pk])[member.pk])
        return MemberNote.objects.create(member=member, text_enciphered=sealed, user_id=by.user_id, at=at)


def read_notes(notes: list[MemberNote]) -> list[tuple[MemberNote, str]]:
    """Notes with their texts; empty where the member's key is gone."""
    keys = keys_of([each.member_id for each in notes])
    return [(each, _text(each, keys)) for each in notes]


def _text(each: MemberNote, keys: Mapping[int, Key]) -> str:
    key = keys.get(each.member_id)
    try:
        return deciphered_text(each.member_id, bytes(each.text_enciphered), key=key) if key else ""
    except Unreadable:
        return ""
