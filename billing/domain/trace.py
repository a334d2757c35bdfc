"""The trace: from an invoice line back to the page of the signed PDF on which it rests, each link checked again.

All links are foreign keys that point down. Whatever the number of lines, the same few queries are made.
"""

from datetime import datetime

from django.db.models import QuerySet

from billing.domain import trace_of_damages, trace_of_fees
from billing.domain.trace_ends import Sources
from billing.domain.trace_links import Link, Trace
from billing.models import Invoice, InvoiceLine
from contracts.models import ContractVersion


def trace_invoice(invoice: Invoice, *, at: datetime) -> list[Trace]:
    """The traces of all lines of an invoice, in their order, as they stand ``at``."""
    return trace_lines(InvoiceLine.objects.filter(invoice=invoice), at=at)


def trace_lines(lines: QuerySet[InvoiceLine], *, at: datetime) -> list[Trace]:
    """The traces of these lines. The sealed file of each contract version is read once."""
    loaded = lines.select_related("invoice__contract", *trace_of_damages.ONE_TO_ONE, *trace_of_fees.ONE_TO_ONE)
    rows = list(loaded.prefetch_related(*trace_of_damages.TO_MANY).order_by("invoice", "position"))
    sources = Sources.of(version.pk for row in rows for version in _versions(row))
    plans = trace_of_fees.Plans()
    return [_trace(row, _links(row, sources, plans, at=at)) for row in rows]


def _versions(row: InvoiceLine) -> list[ContractVersion]:
    return trace_of_damages.versions_behind(row.damages) if row.damages else [row.term.version]


def _links(row: InvoiceLine, sources: Sources, plans: trace_of_fees.Plans, *, at: datetime) -> list[Link]:
    if row.damages is not None:
        return trace_of_damages.DamagesWalk(row, row.damages, sources, at).links()
    assert row.fee is not None  # noqa: S101  # the check line_has_one_cause
    return trace_of_fees.links_of(row, row.fee, sources, plans)


def _trace(row: InvoiceLine, links: list[Link]) -> Trace:
    return Trace(row.invoice_id, row.invoice.number, row.position, row.gross, tuple(links))
