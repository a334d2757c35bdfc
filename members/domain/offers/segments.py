"""Segments: members picked by saved criteria, counted while they are chosen (B7)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from foundation.refusals import Refused
from foundation.text import clean_line, says_something
from members.domain.offers.criteria import checked, condition_of
from members.domain.registry.reach import home_of
from members.models import Member, Segment
from parties.domain.scope import Scope, writing

VERB: Final = "offers.make"
LONGEST_NAME: Final = 60
COUNT_CAP: Final = 1001
"""Counting stops here: "more than 1,000" costs the same for a million members."""


def members_of(segment: Segment, *, at: datetime) -> QuerySet[Member]:
    """The members that a segment picks now."""
    return picked(segment.criteria, party_id=segment.party_id, venue_id=segment.venue_id, at=at)


def picked(
    criteria: Sequence[dict[str, Any]], *, party_id: int, venue_id: int | None, at: datetime
) -> QuerySet[Member]:
    """The active members of a party, or of one of its venues, whom (checked) criteria pick."""
    members = Member.objects.active().filter(party=party_id)
    if venue_id is not None:
        members = members.filter(venue=venue_id)
    return members.filter(condition_of(criteria, at=at))


def capped_count(members: QuerySet[Member]) -> int:
    """How many they are, counted up to ``COUNT_CAP``."""
    return members.order_by()[:COUNT_CAP].count()


def keep_segment(
    name: str,
    criteria: object,
    *,
    party_id: int,
    venue_id: int | None,
    by: Scope,
    at: datetime,
    segment_id: int | None = None,
) -> Segment:
    """Save a new segment, or change one, which stays where it belongs.

    Refused: ``parties.not_yours``, ``members.venue_unknown``, ``members.venue_missing``, ``foundation.required``,
    ``members.segment_taken``, ``members.criteria_wrong``.
    """
    name = clean_line(name, LONGEST_NAME, "name")
    if not says_something(name):
        raise Refused("foundation.required", "name")
    if by.user_id is None:
        raise Refused("parties.not_yours")
    with writing(by):
        home_of(party_id, venue_id, by=by, verb=VERB)
        rows = Segment.objects.select_for_update(no_key=True).filter(party=party_id, venue=venue_id, retired_at=None)
        if rows.filter(name=name).exclude(pk=segment_id or 0).exists():
            raise Refused("members.segment_taken", "name")
        said = checked(criteria, party_id=party_id)
        if segment_id is None:
            return Segment.objects.create(
                party_id=party_id, venue_id=venue_id, name=name, criteria=said, made_by_id=by.user_id, made_at=at
            )
        segment = rows.get(pk=segment_id)
        segment.name, segment.criteria = name, said
        segment.save(update_fields=["name", "criteria"])
        return segment


def retire_segment(segment_id: int, *, by: Scope, at: datetime) -> None:
    """Offer it no more; offers that were made for it stay. Refused: ``parties.not_yours``."""
    with writing(by):
        if not Segment.objects.within(by, verb=VERB).filter(pk=segment_id).exists():
            raise Refused("parties.not_yours")
        Segment.objects.filter(pk=segment_id, retired_at=None).update(retired_at=at)
