"""What the pages show of tiers: where a member stands, what the next tier asks for, how members are spread."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, QuerySet

from members.domain.points.tier_figures import Standing, standings
from members.domain.points.tier_rules import rules_of, table_in_force
from members.models import Member, MemberState, MemberTier, Tier, TierReview, TierRule
from parties.domain.scope import Scope


@dataclass(frozen=True)
class Way:
    """How far a member is with one threshold of the next tier: fen, days of visits, or points."""

    kind: str
    have: int
    need: int

    @property
    def capped(self) -> int:
        return min(self.have, self.need)

    @property
    def have_yuan(self) -> Decimal:
        return Decimal(self.have).scaleb(-2)

    @property
    def need_yuan(self) -> Decimal:
        return Decimal(self.need).scaleb(-2)


@dataclass(frozen=True)
class TierStanding:
    """Where a member stands, by the rules in force; ``None`` where the party has none."""

    now: Standing
    window_months: int
    next_tier: Tier | None
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Share:
    """A tier (``None``: none) and how many active members are in it."""

    tier: Tier | None
    count: int
    of: int


def standing_of(member: Member, *, at: datetime) -> TierStanding | None:
    """The member's figures against the next tier."""
    table = table_in_force(member.party_id, at=at)
    if table is None or not member.is_active:
        return None
    [now] = standings(member.party_id, rules_of(table), at=at, ids=[member.pk])
    rule = TierRule.objects.filter(table=table, tier__rank__gt=max(now.rank, now.reached)).select_related("tier")
    above = rule.order_by("tier__rank").first()
    if above is None:
        return TierStanding(now, table.window_months, None, ())
    asked = (
        ("spend", now.spend_fen, above.spend_fen),
        ("visits", now.visits, above.visits),
        ("points", now.points, above.points),
    )
    ways = tuple(Way(kind, have, need) for kind, have, need in asked if need is not None)
    return TierStanding(now, table.window_months, above.tier, ways)


def shares_of(party_id: int, scope: Scope) -> list[Share]:
    """How the active members whom this person may see are spread over the party's tiers, the highest first."""
    seen = Member.objects.within(scope, verb="points.see").filter(party=party_id, state=MemberState.ACTIVE)
    total = seen.count()
    rows = MemberTier.objects.filter(member__in=seen, tier__isnull=False).values("tier").annotate(count=Count("pk"))
    counted = {row["tier"]: row["count"] for row in rows.order_by()}
    tiers = [Share(tier, counted.get(tier.pk, 0), total) for tier in Tier.objects.filter(party=party_id)]
    without = total - sum(share.count for share in tiers)
    return [*sorted(tiers, key=lambda share: -(share.tier.rank if share.tier else 0)), Share(None, without, total)]


def open_reviews(scope: Scope) -> QuerySet[TierReview]:
    """Who no longer reaches their tier and waits for a decision, the oldest first."""
    seen = TierReview.objects.within(scope, verb="points.see").filter(state="proposed")
    return seen.select_related("member", "from_tier", "to_tier").order_by("proposed_at", "pk")
