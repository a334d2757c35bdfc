"""The life of an invoice: one table."""

from typing import Final

from billing.models import InvoiceState
from foundation.transitions import Lifecycle

INVOICE: Final = Lifecycle(
    "invoice",
    {
        InvoiceState.DRAFT: {"issue": InvoiceState.ISSUED},
        InvoiceState.ISSUED: {"pay_part": InvoiceState.PART_PAID, "pay_rest": InvoiceState.PAID},
        InvoiceState.PART_PAID: {"pay_part": InvoiceState.PART_PAID, "pay_rest": InvoiceState.PAID},
        InvoiceState.PAID: {},
    },
    initial=InvoiceState.DRAFT,
)
"""From the draft to the last yuan; corrections of an issued invoice are documents of their own."""
