"""Invoices and payments in an evidence pack: what was claimed for the breaches concerned, and what was paid of it."""

from collections.abc import Iterable, Iterator
from typing import Final

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.models import Invoice, Payment
from contracts.domain.evidence.parts import Audited, Event, Original, Part, Record, Subject, Words, fact, words

# What a draft said before it was issued is its issuer's own.
ISSUING: Final = frozenset(
    {"state", "paid", "number", "year", "sequence", "issued_at", "due_date", "snapshot", "pdf_id"}
)


def invoices(subject: Subject) -> Iterable[Part]:
    """The issued invoices that claim damages for these breaches; for a period also those issued in it."""
    rows = Invoice.objects.within(subject.scope, verb="billing.see").filter(contract=subject.contract)
    about = Q(lines__damages__breach__in=subject.breaches)
    if subject.is_period:
        about |= Q(issued_at__gte=subject.since, issued_at__lt=subject.until)
    concerned = rows.filter(about, issued_at__lte=subject.at).values("pk")
    paid = Prefetch("payments", Payment.objects.within(subject.scope, verb="billing.see"))
    loaded = Invoice.objects.filter(pk__in=concerned).select_related("issuer", "debtor", "pdf")
    found = list(loaded.prefetch_related("lines", paid).order_by("pk"))
    for row in found:
        yield from _invoice(row)
    yield Audited("billing_invoice", frozenset(row.pk for row in found), only=ISSUING)
    yield Audited("billing_payment", frozenset(each.pk for row in found for each in row.payments.all()))


def _invoice(row: Invoice) -> Iterator[Part]:
    title, about = words(lambda: _("Invoice %(number)s") % {"number": row.number}), f"invoice {row.pk}"
    facts = (
        fact("issuer", gettext_lazy("Issued by"), row.issuer.name),
        fact("debtor", gettext_lazy("Owed by"), row.debtor.name),
        fact("state", gettext_lazy("State"), words(row.get_state_display)),
        fact("issued_at", gettext_lazy("Issued"), row.issued_at),
        fact("due_date", gettext_lazy("Due"), row.due_date),
        fact("net", gettext_lazy("Net, yuan"), row.net),
        fact("tax", gettext_lazy("Tax, yuan"), row.tax),
        fact("gross", gettext_lazy("Gross, yuan"), row.gross),
        fact("paid", gettext_lazy("Paid, yuan"), row.paid),
    )
    lines = tuple((Words(line.text_zh, line.text_en), line.gross) for line in row.lines.all())
    yield Record("invoice", row.pk, title, facts, lines)
    if row.issued_at:
        yield Event(row.issued_at, title, about, by=row.issuer.name, text=str(row.gross), file=row.pdf)
    if row.pdf:
        yield Original(row.pdf, title, "invoice")
    for payment in row.payments.all():
        yield from _payment(row, payment)


def _payment(row: Invoice, payment: Payment) -> Iterator[Part]:
    facts = (
        fact("invoice", gettext_lazy("Invoice"), row.number),
        fact("received_date", gettext_lazy("Received on"), payment.received_date),
        fact("amount", gettext_lazy("Amount, yuan"), payment.amount),
        fact("allocated", gettext_lazy("Of it for this invoice, yuan"), payment.allocated),
        fact("reference", gettext_lazy("Bank reference"), payment.reference),
        fact("recorded_at", gettext_lazy("Recorded"), payment.recorded_at),
    )
    title = words(gettext_lazy("Payment"))
    yield Record("payment", payment.pk, title, facts)
    yield Event(payment.recorded_at, title, f"invoice {row.pk}", text=str(payment.amount))
