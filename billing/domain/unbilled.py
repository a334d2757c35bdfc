"""What of the damages owed is on no draft and no invoice yet."""

from typing import Any

from django.db.models import Count, DecimalField, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from billing.models import CreditNote, InvoiceLine
from contracts.domain.liability.owing import with_owed
from contracts.models import Adjustment, Damages


def with_unbilled(damages: "QuerySet[Damages]") -> "QuerySet[Damages, Any]":
    """The same rows, each with ``owed_now`` and ``unbilled`` in yuan, and how many ``lines_before`` claim of it.

    ``unbilled`` is below zero where more was invoiced than is owed now.
    """
    lines = InvoiceLine.objects.filter(damages=OuterRef("pk")).order_by().values("damages")
    taken_back = CreditNote.objects.filter(line__damages=OuterRef("pk")).order_by().values("line__damages")
    return with_owed(damages).annotate(
        lines_before=Coalesce(Subquery(lines.annotate(count=Count("pk")).values("count")), 0),
        unbilled=F("owed_now")
        - _sum(lines.annotate(total=Sum("net")).values("total"))
        + _sum(taken_back.annotate(total=Sum("amount")).values("total")),
    )


def last_adjustment(damages: Damages) -> Adjustment | None:
    """The adjustment that says what is owed now, if any."""
    return damages.adjustments.filter(serial__isnull=False).order_by("-serial").first()


def _sum(rows: "QuerySet[Any, Any]") -> Coalesce:
    return Coalesce(Subquery(rows), Value(0), output_field=DecimalField())
