"""Which members have an occasion on a day."""

from datetime import date

from django.db.models import Q, QuerySet

from members.domain.care.calendar import celebrated_on
from members.domain.care.festivals import festival_days
from members.models import BirthCalendar, CareRule, CareRuleVersion, Member, Occasion


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
        case Occasion.FESTIVAL if festival_days(version.festival, day, day):
            return members
    return members.none()


def years_on(version: CareRuleVersion, member: Member, day: date) -> int:
    """How many years an anniversary is about."""
    return day.year - member.joined_date.year if version.occasion == Occasion.ANNIVERSARY else 0


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
    """The condition on a date that comes round on a day, a year later at the earliest."""
    days = [(each.month, each.day) for each in celebrated_on(day) if not each.is_lunar]
    same = Q(pk__in=[])
    for month, number in days:
        same |= Q(**{f"{field}__month": month, f"{field}__day": number})
    return same & Q(**{f"{field}__year__lt": day.year})
