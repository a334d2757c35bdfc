"""Doing a return visit: what came of it, in whose words, and when to try again (B8)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise

from foundation.days import known_day
from foundation.refusals import Refused
from foundation.text import clean_text, says_something
from members.domain.care.lifecycle import VISIT
from members.domain.privacy.personal import deciphered_text, enciphered_text, keys_of
from members.domain.registry.consents import Word, allows, keep_words
from members.models import (
    ConsentChannel,
    ConsentPurpose,
    ConsentWay,
    Member,
    Visit,
    VisitAttempt,
    VisitOutcome,
    VisitState,
)
from parties.domain.scope import Scope, writing

DO: Final = "visits.do"
LONGEST_WORDS: Final = 1000
VERB_OF: Final = {
    VisitOutcome.REACHED: "reach",
    VisitOutcome.WISH: "reach",
    VisitOutcome.COMPLAINT: "reach",
    VisitOutcome.DECLINED: "drop",
}
"""What an outcome does to the visit; not reached, it stays to be done."""
NEEDS_WORDS: Final = frozenset({VisitOutcome.WISH, VisitOutcome.COMPLAINT})


@dataclass(frozen=True)
class Report:
    """What somebody tells of an attempt. ``next_date``: when to try again, or to come back to the wish."""

    outcome: str
    words: str = ""
    next_date: date | None = None


@dataclass(frozen=True)
class FollowUp:
    """Where to go on after a visit: a page of a floor above."""

    label: str | Promise
    path: str


FollowUps = Callable[[Visit, VisitAttempt, Scope], FollowUp | None]

_follow_ups: list[FollowUps] = []


def register(follow_up: FollowUps) -> None:
    """Add a floor that offers a next step after a visit; the same one again changes nothing."""
    if follow_up not in _follow_ups:
        _follow_ups.append(follow_up)


def follow_ups(visit: Visit, attempt: VisitAttempt, *, by: Scope) -> list[FollowUp]:
    """What can be done after this attempt."""
    return [found for each in _follow_ups if (found := each(visit, attempt, by)) is not None]


def report_visit(visit_id: int, report: Report, *, by: Scope, at: datetime) -> VisitAttempt:
    """Write down an attempt and what came of it. Who declines is not called any more, by the same word.

    Refused: ``parties.not_yours``, ``members.plan_closed``, ``foundation.not_allowed_now``, ``members.not_active``,
    ``members.visit_not_wanted``, ``members.choice_unknown``, ``members.visit_words_missing``,
    ``members.next_in_past``, and what texts and days are refused for.
    """
    outcome, words = _checked(report, at=at)
    if by.user_id is None:
        raise Refused("parties.not_yours")
    with writing(by):
        visit, member = _locked(visit_id, by=by)
        attempt = VisitAttempt.objects.create(
            visit=visit,
            outcome=outcome,
            words_enciphered=enciphered_text(member.pk, words, key=keys_of([member.pk])[member.pk]) if words else None,
            next_date=report.next_date,
            at=at,
            user_id=by.user_id,
        )
        if outcome in VERB_OF:
            VISIT.move(Visit, visit.pk, VERB_OF[outcome], ended_at=at)
        if outcome == VisitOutcome.DECLINED:
            no = [Word(ConsentChannel.PHONE, purpose, given=False) for purpose in ConsentPurpose.values]
            keep_words(member, no, way=ConsentWay.CALL, user_id=by.user_id, at=at)
        return attempt


def words_of(attempts: list[VisitAttempt], member: Member) -> dict[int, str]:
    """What was written down at these attempts to reach a member, by their ids; nothing of who was erased."""
    key = keys_of([member.pk]).get(member.pk)
    return {
        each.pk: deciphered_text(member.pk, bytes(each.words_enciphered), key=key)
        for each in attempts
        if key is not None and each.words_enciphered
    }


def may_be_called(member: Member) -> bool:
    """Whether the member still is one and agreed to be called for service."""
    return member.is_active and allows(member.pk, ConsentChannel.PHONE, ConsentPurpose.SERVICE)


def _checked(report: Report, *, at: datetime) -> tuple[VisitOutcome, str]:
    if report.outcome not in VisitOutcome.values:
        raise Refused("members.choice_unknown", "outcome")
    outcome, words = VisitOutcome(report.outcome), clean_text(report.words, LONGEST_WORDS, "words")
    if outcome in NEEDS_WORDS and not says_something(words):
        raise Refused("members.visit_words_missing", "words")
    if report.next_date is not None and known_day(report.next_date, "next_date") < timezone.localdate(at):
        raise Refused("members.next_in_past", "next_date")
    return outcome, words


def _locked(visit_id: int, *, by: Scope) -> tuple[Visit, Member]:
    """The open visit and its member, both locked."""
    seen = Visit.objects.within(by, verb=DO).filter(pk=visit_id).first()
    if seen is None:
        raise Refused("parties.not_yours")
    member = Member.objects.select_for_update(no_key=True).get(pk=seen.member_id)
    visit = Visit.objects.select_related("plan").select_for_update(no_key=True, of=("self",)).get(pk=visit_id)
    if visit.plan.is_closed:
        raise Refused("members.plan_closed")
    if visit.state != VisitState.OPEN:
        raise Refused("foundation.not_allowed_now", state=visit.state, verb="visit")
    if not member.is_active:
        raise Refused("members.not_active")
    if not may_be_called(member):
        raise Refused("members.visit_not_wanted")
    return visit, member
