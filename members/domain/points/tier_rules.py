"""A party's tiers and the rules that reach them, in versions; what a new version would change is shown before."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from django.db.models import Max, QuerySet
from django.utils import timezone

from foundation.days import known_day
from foundation.jobs import enqueue
from foundation.refusals import Refused
from foundation.text import clean_text
from members.domain.points.schemes import RULE
from members.domain.points.tier_figures import Rules, Rung, counts
from members.models import Tier, TierRule, TierTable
from parties.domain.scope import Scope, writing
from parties.models import Party

MOST_TIERS: Final = 9
LONGEST_WINDOW: Final = 60
LARGEST: Final = 10**12
LONGEST_NAME: Final = 20
APPLY_JOB: Final = "members.apply_tiers"


@dataclass(frozen=True)
class NewTier:
    """A tier, the lowest first, and what reaches it: any of fen spent, days of visits, points earned."""

    name: str
    spend_fen: int | None = None
    visits: int | None = None
    points: int | None = None
    is_exclusive: bool = False

    @property
    def thresholds(self) -> tuple[int | None, int | None, int | None]:
        return self.spend_fen, self.visits, self.points


@dataclass(frozen=True)
class Effect:
    """What rules would change: how many members rise at once, and how many the next review would propose to lower."""

    up: int
    down: int
    in_rank: dict[int, int]


def make_table(
    party_id: int, tiers: Sequence[NewTier], *, window_months: int, starts_date: date, by: Scope, at: datetime
) -> TierTable:
    """A new version of the rules, in force from today or a later day; who reaches a higher tier then rises at once.

    Refused: ``parties.not_yours``, ``members.rules_backdated``, ``.tiers_missing``, ``.tier_threshold_missing``,
    ``.tier_not_above``, ``.tier_name``, ``.number_out_of_range``.
    """
    if by.user_id is None:
        raise Refused("parties.not_yours")
    by.require_for(RULE, party_id)
    if known_day(starts_date, "starts_date") < timezone.localdate(at):
        raise Refused("members.rules_backdated", "starts_date")
    check(tiers, window_months)
    with writing(by):
        Party.objects.select_for_update(no_key=True).get(pk=party_id)
        last = TierTable.objects.filter(party=party_id).aggregate(last=Max("number"))["last"] or 0
        table = TierTable.objects.create(
            party_id=party_id,
            number=last + 1,
            starts_date=starts_date,
            window_months=window_months,
            made_by_id=by.user_id,
            made_at=at,
        )
        TierRule.objects.bulk_create(
            TierRule(table=table, tier=tier, spend_fen=new.spend_fen, visits=new.visits, points=new.points)
            for tier, new in zip(_named(party_id, tiers), tiers, strict=True)
        )
        starts_at = timezone.make_aware(datetime.combine(starts_date, time.min))
        enqueue(APPLY_JOB, f"{APPLY_JOB}:{table.pk}", {"table": table.pk}, max(starts_at, at))
    return table


def check(tiers: Sequence[NewTier], window_months: int) -> None:
    """Refuse what cannot be a set of tiers: each needs a threshold, and none may be easier than the one below."""
    if not 0 < len(tiers) <= MOST_TIERS:
        raise Refused("members.tiers_missing", most=MOST_TIERS)
    if not 0 < window_months <= LONGEST_WINDOW:
        raise Refused("members.number_out_of_range", "window_months", most=LONGEST_WINDOW)
    names = [clean_text(tier.name, LONGEST_NAME, "name") for tier in tiers]
    if not all(names) or len(set(names)) < len(names):
        raise Refused("members.tier_name")
    for tier in tiers:
        given = [number for number in tier.thresholds if number is not None]
        if not given:
            raise Refused("members.tier_threshold_missing", name=tier.name)
        if not all(0 < number <= LARGEST for number in given):
            raise Refused("members.number_out_of_range", most=LARGEST)
    for lower, upper in itertools.pairwise(tiers):
        pairs = zip(lower.thresholds, upper.thresholds, strict=True)
        if any(a is not None and b is not None and b <= a for a, b in pairs):
            raise Refused("members.tier_not_above", name=upper.name, lower=lower.name)


def table_in_force(party_id: int, *, at: datetime) -> TierTable | None:
    """The rules that act at this moment: of those whose day has come, the last; of one day, the last made."""
    begun = TierTable.objects.filter(party=party_id, starts_date__lte=timezone.localdate(at))
    return begun.order_by("-starts_date", "-number").first()


def rules_of(table: TierTable) -> Rules:
    """The rules as values."""
    rows = TierRule.objects.filter(table=table).values_list("tier__rank", "spend_fen", "visits", "points")
    return Rules([Rung(*row) for row in rows], table.window_months)


def rules_asked(tiers: Sequence[NewTier], window_months: int) -> Rules:
    """The same of rules that are not kept yet."""
    rungs = [Rung(rank, new.spend_fen, new.visits, new.points) for rank, new in enumerate(tiers, start=1)]
    return Rules(rungs, window_months)


def effect_of(party_id: int, rules: Rules, *, at: datetime) -> Effect:
    """What these rules would change if they acted now."""
    found = counts(party_id, rules, at=at)
    in_rank: dict[int, int] = {}
    for (_rank, reached), count in found.items():
        in_rank[reached] = in_rank.get(reached, 0) + count
    return Effect(
        up=sum(count for (rank, reached), count in found.items() if reached > rank),
        down=sum(count for (rank, reached), count in found.items() if reached < rank),
        in_rank=in_rank,
    )


def tables_of(scope: Scope) -> QuerySet[TierTable]:
    """All versions that this person may know of, the newest first."""
    seen = TierTable.objects.within(scope, verb="points.see").select_related("party", "made_by")
    return seen.prefetch_related("rules__tier").order_by("party", "-number")


def _named(party_id: int, tiers: Sequence[NewTier]) -> list[Tier]:
    """The party's tiers by rank, renamed where the new version calls them otherwise."""
    rows = []
    for rank, new in enumerate(tiers, start=1):
        tier, is_new = Tier.objects.get_or_create(
            party_id=party_id, rank=rank, defaults={"name": new.name, "is_exclusive": new.is_exclusive}
        )
        if not is_new and (tier.name, tier.is_exclusive) != (new.name, new.is_exclusive):
            tier.name, tier.is_exclusive = new.name, new.is_exclusive
            tier.save(update_fields=["name", "is_exclusive"])
        rows.append(tier)
    return rows
