"""The life of an invoice: one table."""

from typing import Final

from billing.models import InvoiceState
from foundation.transitions import Lifecycle

INVOICE: Final = Lifecycle(
    "invoice",
    {
        InvoiceState.DRAFT: {"issue": InvoiceState.ISSUED},
        InvoiceState.ISSUED: {
            "pay_part": InvoiceState.PART_PAID,
            "pay_rest": InvoiceState.PAID,
            "credit_part": InvoiceState.ISSUED,
            "credit_whole": InvoiceState.CREDITED,
        },
        InvoiceState.PART_PAID: {
            "pay_part": InvoiceState.PART_PAID,
            "pay_rest": InvoiceState.PAID,
            "credit_part": InvoiceState.PART_PAID,
            "credit_rest": InvoiceState.PAID,
            "credit_whole": InvoiceState.CREDITED,
        },
        InvoiceState.PAID: {"credit_rest": InvoiceState.PAID, "credit_whole": InvoiceState.CREDITED},
        InvoiceState.CREDITED: {},
    },
    initial=InvoiceState.DRAFT,
)
"""From the draft to the last yuan; credit notes take back of it what is owed no longer."""
