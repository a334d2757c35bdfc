"""Invoices, their lines, the payments on them and what is credited of them."""

from billing.models.credit_notes import CreditNote
from billing.models.invoices import Invoice, InvoiceCounter, InvoiceQuerySet, InvoiceState
from billing.models.lines import InvoiceLine
from billing.models.payments import Payment

__all__ = [
    "CreditNote",
    "Invoice",
    "InvoiceCounter",
    "InvoiceLine",
    "InvoiceQuerySet",
    "InvoiceState",
    "Payment",
]
