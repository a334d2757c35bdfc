"""From rules to messages: some days ahead, once for each rule, member and occasion (B8).

Who cannot be written to is planned too, as not sent, with the reason: so that the plan tells the truth.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone

from foundation import jobs
from foundation.derived_secrets import new_nonce
from foundation.enciphering import keyed_hash
from foundation.inserting import insert
from foundation.tokens import hash_token
from members.domain.care.contacting import TOO_OFTEN, agreed_channels, way_to, written_to
from members.domain.care.limits import Limits, limits_of
from members.domain.care.occasions import celebrants
from members.domain.care.quiet import send_moment
from members.domain.care.rules import purpose_of
from members.domain.care.unsubscribing import token_of
from members.models import CareMessage, CareRule, CareRuleVersion, CareState, Member
from parties.domain.scope import SYSTEM, writing

JOB: Final = "members.care"
AHEAD: Final = 3
"""Days ahead that messages are planned: so many can be looked at, and put off by switching the rule off."""
BATCH: Final = 500


@dataclass(frozen=True)
class Plan:
    """What a rule says for one occasion: all of its messages go out at ``send_at``, but for quieter venues."""

    rule: CareRule
    version: CareRuleVersion
    day: date
    at: datetime


def plan_care(*, at: datetime) -> int:
    """Plan what every rule that is on brings about in the next days; tells how many messages are new."""
    rules = CareRule.objects.filter(is_on=True, retired_at=None).order_by("party", "pk")
    return sum(plan_rule(rule, at=at) for rule in rules)


def plan_rule(rule: CareRule, *, at: datetime) -> int:
    """Plan one rule. Run twice, or by two at once, it plans nothing twice."""
    version = rule.versions.order_by("-number").first()
    if version is None:
        return 0
    return sum(_plan(Plan(rule, version, day, at)) for day in _days(version, at))


def key_of(rule_id: int, member_id: int, day: date) -> uuid.UUID:
    """The same each time, and nothing that a stranger could make."""
    return uuid.UUID(hex=keyed_hash(f"{rule_id}:{member_id}:{day.isoformat()}", purpose="members.care")[:32])


def _days(version: CareRuleVersion, at: datetime) -> Iterator[date]:
    """The occasions whose messages go out from today to ``AHEAD`` days on."""
    today = timezone.localdate(at)
    for ahead in range(AHEAD + 1):
        yield today + timedelta(days=ahead + version.days_before)


def _plan(plan: Plan) -> int:
    waiting = celebrants(plan.rule, plan.version, plan.day).exclude(
        care_messages__rule=plan.rule, care_messages__occasion_date=plan.day
    )
    ids = list(waiting.order_by("pk").values_list("pk", flat=True))
    return sum(_plan_some(plan, ids[start : start + BATCH]) for start in range(0, len(ids), BATCH))


def _plan_some(plan: Plan, member_ids: Sequence[int]) -> int:
    """One transaction for some members: their messages, and the jobs that send them."""
    with writing(SYSTEM):
        members = list(Member.objects.active().filter(pk__in=member_ids).order_by("venue", "pk"))
        agreed = agreed_channels([member.pk for member in members], purpose_of(plan.version))
        messages = [
            message
            for venue_id, theirs in _by_venue(members)
            for message in _messages(plan, theirs, limits_of(plan.rule.party_id, venue_id), agreed)
        ]
        insert(messages, ignore_conflicts=True)
        for send_at in {message.send_at for message in messages}:
            due = [each for each in messages if each.send_at == send_at and each.state == CareState.PLANNED]
            jobs.enqueue_many(JOB, [(f"{JOB}:{each.key.hex}", {"key": each.key.hex}) for each in due], send_at)
        return len(messages)


def _messages(
    plan: Plan, members: Sequence[Member], limits: Limits, agreed: Mapping[int, set[str]]
) -> Iterator[CareMessage]:
    version = plan.version
    planned_at = send_moment(plan.day, hour=version.hour, days_before=version.days_before, quiet=limits.quiet)
    send_at = limits.quiet.next_loud(max(planned_at, plan.at))
    counts = written_to([member.pk for member in members], send_at, limits)
    for member in members:
        channel, reason = way_to(member, version.channels, agreed[member.pk])
        if not reason and counts.get(member.pk, 0) >= limits.most:
            reason = TOO_OFTEN
        yield _message(plan, member, send_at=send_at, channel=channel, reason=reason)


def _message(plan: Plan, member: Member, *, send_at: datetime, channel: str, reason: str) -> CareMessage:
    message = CareMessage(
        rule=plan.rule,
        version=plan.version,
        member=member,
        occasion_date=plan.day,
        channel=channel,
        state=CareState.SKIPPED if reason else CareState.PLANNED,
        reason=reason,
        key=key_of(plan.rule.pk, member.pk, plan.day),
        send_at=send_at,
        planned_at=plan.at,
        ended_at=plan.at if reason else None,
        nonce=new_nonce(),
    )
    message.token_hash = hash_token(token_of(message))
    return message


def _by_venue(members: Iterable[Member]) -> Iterator[tuple[int | None, list[Member]]]:
    by_venue: dict[int | None, list[Member]] = {}
    for member in members:
        by_venue.setdefault(member.venue_id, []).append(member)
    yield from by_venue.items()
