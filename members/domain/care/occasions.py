"""Which members have an occasion on a day."""

from datetime import date, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from members.domain.care.calendar import celebrated_on
from members.domain.care.festivals import festival_days
from members.domain.offers.criteria_of_bills import came_after
from members.models import Bill, BirthCalendar, CareMessage, CareRule, CareRuleVersion, Member, MemberTier, Occasion

CAUGHT_UP: Final = timedelta(days=30)
"""A rule that wants to win back also writes to who has been silent for longer, by so many days."""


def celebrants(rule: CareRule, version: CareRuleVersion, day: date) -> QuerySet[Member]:
    """The active members, of the rule's party or venue, who have its occasion on a day."""
    members = Member.objects.active().filter(party=rule.party_id)
    if rule.venue_id is not None:
        members = members.filter(venue=rule.venue_id)
    match version.occasion:
        case Occasion.BIRTHDAY:
            return members.filter(_born(day))
        case Occasion.ANNIVERSARY:
            return members.filter(_yearly("joined_date", day))
        case Occasion.TIER:
            return members.filter(_yearly("tier_row__since_at", day), tier_row__tier__isnull=False)
        case Occasion.WIN_BACK:
            return _silent(members, rule, day - timedelta(days=version.silent_days or 0))
        case Occasion.FESTIVAL if festival_days(version.festival, day, day):
            return members
    return members.none()


def years_on(version: CareRuleVersion, member: Member, day: date) -> int:
    """How many years an anniversary is about."""
    if version.occasion == Occasion.ANNIVERSARY:
        return day.year - member.joined_date.year
    tier = MemberTier.objects.filter(member=member).first() if version.occasion == Occasion.TIER else None
    return day.year - timezone.localdate(tier.since_at).year if tier is not None and tier.since_at else 0


def came_back(version: CareRuleVersion, member: Member, day: date) -> bool:
    """Whether a member, who was to be won back on a day, has come by themselves meanwhile."""
    if version.occasion != Occasion.WIN_BACK:
        return False
    last = day - timedelta(days=version.silent_days or 0)
    return Member.objects.filter(came_after(last), pk=member.pk).exists()


def _silent(members: QuerySet[Member], rule: CareRule, last: date) -> QuerySet[Member]:
    """Last seen on this business day or within ``CAUGHT_UP`` before it, and not written to since: once a silence."""
    bills = Bill.objects.filter(member=OuterRef("pk"), refund_of=None).order_by("-business_date")
    seen = members.annotate(last_seen=Subquery(bills.values("business_date")[:1]))
    written = CareMessage.objects.filter(rule=rule, member=OuterRef("pk"), occasion_date__gt=OuterRef("last_seen"))
    return seen.filter(~Exists(written), last_seen__range=(last - CAUGHT_UP, last))


def _born(day: date) -> Q:
    """The condition on who celebrates their birthday on a day: some pairs of numbers, found by an index."""
    condition = Q(pk__in=[])
    for yearly in celebrated_on(day):
        condition |= Q(
            birth_calendar=BirthCalendar.LUNAR if yearly.is_lunar else BirthCalendar.SOLAR,
            birth_is_leap_month=yearly.is_leap_month,
            birth_month=yearly.month,
            birth_day=yearly.day,
        )
    return condition


def _yearly(field: str, day: date) -> Q:
    """The condition on a date, or a moment by the wall clock, that comes round on a day, at the earliest a year on."""
    days = [(each.month, each.day) for each in celebrated_on(day) if not each.is_lunar]
    same = Q(pk__in=[])
    for month, number in days:
        same |= Q(**{f"{field}__month": month, f"{field}__day": number})
    return same & Q(**{f"{field}__year__lt": day.year})
