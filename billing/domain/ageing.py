"""What is still to be paid, and how late it is."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q, Sum

from billing.models import InvoiceQuerySet


@dataclass(frozen=True)
class Bucket:
    """Open invoices of one age: how many, and yuan."""

    count: int
    amount: Decimal


@dataclass(frozen=True)
class Ageing:
    """Open amounts: all, those not due yet, late by up to 30 days, late by more."""

    open: Bucket
    not_due: Bucket
    late: Bucket
    very_late: Bucket


VERY_LATE_DAYS = 30


def ageing(invoices: InvoiceQuerySet, today: date) -> Ageing:
    """The ageing of these invoices on a day, in one query."""
    longest = date.fromordinal(today.toordinal() - VERY_LATE_DAYS)
    ages = {
        "open": Q(pk__isnull=False),
        "not_due": Q(due_date__gte=today),
        "late": Q(due_date__lt=today, due_date__gte=longest),
        "very_late": Q(due_date__lt=longest),
    }
    counts = {f"{name}_count": Count("pk", filter=age) for name, age in ages.items()}
    sums = {f"{name}_amount": Sum(F("gross") - F("paid") - F("set_off"), filter=age) for name, age in ages.items()}
    found = invoices.payable().order_by().aggregate(**counts, **sums)
    return Ageing(**{name: Bucket(found[f"{name}_count"], found[f"{name}_amount"] or Decimal("0.00")) for name in ages})
