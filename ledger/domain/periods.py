"""The months of a party's books: opened by their first entry, closed in their order, never opened again."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from foundation.refusals import Refused
from ledger.models import Period
from parties.domain.scope import Scope, writing


def month_of(day: date) -> date:
    """The first day of the month of ``day``."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """The first day of the month after."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def open_period(party_id: int, day: date) -> Period:
    """The period in which ``day`` is posted, made on demand. Raises Refused ``ledger.period_closed``."""
    month = month_of(day)
    period, _made = Period.objects.get_or_create(party_id=party_id, month=month)
    if period.is_closed or _is_before_the_last_closing(party_id, month):
        raise Refused("ledger.period_closed", month=f"{month:%Y-%m}")
    return period


def posting_date(party_id: int, day: date, *, at: datetime) -> date:
    """The day on which something of ``day`` that became known ``at`` is posted.

    That very day while its month is open; else the day on which it became known: a closed month stays as it was.
    """
    return timezone.localdate(at) if _is_before_the_last_closing(party_id, month_of(day)) else day


def close_period(party_id: int, month: date, *, by: Scope, at: datetime) -> Period:
    """Close a month of the party's books for good.

    Raises Refused: ``parties.not_yours``, ``ledger.month_not_over``, ``ledger.nothing_to_close``,
    ``ledger.closed_already``, ``ledger.earlier_month_open``.
    """
    by.require_for("ledger.close", party_id)
    month = month_of(month)
    shown = f"{month:%Y-%m}"
    if timezone.localdate(at) < next_month(month):
        raise Refused("ledger.month_not_over", month=shown)
    with writing(by):
        period = Period.objects.select_for_update().filter(party_id=party_id, month=month).first()
        if period is None:
            raise Refused("ledger.nothing_to_close", month=shown)
        if period.is_closed:
            raise Refused("ledger.closed_already", month=shown)
        _refuse_out_of_order(period)
        period.closed_at = at
        period.save(update_fields=["closed_at"])
        return period


def _refuse_out_of_order(period: Period) -> None:
    open_ones = Period.objects.filter(party_id=period.party_id, month__lt=period.month, closed_at=None)
    earlier = open_ones.order_by("month").first()
    if earlier is not None:
        raise Refused("ledger.earlier_month_open", month=f"{earlier.month:%Y-%m}")


def _is_before_the_last_closing(party_id: int, month: date) -> bool:
    """Whether the month, or a later one, is closed: a month without entries closes with the next one that has some."""
    return Period.objects.filter(party_id=party_id, month__gte=month, closed_at__isnull=False).exists()
