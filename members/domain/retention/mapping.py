"""The RFM map: how many members stand on each square, and what they spent."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Max, QuerySet, Sum

from members.domain.retention.reach import Reach
from members.models import MemberScore


class Square(NamedTuple):
    """The members of one square; ``spend_fen`` within the window of the scores."""

    members: int
    spend_fen: int


Squares = Mapping[tuple[int, int], Square]
"""(recency, frequency) → who stands there."""


def squares(reach: Reach) -> Squares:
    """All squares on which somebody stands."""
    rows = _scores(reach).order_by().values_list("recency", "frequency")
    counted = rows.annotate(members=Count("pk"), spend=Sum("spend_fen"))
    return {(recency, frequency): Square(members, spend) for recency, frequency, members, spend in counted}


def at_risk(reach: Reach) -> int:
    """How many may be about to leave."""
    return _scores(reach).filter(is_at_risk=True).count()


def scored_on(party_id: int) -> date | None:
    """The day of the scores; ``None``: nobody was scored yet."""
    found: date | None = MemberScore.objects.filter(party=party_id).aggregate(day=Max("day"))["day"]
    return found


def _scores(reach: Reach) -> QuerySet[MemberScore]:
    return MemberScore.objects.filter(reach.condition("member__"), party=reach.party_id)
