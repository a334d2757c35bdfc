"""How many bills there were: the denominator of what is said per bill. Refunds are none."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Count, Q

from members.models import Bill


def bills_by_venue(venue_ids: Collection[int], *, first: date, after: date) -> Mapping[int, int]:
    """Venue → its bills on the business days from ``first`` to before ``after``; venues without any are left out."""
    return _counted("venue", Q(), venue_ids, first, after)


def bills_by_promoter(venue_ids: Collection[int], *, first: date, after: date) -> Mapping[int, int]:
    """Promoter (user) → the bills of these venues that they sold."""
    return _counted("promoter", Q(promoter__isnull=False), venue_ids, first, after)


def _counted(field: str, which: Q, venue_ids: Collection[int], first: date, after: date) -> dict[int, int]:
    bills = Bill.objects.filter(
        which, venue__in=list(venue_ids), business_date__gte=first, business_date__lt=after, refund_of=None
    )
    return dict(bills.order_by().values_list(field).annotate(count=Count("pk")))
