"""Invoices, their lines and what these claim, the payments on them and what is credited of them."""

from billing.models.credit_notes import CreditNote
from billing.models.fees import FeeClaim
from billing.models.invoices import Invoice, InvoiceCounter, InvoiceQuerySet, InvoiceState, Purpose
from billing.models.lines import InvoiceLine
from billing.models.payments import Payment

__all__ = [
    "CreditNote",
    "FeeClaim",
    "Invoice",
    "InvoiceCounter",
    "InvoiceLine",
    "InvoiceQuerySet",
    "InvoiceState",
    "Payment",
    "Purpose",
]
