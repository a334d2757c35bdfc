"""What a member's page shows of their points. Reading only: what has lapsed is left out already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import F, Q, QuerySet

from members.models import Member, PointAccount, PointAct, PointAdjustment, PointLot
from parties.domain.scope import Scope

SHOWN_LOTS: Final = 50


@dataclass(frozen=True)
class Balance:
    """``spendable`` now, ``pending`` until they settle, ``debt`` to be paid first; what lapses next and when."""

    spendable: int = 0
    pending: int = 0
    debt: int = 0
    next_points: int = 0
    next_at: datetime | None = None


def balance_of(member: Member, *, at: datetime) -> Balance:
    """How the member stands."""
    account = PointAccount.objects.filter(member=member).first()
    if account is None:
        return Balance()
    lots = list(_open(member, at=at))
    first = next((lot for lot in lots if lot.expires_at is not None), None)
    return Balance(
        spendable=sum(lot.left for lot in lots if lot.settles_at <= at),
        pending=sum(lot.left for lot in lots if lot.settles_at > at),
        debt=account.debt,
        next_points=sum(lot.left for lot in lots if first and lot.expires_at == first.expires_at),
        next_at=first.expires_at if first else None,
    )


def open_lots(member: Member, *, at: datetime) -> Sequence[PointLot]:
    """The lots that hold something, in the order in which they are used."""
    return list(_open(member, at=at).select_related("act")[:SHOWN_LOTS])


def acts_of(member: Member) -> QuerySet[PointAct]:
    """What happened to the member's points, without what moved nothing."""
    acts = PointAct.objects.filter(account__member=member).exclude(balance_change=0, debt_change=0)
    return acts.select_related("by", "bill")


def waiting_adjustments(scope: Scope) -> QuerySet[PointAdjustment]:
    """What waits for a second person, the oldest first."""
    seen = PointAdjustment.objects.within(scope, verb="points.see").filter(state="waiting")
    return seen.select_related("member", "asked_by").order_by("asked_at")


def _open(member: Member, *, at: datetime) -> QuerySet[PointLot]:
    lasting = Q(expires_at=None) | Q(expires_at__gt=at)
    rows = PointLot.objects.filter(lasting, account__member=member, left__gt=0)
    return rows.order_by(F("expires_at").asc(nulls_last=True), "pk")
