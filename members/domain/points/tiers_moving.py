"""Tiers when two members turn out to be one: the higher one stays; when they part, each has their own again."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from members.domain.points.tier_figures import Standing, standings
from members.domain.points.tier_rules import rules_of, table_in_force
from members.domain.points.tiering import hold_tiers, lapse_reviews, write_changes
from members.models import ChangeCause, Member, MemberMerge, MemberTier, Tier, TierTable


def move_tiers(gone_id: int, kept_id: int) -> list[int]:
    """Lift who is kept to the higher tier of the two, or to what both reach together; the id of the tier of before.

    Zero: they were in none. Bills and points have gone over already.
    """
    hold_tiers([gone_id, kept_id])
    at, table = timezone.now(), _table(kept_id)
    if table is None:
        return []
    rows = MemberTier.objects.filter(member__in=[gone_id, kept_id]).select_related("tier")
    tiers = {row.member_id: row.tier for row in rows}
    before, of_gone = tiers[kept_id], tiers[gone_id]
    for each in _standing(table, kept_id, at=at):
        _settle(table, each, max(each.rank, each.reached, of_gone.rank if of_gone else 0), None, at=at)
    return [before.pk if before else 0]


def move_tiers_back(ids: Sequence[int], gone_id: int, kept_id: int) -> None:
    """Judge both anew at once: who was kept keeps what they had before or reach alone, nothing of the other's."""
    hold_tiers([gone_id, kept_id])
    at, table = timezone.now(), _table(kept_id)
    if table is None or not ids:
        return
    before = Tier.objects.filter(pk=ids[0]).values_list("rank", flat=True).first() or 0
    undone = MemberMerge.objects.filter(gone=gone_id, kept=kept_id).order_by("-pk")
    by = undone.values_list("undone_by", flat=True)[0]
    for each in _standing(table, kept_id, at=at):
        _settle(table, each, max(each.reached, min(each.rank, before)), by, at=at)
    for each in _standing(table, gone_id, at=at):
        _settle(table, each, max(each.reached, each.rank), by, at=at)


def _table(member_id: int) -> TierTable | None:
    return table_in_force(Member.objects.only("party").get(pk=member_id).party_id, at=timezone.now())


def _standing(table: TierTable, member_id: int, *, at: datetime) -> list[Standing]:
    return standings(table.party_id, rules_of(table), at=at, ids=[member_id])


def _settle(table: TierTable, each: Standing, rank: int, user_id: int | None, *, at: datetime) -> None:
    """Bring the member to this rank; down only by whoever took the merge back."""
    if rank == each.rank:
        return
    cause, by = (ChangeCause.REACHED, None) if rank > each.rank else (ChangeCause.REVIEWED, user_id)
    now = each._replace(reached=rank)
    write_changes(table, [now], cause, user_id=by, at=at)
    if rank > each.rank:
        lapse_reviews([now], at=at)
