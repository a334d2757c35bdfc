"""Showing a member's datum in the clear: to whom may see it, for a reason that stays."""

import re
from datetime import datetime, timedelta
from typing import Final

from django.db import connection

from foundation.refusals import Refused
from foundation.text import clean_line
from members.domain.privacy.personal import Personal
from members.domain.privacy.reading import personal_of
from members.models import ENCIPHERED, Member, MemberLook
from parties.domain.scope import Scope, writing

LONGEST_REASON: Final = 200
MOST_LOOKS: Final = 60
"""Data shown to one person within ``AN_HOUR``; more is no work at a desk, but a copy being made."""
AN_HOUR: Final = timedelta(hours=1)
LONG_NUMBER: Final = re.compile(r"(?:\d[\s().-]?){7,}")
VERB: Final = "members.reveal"
ONE_AT_A_TIME: Final = "SELECT pg_advisory_xact_lock(hashtextextended('members.look', %s))"


def reveal(member: Member, field: str, *, by: Scope, reason: str, at: datetime) -> str:
    """One datum in the clear; who had it shown, when and why is kept for good, and shown on the member's page.

    Refused: ``parties.not_yours`` (also for a member who is out of the person's reach), ``members.reason_missing``,
    ``members.too_many_looks``, ``members.nothing_there``, and what a line of text is refused for.
    """
    if field not in ENCIPHERED:
        raise LookupError(field)
    why = reason_of(reason)
    with writing(by):
        found = note_look(member.pk, field, by=by, reason=why, at=at)
        shown = str(getattr(found, field))
        if not shown:
            raise Refused("members.nothing_there")
        return shown


def note_look(member_id: int, field: str, *, by: Scope, reason: str, at: datetime) -> Personal:
    """Write a look down in the caller's transaction and give what was looked at. Refused as :func:`reveal` is."""
    if by.user_id is None:
        raise Refused("parties.not_yours")
    member = Member.objects.within(by, verb=VERB).filter(pk=member_id).first()
    if member is None:
        raise Refused("parties.not_yours")
    one_look_at_a_time(by.user_id)
    if MemberLook.objects.filter(user=by.user_id, at__gt=at - AN_HOUR, at__lte=at).count() >= MOST_LOOKS:
        raise Refused("members.too_many_looks")
    MemberLook.objects.create(member=member, field=field, reason=reason, user_id=by.user_id, at=at)
    return personal_of(member)


def one_look_at_a_time(user_id: int) -> None:
    """Whoever counts what this person looked at waits, until the transaction ends, for who is counting it now."""
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME, [user_id])


def reason_of(reason: str) -> str:
    """The reason as it is kept. Refused: ``members.reason_missing``, ``.number_in_text``, and what a line is."""
    why = clean_line(reason, LONGEST_REASON, "reason")
    if not why:
        raise Refused("members.reason_missing", "reason")
    return without_numbers(why, "reason")


def without_numbers(text: str, field: str) -> str:
    """The text, unless it holds what may be a telephone number: that belongs where it is enciphered."""
    if LONG_NUMBER.search(text):
        raise Refused("members.number_in_text", field)
    return text
