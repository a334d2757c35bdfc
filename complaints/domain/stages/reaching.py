"""A complaint is not closed behind the customer's back: they confirm, or were tried in vain several times (C7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from complaints.domain.people import may_at
from complaints.models import AttemptEnd, AttemptWay, Complaint, ContactAttempt, ReachingRule, Stage
from foundation.refusals import Refused
from foundation.text import clean_line
from parties.domain.opening import may_set_rules
from parties.domain.scope import Scope, writing
from parties.models import Venue

APART: Final = timedelta(hours=2)
MOST_ATTEMPTS: Final = 10
LONGEST_NOTE: Final = 500
MAY_TRY: Final = "complaints.tell"


@dataclass(frozen=True)
class Attempt:
    """How somebody tried to reach the customer, and what came of it; ``tried_at`` is empty for "just now"."""

    way: str
    end: str
    tried_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True)
class Needed:
    """How many attempts count as enough, and on how many days they lie: the house's rule, for no form names one."""

    attempts: int = 3
    days: int = 2


def needed_at(venue_id: int) -> Needed:
    """What acts at a venue: its own rule, else three attempts on two days."""
    last = ReachingRule.objects.filter(venue=venue_id).order_by("-number").first()
    return Needed(last.attempts, last.days) if last else Needed()


def set_needed(venue_id: int, wanted: Needed, *, by: Scope, at: datetime) -> ReachingRule | None:
    """Another rule for complaints closed from now on; ``None`` where it acts already.

    Refused: ``parties.not_your_venue``, ``complaints.attempts_wrong``.
    """
    if not (1 <= wanted.days <= wanted.attempts <= MOST_ATTEMPTS):
        raise Refused("complaints.attempts_wrong", "attempts")
    with writing(by):
        venue = Venue.objects.select_for_update(no_key=True).get(pk=venue_id)
        if by.user_id is None or not may_set_rules(by, venue):
            raise Refused("parties.not_your_venue")
        if wanted == needed_at(venue_id):
            return None
        number = ReachingRule.objects.filter(venue=venue).count() + 1
        return ReachingRule.objects.create(
            venue=venue, number=number, attempts=wanted.attempts, days=wanted.days, set_by_id=by.user_id, set_at=at
        )


def record_attempt(complaint_id: int, attempt: Attempt, *, by: Scope, at: datetime) -> ContactAttempt:
    """Write an attempt down, once the result is to be told and as long as the complaint is open.

    Refused: ``complaints.not_your_step``, ``.closed``, ``.nothing_to_tell``, ``.in_future``, ``.attempt_known``.
    """
    if by.user_id is None:
        raise Refused("parties.not_yours")
    tried_at = attempt.tried_at or at
    if tried_at > at:
        raise Refused("complaints.in_future", "tried_at")
    if attempt.way not in AttemptWay.values or attempt.end not in AttemptEnd.values:
        raise Refused("foundation.required", "way" if attempt.way not in AttemptWay.values else "end")
    note = clean_line(attempt.note, LONGEST_NOTE, "note")
    with writing(by):
        complaint = Complaint.objects.select_for_update(no_key=True).get(pk=complaint_id)
        _check(complaint, tried_at, by=by)
        return ContactAttempt.objects.create(
            complaint=complaint,
            user_id=by.user_id,
            way=attempt.way,
            end=attempt.end,
            tried_at=tried_at,
            recorded_at=at,
            note=note,
        )


def _check(complaint: Complaint, tried_at: datetime, *, by: Scope) -> None:
    if not may_at(by, MAY_TRY, complaint.venue_id):
        raise Refused("complaints.not_your_step")
    if complaint.is_closed:
        raise Refused("complaints.closed")
    told_at = told_since(complaint)
    if told_at is None or tried_at < told_at:
        raise Refused("complaints.nothing_to_tell", "tried_at")
    if complaint.contact_attempts.filter(tried_at=tried_at).exists():
        raise Refused("complaints.attempt_known", "tried_at")


def told_since(complaint: Complaint) -> datetime | None:
    """Since when the customer's word is waited for; ``None`` while it is not."""
    if complaint.state != Stage.TOLD:
        return None
    return complaint.steps.filter(verb="tell").order_by("-pk").values_list("at", flat=True).first()


def counting(attempts: Iterable[ContactAttempt], *, since: datetime) -> list[ContactAttempt]:
    """Those that count: after the result was told, and at least two hours after the last one that counted."""
    counted: list[ContactAttempt] = []
    for attempt in sorted(attempts, key=lambda each: each.tried_at):
        if attempt.tried_at >= since and (not counted or attempt.tried_at - counted[-1].tried_at >= APART):
            counted.append(attempt)
    return counted


def is_enough(counted: Iterable[ContactAttempt], needed: Needed) -> bool:
    """At different hours, not all on one day: whoever sleeps, works or is on the way can be reached by one of them."""
    moments = [attempt.tried_at for attempt in counted]
    days = {timezone.localdate(moment) for moment in moments}
    return len(moments) >= needed.attempts and len(days) >= needed.days


def check_tried(complaint: Complaint) -> None:
    """Refused: ``complaints.not_tried_enough``, unless the customer could not be reached."""
    since = told_since(complaint)
    tried = counting(complaint.contact_attempts.all(), since=since) if since else []
    needed = needed_at(complaint.venue_id)
    if not is_enough(tried, needed):
        raise Refused("complaints.not_tried_enough", count=len(tried), needed=needed.attempts, days=needed.days)
