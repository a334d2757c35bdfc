"""Points and tiers of 示例星河: the rules before the first bill, and what members made of them since."""

import uuid
from datetime import timedelta
from typing import Final

from django.utils import timezone

from encore.demo.people import Cast
from members.domain.points.adjusting import NewAdjustment, adjust
from members.domain.points.balances import balance_of
from members.domain.points.benefits import add_benefit, benefits_of, use_benefit
from members.domain.points.exclusive import ask_bespoke, name_manager
from members.domain.points.schemes import NewScheme, make_scheme
from members.domain.points.spending import spend_points
from members.domain.points.tier_rules import NewTier, make_table
from members.domain.points.tiering import propose
from members.models import Member, Tier
from parties.domain.scope import SYSTEM, writing

BEGAN: Final = timedelta(days=250)
TIERS: Final = (
    NewTier("银卡", spend_fen=100_000),
    NewTier("金卡", spend_fen=300_000, visits=6),
    NewTier("钻石卡", spend_fen=600_000, is_exclusive=True),
)
BENEFITS: Final = ((1, "免费果盘", 1, "month"), (2, "免费延时一小时", 2, "quarter"), (3, "生日包厢布置", 1, "year"))
SPENT: Final = (("果盘兑换", 60), ("包厢升级", 120), ("啤酒兑换", 40))


def make_rules(cast: Cast) -> None:
    """Ten points for each ¥100, three tiers by the spend of half a year, a benefit from each on."""
    owner, at, party_id = cast.scope("owner"), cast.now - BEGAN, cast.client.pk
    scheme = NewScheme(per_hundred_yuan=10, per_referral=200, settle_days=7, valid_months=12, free_adjustment=100)
    make_scheme(party_id, scheme, starts_date=timezone.localdate(at), by=owner, at=at)
    make_table(party_id, TIERS, window_months=6, starts_date=timezone.localdate(at), by=owner, at=at)
    for rank, name, granted, period in BENEFITS:
        tier = Tier.objects.get(party=party_id, rank=rank)
        add_benefit(tier.pk, name, granted=granted, period=period, by=owner, at=at)


def serve(cast: Cast) -> None:
    """Points are spent at the counter and benefits used; an adjustment and a review wait, a wish has somebody."""
    floor, at = cast.scope("floor"), cast.now
    ranked = Member.objects.within(floor, verb="points.spend").filter(tier_row__tier__isnull=False)
    members = list(ranked.select_related("tier_row__tier").order_by("-tier_row__tier__rank", "pk")[:12])
    for number, member in enumerate(members):
        what_for, points = SPENT[number % len(SPENT)]
        if number % 2 == 0 and balance_of(member, at=at).spendable >= points:
            spend_points(member.pk, points, key=f"demo-{number}", what_for=what_for, by=floor, at=at)
        for left in benefits_of(member, at=at)[: 1 + number % 2]:
            use_benefit(member.pk, left.benefit.pk, key=uuid.uuid4(), by=floor, at=at)
    if members:
        adjust(members[-1].pk, NewAdjustment(uuid.uuid4(), 300, "上月账单补记"), by=cast.scope("manager"), at=at)
    for member in members[:1]:
        if member.tier_row.tier is not None and member.tier_row.tier.is_exclusive:
            _look_after(cast, member)
    with writing(SYSTEM):
        propose(cast.client.pk, timezone.localdate(at).replace(day=1), at=at)


def _look_after(cast: Cast, member: Member) -> None:
    """A personal manager, and a wish for tomorrow."""
    manager, at = cast.scope("manager"), cast.now
    name_manager(member.pk, cast.users["manager"].pk, by=manager, at=at)
    due_at = at + timedelta(days=1)
    ask_bespoke(
        member.pk,
        "周末聚会请预留靠窗包厢，布置成海边",
        owner_id=cast.users["floor"].pk,
        due_at=due_at,
        by=manager,
        at=at,
    )
