"""From a clause forward: everything that it has caused so far."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from contracts.models import Breach, Clause, Damages, Obligation
from parties.domain.scope import Scope


@dataclass(frozen=True)
class Effects:
    """What the terms of one clause have led to; amounts in yuan."""

    obligations: int
    still_open: int
    kept: int
    missed: int
    breaches: QuerySet[Breach]
    damages: Decimal
    billed: Decimal


def effects_of(clause: Clause, *, scope: Scope) -> Effects:
    """The obligations that stem from the clause, their breaches, and the damages for those.

    All as far as the person may trace them. Counts also what the clause itself prices or names: a breach recorded by
    hand, and damages set by its term.
    """
    mine = Obligation.objects.within(scope, verb="trace.see")
    obligations = mine.filter(term__clause=clause).aggregate(
        all=Count("pk"),
        still_open=Count("pk", filter=Q(deadline__outcome=None)),
        kept=Count("pk", filter=Q(deadline__outcome="kept")),
        missed=Count("pk", filter=Q(deadline__outcome="missed")),
    )
    concerned = (
        Q(obligation__term__clause=clause)
        | Q(obligation=None, kind__clause=clause)
        | Q(kind__damages_term__clause=clause, damages__isnull=False)
    )
    breaches = Breach.objects.within(scope, verb="trace.see").filter(concerned)
    money = Damages.objects.filter(breach__in=breaches).aggregate(
        damages=Sum("amount"), billed=Sum("amount", filter=Q(invoice_line__invoice__number__isnull=False))
    )
    return Effects(
        obligations=obligations["all"],
        still_open=obligations["still_open"],
        kept=obligations["kept"],
        missed=obligations["missed"],
        breaches=breaches.select_related("kind", "obligation", "damages__invoice_line__invoice"),
        damages=money["damages"] or Decimal("0.00"),
        billed=money["billed"] or Decimal("0.00"),
    )
