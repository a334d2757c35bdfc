"""Apologies: planned with a person and a way, and noted once they were made (form ``ktv-2``: the plan may hold one)."""

from datetime import datetime
from typing import Final

from complaints.domain.handling.sides import locked, parties_of, person_of
from complaints.domain.people import may_at, people_at
from complaints.models import Apology, ApologyWay
from foundation.refusals import Refused
from foundation.text import clean_text
from parties.domain.scope import Scope, writing

VERBS: Final = ("complaints.plan", "complaints.tell")
"""Who plans, and who speaks with the customer, may plan an apology; either may note it."""
LONGEST: Final = 1000


def plan_apology(complaint_id: int, *, way: str, person_id: int, words: str, by: Scope, at: datetime) -> Apology:
    """Make an apology part of the plan: who apologises, how, and for what.

    Refused: ``complaints.not_your_step``, ``.closed``, ``.apology_missing``, ``.person_unknown``.
    """
    words = clean_text(words, LONGEST, "words")
    if not words or way not in ApologyWay.values:
        raise Refused("complaints.apology_missing", "words")
    with writing(by):
        complaint = locked(complaint_id)
        _require(complaint.venue_id, by=by)
        if complaint.is_closed:
            raise Refused("complaints.closed")
        if not people_at(complaint.venue_id, parties_of(complaint)).filter(pk=person_id).exists():
            raise Refused("complaints.person_unknown", "person")
        return Apology.objects.create(
            complaint=complaint, way=way, person_id=person_id, words=words, planned_by_id=person_of(by), planned_at=at
        )


def note_apology(apology_id: int, *, given_at: datetime, by: Scope, at: datetime) -> Apology:
    """Note that it was made, once. Refused: ``complaints.not_your_step``, ``.apology_given``, ``.in_future``,
    ``.apology_before_plan``."""
    with writing(by):
        apology = Apology.objects.select_for_update(no_key=True, of=("self",)).get(pk=apology_id)
        if apology.person_id != by.user_id:
            _require(apology.complaint.venue_id, by=by)
        if apology.given_at is not None:
            raise Refused("complaints.apology_given")
        if given_at > at:
            raise Refused("complaints.in_future", "given_at")
        if given_at < apology.planned_at:
            raise Refused("complaints.apology_before_plan", "given_at")
        apology.given_at, apology.noted_by_id, apology.noted_at = given_at, by.user_id, at
        apology.save(update_fields=["given_at", "noted_by", "noted_at"])
    return apology


def may_apologise(venue_id: int, *, by: Scope) -> bool:
    """Whether this person may plan and note apologies at the venue."""
    return by.user_id is not None and any(may_at(by, verb, venue_id) for verb in VERBS)


def _require(venue_id: int, *, by: Scope) -> None:
    if not may_apologise(venue_id, by=by):
        raise Refused("complaints.not_your_step")
