"""The invoice as a PDF, Chinese with English beside it: made from the frozen snapshot and nothing else."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from contracts.domain.terms.values import DateValue
from foundation.money import shown
from foundation.pdf import ARCHIVAL, render_pdf


def render_invoice(snapshot: Mapping[str, Any]) -> bytes:
    """Print an invoice from its snapshot (see :mod:`billing.domain.snapshot`); the same one gives the same bytes.

    Raises Refused ``foundation.glyph_missing`` for a character that no font can print.
    """
    folder = Path(settings.BASE_DIR) / "templates" / "billing" / "pdf"
    return render_pdf(invoice_html(snapshot), stylesheets=(folder / "invoice.css",), variant=ARCHIVAL)


def invoice_html(snapshot: Mapping[str, Any]) -> str:
    """The page source; everything that people typed is escaped by the template."""
    context = {
        "invoice": snapshot,
        "issued": _both(snapshot["issued_date"]),
        "due": _both(snapshot["due_date"]),
        "lines": [{**line, "amount": _yuan(line["gross"])} for line in snapshot["lines"]],
        "net": _yuan(snapshot["net"]),
        "tax": _yuan(snapshot["tax"]),
        "tax_rate": _percent(snapshot["lines"][0]["tax_rate"]),
        "gross": _yuan(snapshot["gross"]),
        "account": _grouped(snapshot["issuer"]["bank_account"]),
    }
    return render_to_string("billing/pdf/invoice.html", context)


def _both(day: str) -> dict[str, str]:
    """A day as Chinese and as English write it."""
    written = DateValue(date.fromisoformat(day))
    return {"zh": written.display("zh-hans"), "en": written.display("en")}


def _yuan(amount: str) -> str:
    return shown(Decimal(amount))


def _percent(rate: str) -> str:
    """The rate of all lines, which is one: 0.06 as 6 %."""
    return f"{(Decimal(rate) * 100).normalize():f}%"


def _grouped(account: str) -> str:
    """A bank account in groups of four, as people read it aloud."""
    digits = account.replace(" ", "")
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4)) if digits.isdigit() else account
