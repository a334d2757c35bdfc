"""What damages come to now: as assessed, or as the last adjustment says (see ``adjusting``)."""

from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from contracts.models import Adjustment, Damages


def with_owed(damages: "QuerySet[Damages]") -> "QuerySet[Damages, Any]":
    """The same rows, each with ``owed_now`` in yuan."""
    effective = Adjustment.objects.filter(damages=OuterRef("pk"), serial__isnull=False).order_by("-serial")
    owed = Coalesce(Subquery(effective.values("amount")[:1]), "amount", output_field=DecimalField())
    return damages.annotate(owed_now=owed)


def owed_in_all(damages: "QuerySet[Damages]") -> Decimal:
    """What these damages come to now together, in yuan."""
    total: Decimal | None = with_owed(damages).aggregate(total=Sum("owed_now"))["total"]
    return total or Decimal("0.00")
