"""Members as a table: masked, or in the clear for a reason that is kept with each of them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.db.models import QuerySet

from foundation.refusals import Refused
from members.domain.privacy.personal import Personal
from members.domain.privacy.reading import masked_of_all, personal_of_all
from members.domain.privacy.showing import VERB, one_look_at_a_time, reason_of
from members.models import Member, MemberLook, Shown
from parties.domain.scope import Scope, writing

MOST: Final = 50_000
"""Members in one table."""
MOST_IN_THE_CLEAR: Final = 5_000
"""Members that one person takes out in the clear within ``A_DAY``."""
A_DAY: Final = timedelta(days=1)
BATCH: Final = 500


class Line(NamedTuple):
    """One member with what may be said of them."""

    member: Member
    personal: Personal


def masked_lines(rows: QuerySet[Member]) -> Iterator[Line]:
    """The members, masked, the newest first."""
    for some in _batches(rows):
        said = masked_of_all(some)
        yield from (Line(member, said[member.pk]) for member in some)


def lines_in_the_clear(rows: QuerySet[Member], *, by: Scope, reason: str, at: datetime) -> list[Line]:
    """The members with name and telephone number; with each is kept who took them, when and why.

    Refused: ``parties.not_yours``, ``members.reason_missing``, ``.number_in_text``, ``.too_many_looks``.
    """
    why = reason_of(reason)
    if by.user_id is None:
        raise Refused("parties.not_yours")
    with writing(by):
        reached = Member.objects.within(by, verb=VERB).values("pk")
        members = list(_listed(rows.filter(pk__in=reached))[: MOST_IN_THE_CLEAR + 1])
        one_look_at_a_time(by.user_id)
        taken = MemberLook.objects.filter(user=by.user_id, field=Shown.EXPORT, at__gt=at - A_DAY).count()
        if len(members) + taken > MOST_IN_THE_CLEAR:
            raise Refused("members.too_many_looks")
        MemberLook.objects.bulk_create(
            MemberLook(member=member, field=Shown.EXPORT, reason=why, user_id=by.user_id, at=at) for member in members
        )
        said = personal_of_all(members)
        return [Line(member, Personal(said[member.pk].name, said[member.pk].phone)) for member in members]


def _batches(rows: QuerySet[Member]) -> Iterator[list[Member]]:
    chunk: list[Member] = []
    for member in _listed(rows)[:MOST].iterator(chunk_size=BATCH):
        chunk.append(member)
        if len(chunk) == BATCH:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _listed(rows: QuerySet[Member]) -> QuerySet[Member]:
    return rows.select_related("venue").order_by("-created_at", "-pk")
