"""From a clause forward: everything that it has caused so far."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from billing.models import CreditNote, Invoice, InvoiceLine
from contracts.domain.liability.owing import with_owed
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
    fees: QuerySet[InvoiceLine]
    fees_billed: Decimal


def effects_of(clause: Clause, *, scope: Scope) -> Effects:
    """The obligations that stem from the clause, their breaches, and the damages for those.

    All as far as the person may trace them. Counts also what the clause itself prices or names: a breach recorded by
    hand, and damages set by its term.
    """
    mine = Obligation.objects.within(scope, verb="trace.see")
    obligations = mine.filter(Q(term__clause=clause) | Q(remedy__breach__kind__clause=clause)).aggregate(
        all=Count("pk"),
        still_open=Count("pk", filter=Q(deadline__outcome=None)),
        kept=Count("pk", filter=Q(deadline__outcome="kept")),
        missed=Count("pk", filter=Q(deadline__outcome="missed")),
    )
    concerned = (
        Q(obligation__term__clause=clause)
        | Q(obligation__remedy__breach__kind__clause=clause)
        | Q(obligation=None, kind__clause=clause)
        | Q(kind__damages_term__clause=clause, damages__isnull=False)
    )
    breaches = Breach.objects.within(scope, verb="trace.see").filter(concerned)
    owed = with_owed(Damages.objects.filter(breach__in=breaches)).aggregate(total=Sum("owed_now"))
    billed = InvoiceLine.objects.filter(damages__breach__in=breaches, invoice__number__isnull=False)
    taken_back = CreditNote.objects.filter(line__damages__breach__in=breaches).aggregate(total=Sum("amount"))[
        "total"
    ] or Decimal("0.00")
    fees = _fees_of(clause, scope=scope)
    return Effects(
        obligations=obligations["all"],
        still_open=obligations["still_open"],
        kept=obligations["kept"],
        missed=obligations["missed"],
        breaches=breaches.select_related("kind", "obligation", "damages").prefetch_related(
            "damages__invoice_lines__invoice", "damages__adjustments"
        ),
        damages=owed["total"] or Decimal("0.00"),
        billed=(billed.aggregate(total=Sum("net"))["total"] or Decimal("0.00")) - taken_back,
        fees=fees,
        fees_billed=fees.aggregate(total=Sum("gross"))["total"] or Decimal("0.00"),
    )


def _fees_of(clause: Clause, *, scope: Scope) -> QuerySet[InvoiceLine]:
    """The lines of issued invoices that claim a payment of the fee whose amount a term of this clause sets."""
    issued = Invoice.objects.within(scope, verb="trace.see").filter(number__isnull=False)
    lines = InvoiceLine.objects.filter(fee__term__clause=clause, invoice__in=issued)
    return lines.select_related("invoice").order_by("fee__first_day", "pk")
