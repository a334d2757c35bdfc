"""Benefits of tiers: so many times each month, quarter or year, used at the counter, counted, never exceeded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from foundation.refusals import Refused
from foundation.text import clean_text
from members.domain.points.schemes import RULE
from members.domain.points.spending import VERB, reachable
from members.models import Benefit, BenefitPeriod, BenefitUse, Member, MemberTier, Tier
from parties.domain.scope import Scope, writing

LONGEST_NAME: Final = 60
MOST_GRANTED: Final = 366


@dataclass(frozen=True)
class Left:
    """A benefit that a member has, and how often they used it in the period at hand."""

    benefit: Benefit
    used: int

    @property
    def left(self) -> int:
        return max(self.benefit.granted - self.used, 0)


def add_benefit(tier_id: int, name: str, *, granted: int, period: str, by: Scope, at: datetime) -> Benefit:
    """Give members something from this tier on. Refused: ``parties.not_yours``, ``members.benefit_wrong``."""
    name = clean_text(name, LONGEST_NAME, "name")
    if not name or not 0 < granted <= MOST_GRANTED or period not in BenefitPeriod.values:
        raise Refused("members.benefit_wrong", most=MOST_GRANTED)
    with writing(by):
        tier = Tier.objects.filter(pk=tier_id).first()
        if by.user_id is None or tier is None or not by.may_for(RULE, tier.party_id):
            raise Refused("parties.not_yours")
        return Benefit.objects.create(
            tier=tier, name=name, granted=granted, period=period, made_by_id=by.user_id, made_at=at
        )


def end_benefit(benefit_id: int, *, by: Scope, at: datetime) -> Benefit:
    """Grant it no more; what was used stays counted. Refused: ``parties.not_yours``, ``members.benefit_ended``."""
    with writing(by):
        row = Benefit.objects.select_for_update(of=("self",)).select_related("tier").filter(pk=benefit_id).first()
        if by.user_id is None or row is None or not by.may_for(RULE, row.tier.party_id):
            raise Refused("parties.not_yours")
        if row.ended_at is not None:
            raise Refused("members.benefit_ended")
        row.ended_at, row.ended_by_id = at, by.user_id
        row.save(update_fields=["ended_at", "ended_by"])
    return row


def use_benefit(member_id: int, benefit_id: int, *, key: UUID, by: Scope, at: datetime) -> BenefitUse:
    """Count one use of a benefit; the same key again gives the first one back.

    Refused: ``parties.not_yours``, ``members.not_active``, ``.benefit_not_theirs``, ``.benefit_used_up``,
    ``.key_taken``.
    """
    with writing(by):
        member = reachable(member_id, VERB, by=by)
        if by.user_id is None:
            raise Refused("parties.not_yours")
        row = MemberTier.objects.select_for_update(no_key=True).filter(member=member).first()
        earlier = BenefitUse.objects.filter(key=key).first()
        if earlier is not None:
            return _same(earlier, member.pk, benefit_id)
        if not Member.objects.active().filter(pk=member.pk).exists():  # merged while this one waited
            raise Refused("members.not_active")
        benefit = _granted_to(row).filter(pk=benefit_id).first()
        if benefit is None:
            raise Refused("members.benefit_not_theirs")
        period_date = period_of(benefit.period, at=at)
        uses = uses_of(member).filter(benefit=benefit, period_date=period_date)
        if uses.count() >= benefit.granted:
            raise Refused("members.benefit_used_up", granted=benefit.granted)
        own = set(uses.filter(member=member).values_list("number", flat=True))
        return BenefitUse.objects.create(
            key=key,
            member=member,
            benefit=benefit,
            period_date=period_date,
            number=next(number for number in (uses.count() + 1, *range(1, benefit.granted + 1)) if number not in own),
            used_by_id=by.user_id,
            used_at=at,
        )


def benefits_of(member: Member, *, at: datetime) -> list[Left]:
    """What the member has by their tier, and how often they used it in the period at hand."""
    benefits = list(_granted_to(MemberTier.objects.filter(member=member).first()).select_related("tier"))
    uses = uses_of(member).filter(benefit__in=benefits).values_list("benefit", "period_date")
    counted = {(benefit, day): count for benefit, day, count in uses.annotate(count=Count("pk")).order_by()}
    return [Left(each, counted.get((each.pk, period_of(each.period, at=at)), 0)) for each in benefits]


def benefits_in_force(scope: Scope) -> Sequence[Benefit]:
    """All benefits that are granted in the parties of which this person may know."""
    tiers = Tier.objects.within(scope, verb="points.see")
    rows = Benefit.objects.filter(tier__in=tiers, ended_at=None).select_related("tier")
    return list(rows.order_by("tier__party", "tier__rank", "pk"))


def uses_of(member: Member, *, also_undone: bool = False) -> QuerySet[BenefitUse]:
    """What the member used, and what those did who were merged into them: together they are one."""
    rows = BenefitUse.objects.filter(Q(member=member) | Q(member__merged_into=member))
    return rows if also_undone else rows.filter(undone_at=None)


def period_of(period: str, *, at: datetime) -> date:
    """The first day of the period in which a moment lies, in China."""
    day = timezone.localdate(at)
    if period == BenefitPeriod.YEAR:
        return day.replace(month=1, day=1)
    if period == BenefitPeriod.QUARTER:
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return day.replace(day=1)


def _granted_to(row: MemberTier | None) -> QuerySet[Benefit]:
    if row is None or row.tier is None:
        return Benefit.objects.none()
    theirs = Benefit.objects.filter(ended_at=None, tier__party=row.tier.party_id, tier__rank__lte=row.tier.rank)
    return theirs.order_by("tier__rank", "pk")


def _same(earlier: BenefitUse, member_id: int, benefit_id: int) -> BenefitUse:
    if (earlier.member_id, earlier.benefit_id) != (member_id, benefit_id):
        raise Refused("members.key_taken")
    return earlier
